using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>Measures a forecast model on a CSV file beside the baselines that were fitted when it was trained.</summary>
internal static class EvaluateForecast
{
    /// <param name="network">The model.</param>
    /// <param name="path">Its file.</param>
    /// <param name="file">The CSV file.</param>
    /// <param name="split">test, train or all; null for test where the model was trained on this file, all where not.</param>
    /// <param name="asJson">Whether to print JSON.</param>
    public static void Run(Network network, string path, string file, string? split, bool asJson)
    {
        ForecastShape shape = network.Forecast!;
        JsonElement data = Models.TrainingData(network);
        IReadOnlyList<string> columns = Models.ColumnNames(network) ?? [];
        string? target = Text(data, "target") ?? (shape.Target is int index && index < columns.Count ? columns[index] : null);
        if (target is null && shape.Columns > 1)
        {
            throw new ToolException($"{path}: the model does not name the columns that it reads; 'tinyrnn run' takes rows without names");
        }

        ForecastSeries series = SeriesFile.Read(file, target, columns, Text(data, "time")).Series;
        ForecastWindows windows = new(series, shape.Window, shape.Horizon);
        string part = split ?? (Text(data, "hash") == series.Hash ? "test" : "all");
        IReadOnlyList<int> targets = part switch
        {
            "test" => windows.Test,
            "train" => windows.Train,
            _ => windows.All,
        };
        if (targets.Count == 0)
        {
            throw new ToolException($"{file}: {series.Count} rows with {series.Gaps} gaps hold no window of {shape.Window} rows with a value {shape.Horizon} steps after it ({part})");
        }

        JsonElement fitted = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("baselines", out JsonElement element) ? element : default;
        ForecastTable table = new(
            network, network.Name.Length > 0 ? network.Name : Path.GetFileNameWithoutExtension(path), windows, targets, ForecastBaselines.Read(fitted, shape.Window));
        if (asJson)
        {
            PrintJson(table, part, targets.Count);
            return;
        }

        Report.Write("forecasts", FormattableString.Invariant($"{targets.Count:#,0} of '{series.TargetName}' ({part})"));
        table.Print();
    }

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

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
