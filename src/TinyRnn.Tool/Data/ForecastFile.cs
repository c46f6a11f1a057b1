using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Data;

/// <summary>The windows of a CSV file on which a forecast model is measured.</summary>
/// <param name="Windows">All windows of the file.</param>
/// <param name="Part">test, train or all.</param>
/// <param name="Targets">Target rows of that part, at least one.</param>
internal sealed record ForecastFile(ForecastWindows Windows, string Part, IReadOnlyList<int> Targets)
{
    /// <param name="network">The model.</param>
    /// <param name="path">Its file.</param>
    /// <param name="file">The CSV file.</param>
    /// <param name="split">test, train or all; null for test on the file of the training and all on another.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="form">The format of the CSV file.</param>
    /// <exception cref="ToolException">The model or the file does not name the columns, or the file has no window.</exception>
    public static ForecastFile Read(Network network, string path, string file, string? split, SeriesColumns columns, CsvForm form)
    {
        ForecastShape shape = network.Forecast!;
        columns.RequireKnown(network, path);
        ForecastSeries series = columns.Read(file, form).Series;
        ForecastWindows windows = new(series, shape.Window, shape.Horizon);
        string part = split ?? (HashOf(network) == series.Hash ? "test" : "all");
        IReadOnlyList<int> targets = part switch
        {
            "test" => windows.Test,
            "train" => windows.Train,
            "validation" => windows.Validation,
            _ => windows.All,
        };
        return targets.Count > 0
            ? new ForecastFile(windows, part, targets)
            : throw new ToolException(
                $"{file}: {series.Count} rows with {series.Gaps} gaps have no window of {shape.Window} rows with a value {shape.Horizon} steps after "
                    + $"it ({part})");
    }

    private static string? HashOf(Network network)
    {
        JsonElement data = Models.TrainingData(network);
        return data.ValueKind == JsonValueKind.Object && data.TryGetProperty("hash", out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }
}
