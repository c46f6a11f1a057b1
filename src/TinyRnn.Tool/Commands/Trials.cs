using Spectre.Console;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>Several trainings that write the same files. The best model is kept, and a table of all is printed at the end.</summary>
/// <param name="outputs">Their files.</param>
/// <param name="names">The settings in which they differ.</param>
/// <param name="isBrief">Whether the table has the metric in one unit only, and leaves out settings that no training uses.</param>
/// <param name="targets">
/// For trainings that have different validation targets: those that all of them have. The errors on these are compared. Null where all are the same.
/// </param>
internal sealed class Trials(TrainingOutputs outputs, IReadOnlyList<string> names, bool isBrief = false, IReadOnlyList<int>? targets = null)
{
    private readonly List<Row> _rows = [];
    private (TrainingPlan Plan, TrainingResult Result, string Model, double Metric)? _best;

    /// <summary>The number of trainings so far.</summary>
    public int Count => _rows.Count;

    /// <summary>The result of the best training; null where none succeeded.</summary>
    public TrainingResult? Best => _best?.Result;

    /// <summary>Why the last impossible training was impossible; null where all were possible.</summary>
    public string? Impossible { get; private set; }

    /// <summary>Runs one more training.</summary>
    /// <param name="plan">The training.</param>
    /// <param name="values">The values of the settings in which trainings differ.</param>
    /// <param name="whyStopped">Gives the table's note for a training that was stopped. It is called after the stop.</param>
    /// <param name="cancellation">Stops the training, which then counts with the result so far.</param>
    /// <returns>Whether it is the best one so far.</returns>
    public bool Train(TrainingPlan plan, string[] values, Func<string> whyStopped, CancellationToken cancellation)
    {
        // The best training's measurements stay next to its model while others run.
        plan = plan with { Outputs = outputs };
        string candidate = outputs.CandidateMeasurements;
        try
        {
            TrainingResult result = TrainingRun.Train(plan, candidate, cancellation);
            double metric = targets is null ? result.Metric : plan.ErrorOn!(result.Network, targets);
            bool isBest = _best is not (_, _, _, double best) || (result.HigherIsBetter ? metric > best : metric < best);
            if (isBest)
            {
                string model = TrainingRun.Write(plan, result, candidate);
                if (_best is (_, _, string before, _) && before != model)
                {
                    outputs.Remove(before);
                }

                _best = (plan, result, model, metric);
            }

            _rows.Add(new Row(values, result, metric, "", result.Cancelled ? whyStopped() : ""));
            return isBest;
        }
        catch (TrainingDivergedException e)
        {
            Report.Write("Diverged", e.Message);
            _rows.Add(new Row(values, null, double.NaN, FormattableString.Invariant($"{e.Iteration:#,0}"), "diverged"));
            return false;
        }
        catch (ArgumentException e)
        {
            // One example is a warm-up that is longer than the few epochs.
            Impossible = ErrorText.OfArgument(e);
            Report.Write("Impossible", Impossible);
            _rows.Add(new Row(values, null, double.NaN, "", "not possible"));
            return false;
        }
        finally
        {
            File.Delete(candidate);
        }
    }

    /// <summary>Tests the best model, reports it, and prints the table of all trainings.</summary>
    public void Finish()
    {
        if (_best is (TrainingPlan plan, TrainingResult result, string model, _))
        {
            Report.Write("Best", Path.GetFileName(model));
            TrainingRun.Finish(plan, result, model);
        }

        WriteTable();
    }

    private void WriteTable()
    {
        TrainingResult? best = Best;
        int units = isBrief ? 1 : int.MaxValue;
        string[] measures = best is null ? [] : [.. Measures.Of(best.MetricName, best.Metric).Take(units).Select(measure => measure.Name)];
        int[] used = [.. Enumerable.Range(0, names.Count).Where(i => !isBrief || _rows.Any(row => row.Values[i].Length > 0))];
        Table table = new Table().Border(TableBorder.Simple).AddColumns([.. used.Select(i => names[i]), .. measures, "best step", "time", ""]);
        IEnumerable<Row> trained = _rows.Where(row => row.Result is not null);
        IEnumerable<Row> sorted = best is { HigherIsBetter: true }
            ? trained.OrderByDescending(row => row.Metric)
            : trained.OrderBy(row => row.Metric);
        foreach (Row row in sorted)
        {
            TrainingResult result = row.Result!;
            IEnumerable<string> measured = Measures.Of(result.MetricName, row.Metric).Take(units).Select(
                measure => Measures.InTable(measure.Name, measure.Value));
            string note = string.Join(", ", new[] { ReferenceEquals(result, best) ? "kept" : "", row.Note }.Where(word => word.Length > 0));
            string step = FormattableString.Invariant($"{result.BestIteration:#,0}");
            AddRow([.. used.Select(i => row.Values[i]), .. measured, step, Durations.MinutesSeconds(result.Elapsed), note]);
        }

        foreach (Row row in _rows.Where(row => row.Result is null))
        {
            AddRow([.. used.Select(i => row.Values[i]), .. measures.Select(_ => ""), row.FailedStep, "", row.Note]);
        }

        AnsiConsole.Write(table);
        if (targets is not null && best is not null)
        {
            Report.Write(
                "Compared",
                FormattableString.Invariant($"{best.MetricName} of the {targets.Count:#,0} validation values that all settings forecast; ")
                    + "during a training it is of all that its own windows reach");
        }

        void AddRow(string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
    }

    private sealed record Row(string[] Values, TrainingResult? Result, double Metric, string FailedStep, string Note);
}
