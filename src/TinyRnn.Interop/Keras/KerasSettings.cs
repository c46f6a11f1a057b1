using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>The configuration of one Keras layer; all its fields are known.</summary>
internal sealed class KerasSettings
{
    private static readonly string[] Precisions = ["float32", "float64", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16"];

    private readonly ImportSource _source;

    /// <exception cref="ImportException">The layer is not an object of a Keras class, or has an unknown field.</exception>
    public KerasSettings(ImportSource source, JsonDocumentFile file, JsonValue layer)
    {
        _source = source;
        File = file;
        if (layer.Kind != JsonKind.Object)
        {
            throw file.Error(layer, $"a layer must be an object, not {layer.Describe()}");
        }

        Class = file.FindString(layer, "class_name") ?? throw file.Error(layer, "a layer needs a 'class_name'");
        Config = file.Require(layer, "config", JsonKind.Object, "a layer's configuration");
        Name = file.FindString(Config, "name") ?? Class;

        // A class of another package may have the name of a Keras class.
        if (file.FindString(layer, "module") is string module && !module.StartsWith("keras", StringComparison.Ordinal)
            && !module.Contains(".keras", StringComparison.Ordinal) && !module.StartsWith("tf_keras", StringComparison.Ordinal))
        {
            throw Error($"its class {ImportSource.Quote(Class)} is from {ImportSource.Quote(module)}; a class of Keras was expected");
        }

        if (file.FindString(layer, "registered_name") is string registered && registered != Class && registered != "keras>" + Class)
        {
            throw Error($"its class {ImportSource.Quote(Class)} is registered as {ImportSource.Quote(registered)}; a class of Keras was expected");
        }

        KerasFields.Check(source, file, Config, Class, Name);
    }

    public JsonDocumentFile File { get; }

    /// <summary>The class's name.</summary>
    public string Class { get; }

    /// <summary>The layer's name.</summary>
    public string Name { get; }

    public JsonValue Config { get; }

    /// <summary>The precision in which Keras computes; null for single precision.</summary>
    /// <exception cref="ImportException">The type is not a floating-point type.</exception>
    public string? Precision()
    {
        JsonValue? type = File.Find(Config, "dtype");
        if (type is null or { Kind: JsonKind.Null })
        {
            return null;
        }

        JsonValue? policy = type.Kind == JsonKind.Object ? File.Find(type, "config") is JsonValue config ? File.Find(config, "name") : null : type;
        string? name = policy is { Kind: JsonKind.String } ? policy.GetString(File.Text) : null;
        return Array.IndexOf(Precisions, name) >= 0
            ? name is "float32" or "float64" ? null : name
            : throw Error($"its 'dtype' is {(name is null ? type.Describe() : ImportSource.Quote(name))}; one of {string.Join(", ", Precisions)} was expected");
    }

    public ImportException Error(string reason) => _source.Error($"layer {ImportSource.Quote(Name)}", reason);

    /// <summary>Whether a field exists and is not null.</summary>
    public bool Has(string field) => File.Find(Config, field) is { Kind: not JsonKind.Null };

    public int Size(string field) =>
        File.FindInteger(Config, field) is int size and > 0 and <= FieldReader.MaximumSize
            ? size
            : throw Error($"'{field}' from 1 to {FieldReader.MaximumSize} was expected");

    public bool Flag(string field, bool otherwise) => File.FindInteger(Config, field) is int flag ? flag != 0 : otherwise;

    public float? Number(string field) => File.FindNumber(Config, field);

    public string? Text(string field) => File.FindString(Config, field);

    /// <summary>The layer within this one.</summary>
    public KerasSettings Inner(string field) => new(_source, File, File.Require(Config, field, JsonKind.Object, "the layer within it"));

    /// <summary>The layers within this one, in order.</summary>
    public IReadOnlyList<KerasSettings> InnerOnes(string field) =>
        [.. File.Require(Config, field, JsonKind.Array, "the layers within it").Items.Select(one => new KerasSettings(_source, File, one))];

    /// <summary>The single axis that a field names, as a number or in an array; null if it names none or several.</summary>
    public static int? AxisOf(JsonDocumentFile file, JsonValue value)
    {
        JsonValue? one = value.Kind == JsonKind.Array ? value.Items.Count == 1 ? value.Items[0] : null : value;
        return one is { Kind: JsonKind.Number } && one.TryGetInt32(file.Text, out int axis) ? axis : null;
    }

    /// <summary>Fails if the axis is not the last one, along which the values of a step lie.</summary>
    /// <param name="rank">The number of axes of the layer's input, including the batch; 0 if it is not known.</param>
    public void RequireLastAxis(int rank)
    {
        JsonValue? given = File.Find(Config, "axis");
        if (given is null or { Kind: JsonKind.Null })
        {
            return;
        }

        if (!(AxisOf(File, given) is int axis && (axis == -1 || (rank > 0 && axis == rank - 1))))
        {
            string found = given.Kind == JsonKind.Array
                ? $"[{string.Join(", ", given.Items.Select(item => KerasFields.Word(File, item)))}]"
                : KerasFields.Word(File, given);
            throw Error(
                $"its 'axis' is {ImportSource.Quote(found)}; the last{(rank > 0 ? $", -1 or {rank - 1}," : ", -1,")} was expected, along which the values "
                    + "of a step lie");
        }
    }
}
