using System.Globalization;
using System.Text.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>What TinyRnn's exporter stores beside the graph, in the entry <c>tinyrnn</c> of the file's metadata: everything that ONNX has no place
/// for.</summary>
internal sealed class OnnxMetadata
{
    /// <summary>The entry's key.</summary>
    public const string Key = "tinyrnn";

    /// <summary>The field of an input of words or plain tokens, as in a model file.</summary>
    public const string InputField = "input";

    private readonly string[] _names = [];
    private readonly BiasForm[] _biases = [];

    public OnnxMetadata(ImportSource source, OnnxFile file, ImportOptions options)
    {
        Options = options;
        if (!file.Metadata.TryGetValue(Key, out string? text))
        {
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            HasOutputScaling = root.TryGetProperty("outputScaling", out JsonElement scaled) && scaled.GetBoolean();
            MetadataJson = root.TryGetProperty("metadata", out JsonElement metadata) ? metadata.GetRawText() : Network.NoMetadata;
            if (root.TryGetProperty("layers", out JsonElement layers))
            {
                _names = [.. layers.EnumerateArray().Select(layer => layer.GetProperty("name").GetString() ?? "")];
                _biases = [
                    .. layers.EnumerateArray().Select(layer => layer.TryGetProperty("bias", out JsonElement bias)
                        && Words.BiasForms.TryGetValue(bias.GetString() ?? "", out BiasForm form) ? form : BiasForm.Separate)];
            }

            Options = options with
            {
                Name = options.Name ?? Text(root, "name"),
                Task = options.Task ?? (Word(root, "task", Words.Tasks)),
                OutputSteps = options.OutputSteps ?? Word(root, "steps", Words.OutputSteps),
                Labels = options.Labels ?? Texts(root, "labels"),
                InputNames = options.InputNames ?? Texts(root, "inputNames"),
                Window = options.Window ?? Number(root, "window"),
                Horizon = options.Horizon ?? Number(root, "horizon"),
                Target = options.Target ?? Target(root),
                Known = options.Known ?? Known(root),
            };
            if (!options.TellsTokens && root.TryGetProperty(InputField, out JsonElement input))
            {
                string raw = input.GetRawText();
                FieldReader fields = new(new ModelText(raw, source.Path), JsonParser.Parse(raw, source.Path), "the input");
                Options = Options with { InputOfFile = InputFields.Read(fields, NetworkReader.FormatVersion) as TokenInput };
            }

            if (!options.TellsTokens && Text(root, "vocabulary") is string vocabulary)
            {
                Options = Options with
                {
                    Vocabulary = vocabulary,
                    Normalization = Word(root, "normalization", Words.Normalizations) ?? TextNormalization.None,
                    Unknown = Word(root, "unknown", Words.UnknownCharacters) ?? UnknownCharacter.Error,
                    Replacement = Text(root, "replacement"),
                };
            }
        }
        catch (Exception e) when (
            e is ModelFormatException or InvalidNetworkException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw source.Error($"metadata '{Key}'", "is not what TinyRnn's exporter writes; remove the entry to import only the graph");
        }
    }

    /// <summary>The options, completed with the metadata where they say nothing.</summary>
    public ImportOptions Options { get; }

    /// <summary>Whether the graph ends with the conversion to the user's units.</summary>
    public bool HasOutputScaling { get; }

    /// <summary>The network's own metadata.</summary>
    public string MetadataJson { get; } = Network.NoMetadata;

    /// <summary>The name of a layer, if it is known.</summary>
    public string? NameOf(int layer) => layer < _names.Length && _names[layer].Length > 0 ? _names[layer] : null;

    /// <summary>The biases that a layer had.</summary>
    public BiasForm BiasOf(int layer) => layer < _biases.Length ? _biases[layer] : BiasForm.Separate;

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    // The exporter writes the index of the column; the option counts columns from 1.
    private static string? Target(JsonElement root) =>
        Text(root, "target") is string text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? (index + 1).ToString(CultureInfo.InvariantCulture)
            : Text(root, "target");

    private static List<string>? Known(JsonElement root) => root.TryGetProperty("known", out JsonElement value)
        ? [.. value.EnumerateArray().Select(one => (one.GetInt32() + 1).ToString(CultureInfo.InvariantCulture))]
        : null;

    private static int? Number(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : null;

    private static List<string>? Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? [.. value.EnumerateArray().Select(one => one.GetString() ?? "")] : null;

    private static T? Word<T>(JsonElement root, string name, Dictionary<string, T> words)
        where T : struct => Text(root, name) is string word && words.TryGetValue(word, out T value) ? value : null;
}
