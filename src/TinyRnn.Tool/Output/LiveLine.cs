using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>
/// The last line of a terminal, written anew as a training goes on, in the width that the terminal has then. What was in its row before is erased; where a
/// window was made narrower and wrapped an older line, the rows above keep their part of that.
/// </summary>
/// <param name="output">The terminal.</param>
/// <param name="width">Its columns, asked for each time because a window can be made larger or smaller.</param>
internal sealed class LiveLine(TextWriter output, Func<int> width) : IDisposable
{
    private const int UsualWidth = 80;
    private const string StartOfLine = "\r";
    private const string EraseToEnd = "\e[K";

    // By the time of the training: a line that changes faster cannot be read.
    private static readonly TimeSpan ShownAtLeast = TimeSpan.FromMilliseconds(100);

    private TimeSpan? _shown;
    private TrainingProgress? _measured;
    private bool _isOpen;

    /// <summary>Shows how far a training is, below a sample of text if there is one.</summary>
    public void Show(TrainingProgress progress, string? sample = null)
    {
        // A metric is not measured at every call.
        bool isMeasured = progress.Metric is not null;
        _measured = isMeasured ? progress : _measured;
        bool isDue = isMeasured || sample is not null || progress.Iteration == progress.TotalIterations;
        if (!isDue && progress.Elapsed - _shown < ShownAtLeast)
        {
            return;
        }

        _shown = progress.Elapsed;
        if (sample is not null)
        {
            output.Write(StartOfLine + EraseToEnd);
            output.WriteLine(sample);
        }

        int columns = width();
        output.Write(StartOfLine + ProgressLine.Render(progress, _measured, columns > 0 ? columns : UsualWidth) + EraseToEnd);
        output.Flush();
        _isOpen = true;
    }

    /// <summary>Leaves the line as it is; what comes next begins below it.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            output.WriteLine();
        }
    }
}
