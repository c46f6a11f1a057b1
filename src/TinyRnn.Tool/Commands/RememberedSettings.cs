using System.Text;
using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Commands;

/// <summary>The options of its training that a model remembers. An option on the command line wins.</summary>
internal static class RememberedSettings
{
    /// <summary>Finds an option of the training by its name without dashes; null where it was not given, or another tool trained the model.</summary>
    public static string? Find(Network network, string name) =>
        Read(network, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Whether a language model learned from bytes.</summary>
    public static bool IsOfBytes(Network network) => Read(network, "bytes").ValueKind == JsonValueKind.True;

    // Undefined where there is none.
    private static JsonElement Read(Network network, string name)
    {
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        return metadata.RootElement.TryGetProperty(TrainingConfiguration.MetadataName, out JsonElement configuration)
            && configuration.ValueKind == JsonValueKind.Object
            && configuration.TryGetProperty(name, out JsonElement value)
            ? value.Clone()
            : default;
    }

    /// <summary>The format of a CSV file. The training file's format fills in what the user leaves out.</summary>
    public static CsvForm AddTo(CsvForm form, Network network)
    {
        char? delimiter = Find(network, "delimiter") is string text ? CsvArguments.FindDelimiter(text) : null;
        char? point = Find(network, "decimal") is "." or "," ? Find(network, "decimal")![0] : null;
        Encoding? encoding = Find(network, "encoding") is string name ? CsvArguments.FindEncoding(name) : null;
        return delimiter is null && point is null && encoding is null ? form : form with { Remembered = new CsvForm(delimiter, point, encoding) };
    }

    /// <summary>How to treat rows with the same time.</summary>
    public static DuplicateTimes Duplicates(Network network) =>
        Enum.TryParse(Find(network, "duplicates"), ignoreCase: true, out DuplicateTimes duplicates) ? duplicates : DuplicateTimes.Error;
}
