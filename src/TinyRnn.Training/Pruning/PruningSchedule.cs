namespace TinyRnn.Training;

/// <summary>
/// How much of a matrix is zero in the course of a run: s (1 - (1 - p)^3), where p goes from 0 to 1 between a tenth and two thirds of the steps
/// (M. Zhu and S. Gupta, "To prune, or not to prune: exploring the efficacy of pruning for model compression", 2017, arXiv:1710.01878).
/// Most goes early, while there is much that matters little and time to make up for it.
/// </summary>
/// <param name="sparsity">s, the share of zeros at the end.</param>
/// <param name="steps">Steps of the run.</param>
internal sealed class PruningSchedule(double sparsity, int steps)
{
    // As many as make each cut small; more would only cost time.
    private const int Cuts = 100;

    private readonly int _start = steps / 10;
    private readonly int _end = (int)Math.Max(1, steps * 2L / 3);

    /// <summary>Whether blocks are cut after so many steps.</summary>
    public bool IsDue(int done) => done == _end || (done > _start && done < _end && (done - _start) % Math.Max(1, (_end - _start) / Cuts) == 0);

    /// <summary>Whether the last blocks were cut.</summary>
    public bool IsOver(int done) => done >= _end;

    /// <summary>The share of zeros after so many steps.</summary>
    public double At(int done)
    {
        double left = Math.Clamp((double)(_end - done) / Math.Max(1, _end - _start), 0, 1);
        return sparsity * (1 - (left * left * left));
    }
}
