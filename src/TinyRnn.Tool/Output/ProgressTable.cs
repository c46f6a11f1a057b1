using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>
/// A training's progress as a table for a file or a pipe. It has a header, a row for each measurement or guess, and now and then
/// a row that shows that the training still runs.
/// </summary>
/// <param name="output">The output.</param>
internal sealed class ProgressTable(TextWriter output)
{
    private static readonly TimeSpan SilenceAtMost = TimeSpan.FromSeconds(10);

    private TimeSpan _written = TimeSpan.Zero;
    private bool _hasHeader;

    /// <summary>Writes a row if one is due, and below it a sample of text if there is one.</summary>
    public void Show(TrainingProgress progress, string? sample = null)
    {
        if (sample is null && progress.Metric is null && progress.Example is null && progress.Elapsed - _written < SilenceAtMost)
        {
            return;
        }

        _written = progress.Elapsed;
        (string Name, string Value, int Width)[] cells = [.. Cells(progress).Select(cell => cell with { Width = Math.Max(cell.Name.Length, cell.Width) })];
        if (!_hasHeader)
        {
            _hasHeader = true;
            output.WriteLine(Row(cells.Select(cell => (cell.Name, cell.Width))));
        }

        bool isBest = progress.Metric is not null && progress.BestIteration == progress.Iteration;
        string example = progress.Example is ExampleGuess guess ? Describe(guess) : "";
        output.WriteLine($"{Row(cells.Select(cell => (cell.Value, cell.Width)))}  {(isBest ? "best" : "    ")}  {example}".TrimEnd());
        if (sample is not null)
        {
            output.WriteLine(sample);
        }
    }

    /// <summary>Describes an example and its guess.</summary>
    public static string Describe(ExampleGuess guess) => $"{guess.Text} / {guess.Guess} {(guess.Correct ? "✓" : $"✗ ({guess.Label})")}";

    private static IEnumerable<(string Name, string Value, int Width)> Cells(TrainingProgress progress)
    {
        static int Digits(int most) => FormattableString.Invariant($"{most:#,0}").Length;
        yield return ("step", FormattableString.Invariant($"{progress.Iteration:#,0}"), Digits(progress.TotalIterations));
        int epochDigits = Digits(progress.TotalEpochs);
        yield return ("epoch", FormattableString.Invariant($"{progress.Epoch}/{progress.TotalEpochs}"), (2 * epochDigits) + 1);
        yield return ("done", FormattableString.Invariant($"{100L * progress.Iteration / progress.TotalIterations} %"), 5);
        yield return ("loss", FormattableString.Invariant($"{progress.Loss:0.0000}"), 7);
        foreach ((string name, double value) in Measures.Of(progress.MetricName, progress.Metric ?? double.NaN))
        {
            string of = progress.IsOfTest ? "test " : name == progress.MetricName ? "validation " : "";
            yield return (of + name, progress.Metric is null ? "" : Measures.Format(name, value), 8);
        }

        yield return (progress.ItemName + "/s", FormattableString.Invariant($"{progress.ItemsPerSecond:#,0}"), 7);
        yield return ("elapsed", Durations.MinutesSeconds(progress.Elapsed), 7);
        yield return ("left", Durations.MinutesSeconds(progress.Remaining), 7);
    }

    // Names and values are aligned to the right.
    private static string Row(IEnumerable<(string Text, int Width)> cells) => string.Join("  ", cells.Select(cell => cell.Text.PadLeft(cell.Width)));
}
