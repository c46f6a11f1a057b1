using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>Measures a forecast model on a CSV file, with the baselines that its training fitted.</summary>
internal static class EvaluateForecast
{
    /// <param name="network">The model.</param>
    /// <param name="path">Its file.</param>
    /// <param name="file">The CSV file.</param>
    /// <param name="split">test, train or all; null for test on the file of the training and all on another.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="form">The format of the CSV file.</param>
    /// <param name="asJson">Whether to print JSON.</param>
    public static void Run(Network network, string path, string file, string? split, SeriesColumns columns, CsvForm form, bool asJson)
    {
        (ForecastWindows windows, string part, IReadOnlyList<int> targets) = ForecastFile.Read(network, path, file, split, columns, form);
        PrecisionWarning.OfSeries(windows, network);
        JsonElement data = Models.TrainingData(network);
        JsonElement fitted = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("baselines", out JsonElement element) ? element : default;
        ForecastTable table = new(
            network, network.Name.Length > 0 ? network.Name : Path.GetFileNameWithoutExtension(path), windows, targets,
            ForecastBaselines.Read(fitted, windows.Shape.Window));
        if (asJson)
        {
            PrintJson(table, part, targets.Count);
            return;
        }

        Report.Write("forecasts", FormattableString.Invariant($"{targets.Count:#,0} of '{windows.Series.TargetName}' ({part})"));
        table.Print();
    }

    private static void PrintJson(ForecastTable table, string split, int count) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteString("split", split);
        json.WriteNumber("forecasts", count);
        json.WriteStartArray("errors");
        foreach ((string name, ForecastErrors errors) in table.Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("rmse", errors.Rmse);
            json.WriteNumber("mae", errors.Mae);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
