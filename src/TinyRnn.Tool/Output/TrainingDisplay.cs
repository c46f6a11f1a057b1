using Spectre.Console;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>
/// Shows a training: a progress bar with loss, rate and time left on a terminal, plain lines like the tutorial's
/// (iteration, percent, elapsed and left, loss, example / guess, tick or cross) where the output is redirected. Time left is reckoned
/// from the mean speed of the whole run so far, evaluations included.
/// </summary>
internal static class TrainingDisplay
{
    private static readonly TimeSpan SilenceAtMost = TimeSpan.FromSeconds(10);

    /// <summary>Whether someone looks on.</summary>
    public static bool IsInteractive => AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;

    /// <summary>Runs a training while it is shown, with samples of text where there are any.</summary>
    public static TrainingResult Run(Func<Action<TrainingProgress>, TrainingResult> train, TextSamples? samples = null) =>
        IsInteractive ? RunWithBar(train, samples) : RunWithLines(train, samples);

    // A line for what was measured or guessed, and a sign of life in between.
    private static TrainingResult RunWithLines(Func<Action<TrainingProgress>, TrainingResult> train, TextSamples? samples)
    {
        TimeSpan printed = TimeSpan.Zero;
        return train(progress =>
        {
            string? sample = samples?.Take(progress);
            if (sample is not null || progress.Metric is not null || progress.Example is not null || progress.Elapsed - printed >= SilenceAtMost)
            {
                printed = progress.Elapsed;
                PrintLine(progress);
            }

            if (sample is not null)
            {
                Console.WriteLine(sample);
            }
        });
    }

    private static TrainingResult RunWithBar(Func<Action<TrainingProgress>, TrainingResult> train, TextSamples? samples)
    {
        // Fixed at the start, because a metric is not measured at every call.
        string metric = "";
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask("training");
                return train(progress =>
                {
                    task.MaxValue = progress.TotalIterations;
                    task.Value = progress.Iteration;
                    metric = progress.Metric is double ? Describe(progress) : metric;
                    string example = progress.Example is ExampleGuess guess ? "  " + Markup.Escape(Describe(guess)) : "";
                    task.Description = FormattableString.Invariant(
                        $"loss {progress.Loss:0.0000}{metric}  {progress.ItemsPerSecond:#,0} {progress.ItemName}/s  ")
                            + FormattableString.Invariant($"{Durations.MinutesSeconds(progress.Remaining)} left{example}");
                    if (samples?.Take(progress) is string sample)
                    {
                        AnsiConsole.WriteLine(sample);
                    }
                });
            });
    }

    private static void PrintLine(TrainingProgress progress)
    {
        int percent = (int)(100L * progress.Iteration / progress.TotalIterations);
        string example = progress.Example is ExampleGuess guess ? " " + Describe(guess) : "";
        Console.WriteLine(FormattableString.Invariant(
            $"{progress.Iteration} {percent}% ({Durations.MinutesSeconds(progress.Elapsed)}, {Durations.MinutesSeconds(progress.Remaining)} left) ")
                + FormattableString.Invariant($"{progress.Loss:0.0000}{example}{Describe(progress)}"));
    }

    private static string Describe(ExampleGuess guess) =>
        $"{guess.Text} / {guess.Guess} {(guess.Correct ? "✓" : $"✗ ({guess.Label})")}";

    private static string Describe(TrainingProgress progress) => progress.Metric is not double metric
        ? ""
        : "  " + Measures.Describe(progress.MetricName, metric, progress.IsOfTest);
}
