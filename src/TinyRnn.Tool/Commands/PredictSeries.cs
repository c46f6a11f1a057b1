using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>Forecasts what comes after the last row of a file.</summary>
internal static class PredictSeries
{
    /// <summary>The field of a model's metadata that holds its <see cref="ForecastIntervals"/>.</summary>
    public const string IntervalsName = "intervals";

    /// <param name="network">The forecast model.</param>
    /// <param name="path">Its file.</param>
    /// <param name="file">The series.</param>
    /// <param name="steps">Number of values to forecast; null for as many as the model gives at once.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="form">Its format.</param>
    /// <param name="files">The files of the run.</param>
    /// <param name="output">The CSV file to write; null to print.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ToolException">The model cannot give so many values, or there is a gap in the last rows.</exception>
    public static int Run(Network network, string path, string file, int? steps, SeriesColumns columns, CsvForm form, RunFiles files, string? output)
    {
        ForecastShape shape = network.Forecast!;
        columns.RequireKnown(network, path);
        if (steps > shape.Horizon && !shape.CanContinue)
        {
            throw new ToolException($"{path}: --count must be 1 to {shape.Horizon} for this model, not {steps}: {shape.WhyNoFeedBack}");
        }

        BadRows bad = new();
        SeriesFile series = columns.Read(file, form, bad.Add);
        string name = DataInput.NameOf(file);
        int count = steps ?? (shape.CanContinue && !shape.CanFeedBack ? Math.Max(1, series.Series.Future.Count) : shape.Horizon);
        FutureTimes? times = columns.Time is null ? null : FutureTimes.Of(series.Times);
        RequireFuture(series, name, count, times);
        double[] forecasts = Forecast(network, series, name, count);
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        ForecastIntervals? intervals = metadata.RootElement.TryGetProperty(IntervalsName, out JsonElement json) ? ForecastIntervals.Read(json) : null;
        string[] ofTime = columns.Time is string time && TimeOf(series, times, count) is not null ? [time] : [];
        string[] ofInterval = intervals is null ? [] : ["lower", "upper"];
        string[] header = ["step", .. ofTime, "forecast", .. ofInterval];
        CsvSigns signs = output is null ? CsvSigns.Default : series.Signs;
        string[][] rows = [.. forecasts.Select((forecast, i) => Row(i + 1, forecast, TimeOf(series, times, i + 1), intervals, shape, signs))];
        bad.End();
        if (output is null)
        {
            Print(header, rows);
        }
        else
        {
            string written = files.Write(output, stream => Write(stream, signs, header, rows));
            string interval = intervals is null
                ? ""
                : FormattableString.Invariant($", with intervals that contained {intervals.Level * 100:0.#} % of the values in training");
            Report.Write("Wrote", FormattableString.Invariant($"{written}: {count:#,0} forecast{(count == 1 ? "" : "s")} after {series.Times[^1]}{interval}"));
        }

        return bad.ExitCode;
    }

    // The file knows the times of the rows after the last value. Without times its places are line numbers.
    private static string? TimeOf(SeriesFile file, FutureTimes? times, int step) =>
        file.Series.TimeName is null ? null : step <= file.FutureTimes.Count ? file.FutureTimes[step - 1] : times?.After(step);

    // Each step that is forecast needs a row with the values that are known ahead.
    private static void RequireFuture(SeriesFile file, string name, int count, FutureTimes? times)
    {
        ForecastSeries series = file.Series;
        if (series.Known.Count == 0)
        {
            if (file.HasMore && file.Times.Count > 0)
            {
                throw new ToolException(
                    $"{name}: the rows after {file.Times[^1]} have no '{series.TargetName}'; fill in its values, or remove the rows to forecast from there");
            }

            return;
        }

        for (int step = 1; step <= count; step++)
        {
            string[] missing =
            [
                .. series.Known.Where((_, i) => step > series.Future.Count || double.IsNaN(series.Future[step - 1][i]))
                    .Select(column => $"'{series.Columns[column]}'"),
            ];
            if (missing.Length > 0)
            {
                string which = TimeOf(file, times, step) is string time ? $", {time}," : "";
                string row = step <= series.Future.Count
                    ? $"{file.FutureTimes[step - 1]} has no {string.Join(" and no ", missing)}, known ahead in this model"
                    : $"the row of step {step}{which} after {file.Times[^1]} is missing";
                throw new ToolException($"{name}: {row}; a row with {string.Join(", ", missing)} and an empty '{series.TargetName}' was expected");
            }
        }
    }

    private static double[] Forecast(Network network, SeriesFile file, string name, int count)
    {
        ForecastShape shape = network.Forecast!;
        ForecastSeries series = file.Series.Ahead(shape.Horizon);
        Interpreter interpreter = new(network);

        // Earlier windows of a model that forecasts several steps ahead give the values between.
        int oldest = shape.CanContinue ? 0 : shape.Horizon - 1;
        int first = series.Count - shape.Window - oldest;
        if (!series.IsWhole(first, series.Count - 1))
        {
            int from = series.Count;
            while (from > 0 && series.IsWhole(from - 1, series.Count - 1))
            {
                from--;
            }

            string place = from > 0 && from < series.Count ? $", before {file.Times[from]}" : "";
            throw new ToolException($"{name}: {series.Count - from} rows without a gap are at its end{place}; the model reads {shape.Window + oldest}");
        }

        return shape.CanContinue
            ? ForecastSteps.After(interpreter, series.Rows(first, shape.Window), count, step => series.Future[step])
            : [.. Enumerable.Range(0, count).Select(step => interpreter.Forecast(series.Rows(first + step, shape.Window)))];
    }

    private static string[] Row(int step, double forecast, string? time, ForecastIntervals? intervals, ForecastShape shape, CsvSigns signs)
    {
        double? half = intervals?.HalfWidth(shape, step);
        string[] bounds = intervals is null ? [] : half is double width ? [Number(forecast - width), Number(forecast + width)] : ["", ""];
        return [step.ToString(CultureInfo.InvariantCulture), .. time is null ? Array.Empty<string>() : [time], Number(forecast), .. bounds];

        string Number(double value) => signs.Format(value, isDouble: shape.Origin is not null);
    }

    private static void Write(Stream stream, CsvSigns signs, string[] header, string[][] rows)
    {
        using CsvWriter writer = signs.Writer(stream);
        writer.WriteHeader(header);
        foreach (string[] row in rows)
        {
            writer.WriteRecord(row);
        }
    }

    private static void Print(string[] header, string[][] rows)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns([.. header.Select(Markup.Escape)]);
        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }
}
