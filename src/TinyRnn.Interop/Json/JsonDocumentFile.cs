using System.Text;
using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>A JSON document of another tool; its errors give line and column.</summary>
internal sealed class JsonDocumentFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ImportSource _source;
    private readonly string _what;

    private JsonDocumentFile(ImportSource source, string text, string what)
    {
        _source = source;
        _what = what;
        Text = text;
        try
        {
            Root = JsonParser.Parse(text, source.Path);
        }
        catch (ModelFormatException e)
        {
            throw source.Error(Place(e.Line, e.Column), e.Reason);
        }
    }

    private JsonDocumentFile(JsonDocumentFile whole, JsonValue root)
    {
        _source = whole._source;
        _what = whole._what;
        Text = whole.Text;
        Root = root;
    }

    public ImportSource Source => _source;

    public string Text { get; }

    public JsonValue Root { get; }

    /// <summary>Whether the first character other than white space is a brace.</summary>
    public static bool IsObject(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> content = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        return content.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
    }

    /// <summary>Parses some bytes of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="bytes">The document in UTF-8, with or without a byte-order mark.</param>
    /// <param name="what">What these bytes are, for errors; empty for the whole file.</param>
    /// <exception cref="ImportException">The bytes are not JSON.</exception>
    public static JsonDocumentFile Parse(ImportSource source, ReadOnlySpan<byte> bytes, string what)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw source.Error(what, $"byte {e.Index} is not UTF-8");
        }

        return new JsonDocumentFile(source, text, what);
    }

    /// <summary>A value of the document as a document of its own, with its places in the whole document.</summary>
    public JsonDocumentFile Inside(JsonValue root) => new(this, root);

    public ImportException Error(JsonValue at, string reason)
    {
        TextPosition position = TextPosition.Of(Text, at.Start);
        return _source.Error(Place(position.Line, position.Column), reason);
    }

    /// <summary>A member of an object, or null.</summary>
    /// <exception cref="ImportException">The member appears more than once.</exception>
    public JsonValue? Find(JsonValue value, string name)
    {
        JsonValue? found = null;
        foreach (JsonMember member in value.Members)
        {
            if (member.Name == name)
            {
                found = found is null ? member.Value : throw Error(member.Value, $"duplicate field '{name}'");
            }
        }

        return found;
    }

    public JsonValue Require(JsonValue value, string name, JsonKind kind, string expected)
    {
        JsonValue found = Find(value, name) ?? throw Error(value, $"the field '{name}' is missing; {expected} was expected");
        return found.Kind == kind ? found : throw Error(found, $"'{name}' is {found.Describe()}; {expected} was expected");
    }

    public string? FindString(JsonValue value, string name) =>
        Find(value, name) is not JsonValue found || found.Kind == JsonKind.Null ? null
        : found.Kind == JsonKind.String ? found.GetString(Text)
        : throw Error(found, $"'{name}' is {found.Describe()}; a string was expected");

    public int? FindInteger(JsonValue value, string name)
    {
        if (Find(value, name) is not JsonValue found || found.Kind == JsonKind.Null)
        {
            return null;
        }

        // Python writes whole numbers as 1, 1.0 or true.
        return found.Kind == JsonKind.True ? 1
            : found.Kind == JsonKind.False ? 0

                : found.Kind == JsonKind.Number && found.TryGetSingle(Text, out float number) && number == MathF.Floor(number) && MathF.Abs(number) <= 1 << 24
                ? (int)number
            : throw Error(found, $"'{name}' must be a whole number");
    }

    public float? FindNumber(JsonValue value, string name) =>
        Find(value, name) is not JsonValue found || found.Kind == JsonKind.Null ? null : Number(found);

    public float Number(JsonValue value) => value.Kind == JsonKind.Number && value.TryGetSingle(Text, out float number)
        ? number
        : throw Error(value, $"a finite number was expected, not {value.Describe()}");

    /// <summary>The shape of nested arrays of numbers, with rows of one length; <see cref="Numbers"/> checks the numbers.</summary>
    public int[] Shape(JsonValue value, int maximumRank = 4)
    {
        List<int> shape = [];
        JsonValue level = value;
        while (level.Kind == JsonKind.Array)
        {
            if (shape.Count == maximumRank)
            {
                throw Error(level, $"arrays are nested more than {maximumRank} deep");
            }

            shape.Add(level.Items.Count);
            if (level.Items.Count == 0)
            {
                break;
            }

            level = level.Items[0];
        }

        return [.. shape];
    }

    /// <summary>The numbers of nested arrays of this shape, row-major.</summary>
    /// <exception cref="ImportException">A row has another length, or an element is not a finite number.</exception>
    public float[] Numbers(JsonValue value, ReadOnlySpan<int> shape)
    {
        // There cannot be more numbers than the document has characters.
        List<float> numbers = [];
        Collect(value, shape, numbers);
        return [.. numbers];
    }

    private void Collect(JsonValue value, ReadOnlySpan<int> shape, List<float> numbers)
    {
        if (shape.IsEmpty)
        {
            numbers.Add(Number(value));
            return;
        }

        if (value.Kind != JsonKind.Array || value.Items.Count != shape[0])
        {
            throw Error(value, $"an array of {shape[0]} was expected, not {(value.Kind == JsonKind.Array ? $"one of {value.Items.Count}" : value.Describe())}");
        }

        foreach (JsonValue item in value.Items)
        {
            Collect(item, shape[1..], numbers);
        }
    }

    private string Place(int line, int column) => $"{(_what.Length == 0 ? "" : _what + ", ")}line {line}, column {column}";
}
