using System.Text.Json;
using TinyRnn.Model;

namespace TinyRnn.Tool.Data;

/// <summary>The columns of a file that a forecast model reads.</summary>
/// <param name="Target">The column that is forecast; null for the only one.</param>
/// <param name="Inputs">The columns that are read; empty for the target alone.</param>
/// <param name="Time">The column of times, or null.</param>
/// <param name="Duplicates">What rows of the same time are.</param>
internal sealed record SeriesColumns(string? Target, IReadOnlyList<string> Inputs, string? Time, DuplicateTimes Duplicates)
{
    /// <summary>Reads a series.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">Its format.</param>
    /// <param name="report">Receives the message about a bad row, which is then read as a gap; null to throw instead.</param>
    /// <exception cref="ToolException">As of <see cref="SeriesFile.Read"/>.</exception>
    public SeriesFile Read(string path, CsvForm form, Action<string>? report = null) => SeriesFile.Read(path, Target, Inputs, Time, form, Duplicates, report);

    /// <exception cref="ToolException">Nobody says which columns a model of several reads.</exception>
    public void RequireKnown(Network network, string path)
    {
        if (Target is null && network.Forecast is { Columns: > 1 })
        {
            throw new ToolException(
                $"{path}: the model does not name the columns that it reads; --column and --inputs name them, and 'tinyrnn run' takes rows without names");
        }
    }

    /// <summary>What a model remembers of the columns of its training.</summary>
    public static SeriesColumns Of(Network network, DuplicateTimes duplicates)
    {
        JsonElement data = Models.TrainingData(network);
        IReadOnlyList<string> columns = Models.ColumnNames(network) ?? [];
        string? target = Text("target") ?? (network.Forecast?.Target is int index && index < columns.Count ? columns[index] : null);
        return new SeriesColumns(target, columns, Text("time"), duplicates);

        string? Text(string name) =>
            data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }
}
