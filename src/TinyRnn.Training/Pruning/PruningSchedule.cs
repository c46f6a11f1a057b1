namespace TinyRnn.Training;

/// <summary>
/// The share of zeros in a matrix during a run: s (1 - (1 - p)^3), where p goes from 0 to 1 between a tenth and two thirds of the steps
/// (M. Zhu and S. Gupta, "To prune, or not to prune: exploring the efficacy of pruning for model compression", 2017, arXiv:1710.01878).
/// Most blocks are cut early, when many matter little and there is time to recover.
/// </summary>
/// <param name="sparsity">s, the share of zeros at the end.</param>
/// <param name="steps">Steps of the run.</param>
internal sealed class PruningSchedule(double sparsity, int steps)
{
    // Enough cuts to make each one small. More would only cost time.
    private const int Cuts = 100;

    private readonly int _start = steps / 10;
    private readonly int _end = (int)Math.Max(1, steps * 2L / 3);

    /// <summary>Whether blocks are cut after this many steps.</summary>
    public bool IsDue(int done) => done == _end || (done > _start && done < _end && (done - _start) % Math.Max(1, (_end - _start) / Cuts) == 0);

    /// <summary>Whether the last blocks have been cut.</summary>
    public bool IsOver(int done) => done >= _end;

    /// <summary>The share of zeros after this many steps.</summary>
    public double At(int done)
    {
        double left = Math.Clamp((double)(_end - done) / Math.Max(1, _end - _start), 0, 1);
        return sparsity * (1 - (left * left * left));
    }
}
