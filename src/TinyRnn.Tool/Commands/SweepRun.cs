using System.CommandLine;
using Spectre.Console;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>Trains one combination of settings after the other, keeps the best model, and ends with a table of them all.</summary>
internal sealed class SweepRun(SweepSpecification sweep, ParseResult arguments, Func<ParseResult, TrainingPlan> makePlan)
{
    private readonly List<Row> _rows = [];
    private (TrainingPlan Plan, TrainingResult Result, string Model)? _best;

    /// <returns>The exit code.</returns>
    public int Run(CancellationToken cancellation)
    {
        IReadOnlyList<string[]> combinations = sweep.Combinations;
        ParseResult[] lines = [.. combinations.Select(combination => TrainingConfiguration.WithOptions(arguments, sweep.ToOptions(combination)))];

        // What cannot be trained is said before the first is, not hours later.
        foreach (ParseResult line in lines.Skip(1))
        {
            makePlan(line);
        }

        // They all write the same files, which are asked for once.
        TrainingPlan first = makePlan(lines[0]);
        TrainingRun.Prepare(first);
        TrainingOutputs outputs = first.Outputs;

        for (int i = 0; i < lines.Length && !cancellation.IsCancellationRequested; i++)
        {
            string settings = string.Join(", ", sweep.Names.Zip(combinations[i], (name, value) => $"{name} {value}"));
            Report.Write("Training", FormattableString.Invariant($"{i + 1} of {lines.Length}: {settings}"));
            _rows.Add(Train(makePlan(lines[i]) with { Outputs = outputs }, combinations[i], cancellation));
        }

        if (_best is (TrainingPlan plan, TrainingResult result, string model))
        {
            Report.Write("Best", Path.GetFileName(model));
            TrainingRun.Finish(plan, result, model);
        }

        WriteTable(_best?.Result);
        return cancellation.IsCancellationRequested ? Program.Stopped
            : _best is null ? throw new ToolException("no combination of --sweep could be trained: all diverged")
            : 0;
    }

    private Row Train(TrainingPlan plan, string[] combination, CancellationToken cancellation)
    {
        // The best one's measurements stay beside its model while others are tried.
        string candidate = plan.Outputs.CandidateMeasurements;
        try
        {
            TrainingResult result = TrainingRun.Train(plan, candidate, cancellation);
            if (_best?.Result is not TrainingResult best || (result.HigherIsBetter ? result.Metric > best.Metric : result.Metric < best.Metric))
            {
                string model = TrainingRun.Write(plan, result, candidate);
                if (_best is (_, _, string before) && before != model)
                {
                    plan.Outputs.Remove(before);
                }

                _best = (plan, result, model);
            }

            return new Row(combination, result, null);
        }
        catch (TrainingDivergedException e)
        {
            Report.Write("Diverged", e.Message);
            return new Row(combination, null, e);
        }
        finally
        {
            File.Delete(candidate);
        }
    }

    private void WriteTable(TrainingResult? best)
    {
        string[] measures = best is null ? [] : [.. Measures.Of(best.MetricName, best.Metric).Select(measure => measure.Name)];
        Table table = new Table().Border(TableBorder.Simple).AddColumns([.. sweep.Names, .. measures, "best step", "time", ""]);
        IEnumerable<Row> trained = _rows.Where(row => row.Result is not null);
        IEnumerable<Row> sorted = best is { HigherIsBetter: true }
            ? trained.OrderByDescending(row => row.Result!.Metric)
            : trained.OrderBy(row => row.Result!.Metric);
        foreach (Row row in sorted)
        {
            TrainingResult result = row.Result!;
            IEnumerable<string> values = Measures.Of(result.MetricName, result.Metric).Select(
                measure => FormattableString.Invariant($"{measure.Value:0.0000}"));
            string note = ReferenceEquals(result, best) ? "kept" : result.Cancelled ? "stopped" : "";
            AddRow([.. row.Combination, .. values, FormattableString.Invariant($"{result.BestIteration:#,0}"), Durations.MinutesSeconds(result.Elapsed), note]);
        }

        foreach (Row row in _rows.Where(row => row.Failure is not null))
        {
            AddRow([.. row.Combination, .. measures.Select(_ => ""), FormattableString.Invariant($"{row.Failure!.Iteration:#,0}"), "", "diverged"]);
        }

        AnsiConsole.Write(table);

        void AddRow(string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
    }

    private sealed record Row(string[] Combination, TrainingResult? Result, TrainingDivergedException? Failure);
}
