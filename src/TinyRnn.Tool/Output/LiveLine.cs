using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>
/// The last line of a terminal, rewritten during a training in the current width of the terminal. The row's old content is erased. If the window became
/// narrower and wrapped an older line, the rows above keep their part of it.
/// </summary>
/// <param name="output">The terminal.</param>
/// <param name="width">Gives its number of columns. It is called each time, because the size of a window can change.</param>
internal sealed class LiveLine(TextWriter output, Func<int> width) : IDisposable
{
    private const int UsualWidth = 80;
    private const string StartOfLine = "\r";
    private const string EraseToEnd = "\e[K";

    // A line that changes faster cannot be read.
    private static readonly TimeSpan ShownAtLeast = TimeSpan.FromMilliseconds(100);

    private TimeSpan? _shown;
    private TrainingProgress? _measured;
    private bool _isOpen;

    /// <summary>Shows a training's progress, below a sample of text if there is one.</summary>
    public void Show(TrainingProgress progress, string? sample = null)
    {
        // Not every call has a new metric.
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

    /// <summary>Keeps the line as it is. Further output begins below it.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            output.WriteLine();
        }
    }
}
