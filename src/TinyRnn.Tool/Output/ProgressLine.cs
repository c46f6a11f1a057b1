using System.Text;
using Spectre.Console.Rendering;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>A training's progress in one line of a terminal. The most important fields come first, as many as there is room for.</summary>
internal static class ProgressLine
{
    private const string Gap = "  ";
    private const int WidestBar = 30;
    private const int NarrowestBar = 10;

    /// <summary>The line. It leaves the terminal's last column free, because some terminals wrap after it.</summary>
    /// <param name="progress">The training's progress.</param>
    /// <param name="measured">The progress at the last measurement; null if there was none.</param>
    /// <param name="width">The terminal's columns.</param>
    public static string Render(TrainingProgress progress, TrainingProgress? measured, int width)
    {
        int room = width - 1;
        string[] chosen = new string[Enum.GetValues<Field>().Length];
        foreach ((Field field, string[] forms) in Fields(progress, measured))
        {
            int used = Width(Join(chosen));
            string gap = used == 0 ? "" : field == Field.Best ? " " : Gap;
            chosen[(int)field] = forms.FirstOrDefault(form => used + gap.Length + Width(form) <= room) ?? "";
        }

        int left = room - Width(Join(chosen)) - Gap.Length;
        if (left >= NarrowestBar)
        {
            chosen[(int)Field.Bar] = Bar(progress, Math.Min(left, WidestBar));
        }

        return Join(chosen);
    }

    // The order in the line.
    private enum Field
    {
        Percent,
        Bar,
        Epoch,
        Loss,
        Metric,
        Best,
        Speed,
        Left,
        Example,
    }

    // The most important fields first, each with its forms from long to short.
    private static IEnumerable<(Field Field, string[] Forms)> Fields(TrainingProgress progress, TrainingProgress? measured)
    {
        string speed = FormattableString.Invariant($"{progress.ItemsPerSecond:#,0} {progress.ItemName}/s");
        yield return (Field.Percent, [FormattableString.Invariant($"{100L * progress.Iteration / progress.TotalIterations} %")]);
        if (measured?.Metric is double metric)
        {
            yield return (Field.Metric, [$"{measured.MetricName} {Measures.Format(measured.MetricName, metric)}"]);
        }

        yield return (Field.Left, [$"{Durations.MinutesSeconds(progress.Remaining)} left"]);
        yield return (Field.Loss, [FormattableString.Invariant($"loss {progress.Loss:0.0000}")]);
        if (measured?.BestMetric is double best)
        {
            string value = Measures.Format(measured.MetricName, best);
            yield return (Field.Best, measured.BestIteration == measured.Iteration
                ? ["(best)"]
                : [FormattableString.Invariant($"(best {value} at step {measured.BestIteration:#,0})"), $"(best {value})"]);
        }

        yield return (Field.Epoch, [FormattableString.Invariant($"epoch {progress.Epoch} of {progress.TotalEpochs}")]);
        yield return (Field.Speed, [speed]);
        if (progress.Example is ExampleGuess guess)
        {
            yield return (Field.Example, [Printable(guess)]);
        }
    }

    private static string Bar(TrainingProgress progress, int width)
    {
        int inside = width - 2;
        int done = (int)((long)inside * progress.Iteration / progress.TotalIterations);
        return $"[{new string('=', done)}{new string(' ', inside - done)}]";
    }

    private static string Join(string[] fields)
    {
        StringBuilder line = new();
        for (int i = 0; i < fields.Length; i++)
        {
            if (!string.IsNullOrEmpty(fields[i]))
            {
                line.Append(line.Length == 0 ? "" : i == (int)Field.Best ? " " : Gap).Append(fields[i]);
            }
        }

        return line.ToString();
    }

    // Control characters are not shown, because a terminal would obey them.
    private static string Printable(ExampleGuess guess) =>
        string.Concat(ProgressTable.Describe(guess).Select(c => char.IsControl(c) ? '·' : c));

    // The width counts columns: some letters take two.
    private static int Width(string text) => new Segment(text).CellCount();
}
