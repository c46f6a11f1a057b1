using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Training;

namespace TinyRnn.Tool;

/// <summary>Reads and writes the model files of commands.</summary>
internal static class Models
{
    /// <summary>Reads a model.</summary>
    /// <exception cref="ToolException">There is no such file, or it is not text, such as a picture or a workbook.</exception>
    public static Network Load(string path)
    {
        InputFile.Check(path, "a .tinyrnn model file was expected");
        try
        {
            return NetworkFile.Load(path);
        }
        catch (ModelFormatException) when (KindOf(path) is string kind)
        {
            throw new ToolException($"{path}: is {kind.Split(';')[0]}; a .tinyrnn model file was expected");
        }
    }

    private static string? KindOf(string path)
    {
        byte[] start = new byte[4096];
        using FileStream file = File.OpenRead(path);
        return DataText.FindKind(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
    }

    /// <summary>Writes a model.</summary>
    /// <returns>Its path.</returns>
    public static string Save(Network network, RunFiles files, string path) => files.Write(path, stream => NetworkFile.Write(network, stream));

    /// <summary>The vocabulary with which a model reads texts.</summary>
    /// <exception cref="ToolException">The model reads numbers.</exception>
    public static TokenInput RequireText(Network network, string path) => network.Tokens
        ?? throw new ToolException($"{path}: reads {network.InputSize} number{(network.InputSize == 1 ? "" : "s")} a step, not text; use 'tinyrnn run'");

    /// <summary>Checks the task of a model.</summary>
    /// <exception cref="ToolException">The model is for another task.</exception>
    public static void RequireTask(Network network, string path, NetworkTask task, string what)
    {
        if (network.Task != task)
        {
            throw new ToolException($"{path}: the task of this model is '{TaskName(network.Task)}'; {what} needs '{TaskName(task)}'");
        }
    }

    /// <summary>The names of the columns that a model reads; null if they are unknown.</summary>
    public static IReadOnlyList<string>? ColumnNames(Network network)
    {
        if (network.Input is VectorInput { Names: IReadOnlyList<string> names })
        {
            return names;
        }

        // The input of an MLP that forecasts is a whole window, so only its metadata have the names of a row.
        JsonElement data = TrainingData(network);
        return network.Forecast is ForecastShape shape
            && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("columns", out JsonElement columns)
            && columns.ValueKind == JsonValueKind.Array
            && columns.GetArrayLength() == shape.Columns
            && columns.EnumerateArray().All(column => column.ValueKind == JsonValueKind.String)
            ? [.. columns.EnumerateArray().Select(column => column.GetString()!)]
            : null;
    }

    /// <summary>The trainer's description of its data in the metadata; undefined if there is none.</summary>
    public static JsonElement TrainingData(Network network)
    {
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        return metadata.RootElement.TryGetProperty("training", out JsonElement training)
            && training.ValueKind == JsonValueKind.Object
            && training.TryGetProperty("data", out JsonElement data)
            ? data.Clone()
            : default;
    }

    /// <summary>The name of a task in model files.</summary>
    public static string TaskName(NetworkTask task) => Words.Of(task);
}
