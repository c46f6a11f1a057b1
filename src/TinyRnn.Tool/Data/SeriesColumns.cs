using System.Text.Json;
using TinyRnn.Model;

namespace TinyRnn.Tool.Data;

/// <summary>The columns of a file for a forecast model.</summary>
/// <param name="Target">The forecast column; null for the only one.</param>
/// <param name="Inputs">The columns to read; empty for the target only.</param>
/// <param name="Time">The column of times, or null.</param>
/// <param name="Duplicates">How to treat rows with the same time.</param>
/// <param name="Known">Those of the columns to read that are known ahead.</param>
internal sealed record SeriesColumns(string? Target, IReadOnlyList<string> Inputs, string? Time, DuplicateTimes Duplicates, IReadOnlyList<string> Known)
{
    /// <summary>Reads a series.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">Its format.</param>
    /// <param name="report">Receives the message about a bad row, which is then read as a gap; null to throw instead.</param>
    /// <exception cref="ToolException">The same errors as <see cref="SeriesFile.Read"/>.</exception>
    public SeriesFile Read(string path, CsvForm form, Action<string>? report = null) =>
        SeriesFile.Read(path, Target, Inputs, Time, form, Duplicates, report, Known);

    /// <exception cref="ToolException">The model reads several columns, but neither it nor the user names them.</exception>
    public void RequireKnown(Network network, string path)
    {
        if (Target is null && network.Forecast is { Columns: > 1 } or { Known.Count: > 0 })
        {
            throw new ToolException(
                $"{path}: the model does not name the columns that it reads; name them with --column and --inputs, or use 'tinyrnn run'");
        }
    }

    /// <summary>The columns of its training that a model remembers.</summary>
    public static SeriesColumns Of(Network network, DuplicateTimes duplicates)
    {
        JsonElement data = Models.TrainingData(network);
        IReadOnlyList<string> columns = Models.ColumnNames(network) ?? [];
        string? target = Text("target") ?? (network.Forecast?.Target is int index && index < columns.Count ? columns[index] : null);
        IEnumerable<int> known = network.Forecast?.Known ?? [];
        return new SeriesColumns(target, columns, Text("time"), duplicates, columns.Count == 0 ? [] : [.. known.Select(column => columns[column])]);

        string? Text(string name) =>
            data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }
}
