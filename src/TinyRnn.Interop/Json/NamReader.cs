using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>
/// Reads Neural Amp Modeler's files (.nam, https://github.com/sdatkinson/neural-amp-modeler) of the architectures LSTM, WaveNet, ConvNet and Linear:
/// <c>config</c> has the sizes, and <c>weights</c> is one list of numbers.
/// </summary>
internal static class NamReader
{
    private const string Lstm = "LSTM";
    private const string WaveNet = "WaveNet";
    private const string ConvNet = "ConvNet";
    private const string Linear = "Linear";

    // The rate that players assume if the file gives none.
    private const float DefaultRate = 48_000f;

    /// <summary>Whether a document has the fields of such a file.</summary>
    public static bool Recognizes(JsonDocumentFile file) =>
        file.Find(file.Root, "architecture") is { Kind: JsonKind.String } && file.Find(file.Root, "config") is { Kind: JsonKind.Object };

    /// <exception cref="ImportException">The architecture is not supported, or sizes and weights do not fit.</exception>
    public static ImportResult Read(ImportSource source, JsonDocumentFile file, ImportOptions options)
    {
        JsonValue place = file.Require(file.Root, "architecture", JsonKind.String, "the name of an architecture");
        string architecture = place.GetString(file.Text);
        JsonValue config = file.Require(file.Root, "config", JsonKind.Object, "the sizes of the network");
        NetworkBuilder builder = new(source, Named(file, options), "Neural Amp Modeler") { Steps = OutputSteps.Every, SourceNoun = "array" };
        switch (architecture)
        {
            case Lstm:
                NamLstm.Read(file, config, builder);
                KeepMetadata(file, builder);
                builder.Note("players run half a second of silence before the first sample; here the first step starts from the state in the file");
                break;
            case WaveNet:
                EndConvolutions(file, builder, NamWaveNet.Read(file, config, builder));
                break;
            case ConvNet:
                EndConvolutions(file, builder, NamConvNet.Read(file, config, builder));
                break;
            case Linear:
                NamConvNet.ReadLinear(file, config, builder);
                KeepMetadata(file, builder);
                break;
            default:
                throw file.Error(place, Refusal(architecture));
        }

        return builder.Build();
    }

    private static void EndConvolutions(JsonDocumentFile file, NetworkBuilder builder, int reach)
    {
        KeepMetadata(file, builder);
        builder.Note($"the first step is one after silence: players run {reach} samples of it before the first one");
    }

    /// <summary>Fails if a configuration has a field that its architecture does not have: a field ignored by mistake would give wrong
    /// results.</summary>
    public static void CheckFields(JsonDocumentFile file, JsonValue config, string architecture, params string[] fields)
    {
        foreach (JsonMember field in config.Members)
        {
            if (!fields.Contains(field.Name) && field.Value.Kind is not (JsonKind.Null or JsonKind.False))
            {
                string found = $"'config' has the field {ImportSource.Quote(field.Name)}, which {architecture} does not have, so its effect is not known";
                throw file.Error(field.Value, $"{found}; {string.Join(", ", fields)} were expected");
            }
        }
    }

    /// <summary>A size of the configuration.</summary>
    public static int Size(JsonDocumentFile file, JsonValue config, string field)
    {
        int? size = file.FindInteger(config, field);
        return size is > 0 and <= FieldReader.MaximumSize ? size.Value
            : throw file.Error(
                config, $"'{field}' is {(size is int given ? $"{given}" : "missing")}; a whole number from 1 to {FieldReader.MaximumSize} was expected");
    }

    /// <summary>A count with its noun.</summary>
    public static string Plural(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Refusal(string architecture)
    {
        string what = architecture switch
        {
            "CatWaveNet" => "which is made of convolutions over time",
            "SlimmableContainer" => "which holds several models",
            _ => "which is not known",
        };
        return $"the model has Neural Amp Modeler's architecture {ImportSource.Quote(architecture)}, {what}; "
            + $"TinyRnn reads .nam files of the architectures '{Lstm}', '{WaveNet}', '{ConvNet}' and '{Linear}': train one of these";
    }

    // The name of the amplifier says more than the file name.
    private static ImportOptions Named(JsonDocumentFile file, ImportOptions options) =>
        options.Name is null && Metadata(file) is JsonValue metadata && file.Find(metadata, "name") is { Kind: JsonKind.String } name
        && name.GetString(file.Text) is string text && !string.IsNullOrWhiteSpace(text)
            ? options with { Name = ModelText.Shorten(text) }
            : options;

    private static JsonValue? Metadata(JsonDocumentFile file) => file.Find(file.Root, "metadata") is { Kind: JsonKind.Object } metadata ? metadata : null;

    // Everything that the file says about the amplifier and its levels, under its names in the file.
    private static void KeepMetadata(JsonDocumentFile file, NetworkBuilder builder)
    {
        JsonWriter writer = new();
        writer.StartObject();
        writer.StartObject("nam");
        foreach (string field in new[] { "version", "sample_rate", "metadata" })
        {
            if (file.Find(file.Root, field) is { Kind: not JsonKind.Null } value)
            {
                writer.WriteRaw(field, value.GetRaw(file.Text));
            }
        }

        writer.EndObject();
        writer.EndObject();
        builder.MetadataJson = writer.Finish().TrimEnd();
        float? rate = file.FindNumber(file.Root, "sample_rate");
        builder.Note(rate is null
            ? $"a step is one sample; the file names no sample rate, so players assume {DefaultRate} Hz"
            : $"a step is one sample at {rate} Hz");
    }
}
