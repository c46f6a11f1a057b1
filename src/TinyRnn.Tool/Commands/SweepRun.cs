using System.CommandLine;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary>Trains each combination of settings in turn, keeps the best model, and prints a table of all.</summary>
internal sealed class SweepRun(SweepSpecification sweep, ParseResult arguments, Func<ParseResult, TrainingPlan> makePlan)
{
    /// <returns>The exit code.</returns>
    public int Run(CancellationToken cancellation)
    {
        IReadOnlyList<string[]> combinations = sweep.Combinations;
        ParseResult[] lines = [.. combinations.Select(combination => TrainingConfiguration.WithOptions(arguments, sweep.ToOptions(combination)))];

        // A combination that cannot be trained is reported before the first training, not hours later.
        IReadOnlyList<int>?[] targets = [.. lines.Skip(1).Select(line => makePlan(line).Targets)];

        // All trainings write the same files, so the question is asked once.
        TrainingPlan first = makePlan(lines[0]);
        IReadOnlyList<int>? common = Common([first.Targets, .. targets]);
        TrainingRun.Prepare(first);
        Trials trials = new(first.Outputs, sweep.Names, targets: common);
        for (int i = 0; i < lines.Length && !cancellation.IsCancellationRequested; i++)
        {
            string settings = string.Join(", ", sweep.Names.Zip(combinations[i], (name, value) => $"{name} {value}"));
            Report.Write("Training", FormattableString.Invariant($"{i + 1} of {lines.Length}: {settings}"));
            trials.Train(makePlan(lines[i]), combinations[i], () => "stopped", cancellation);
        }

        trials.Finish();
        return cancellation.IsCancellationRequested ? Program.Stopped
            : trials.Best is null ? throw new ToolException($"no combination of --sweep was trained: {trials.Impossible ?? "all diverged"}")
            : 0;
    }

    // A longer window leaves fewer values to forecast, and errors of different values cannot be compared. Null where all are the same.
    private static int[]? Common(IReadOnlyList<int>?[] targets)
    {
        if (targets[0] is not IReadOnlyList<int> first || targets.All(other => other!.SequenceEqual(first)))
        {
            return null;
        }

        int[] common = [.. targets.Aggregate((left, right) => [.. left!.Intersect(right!)])!.Order()];
        return common.Length > 0 ? common
            : throw new ToolException("the settings of --sweep have no value to forecast in common, so they cannot be compared; try fewer window lengths");
    }
}
