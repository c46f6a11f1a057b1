using System.Globalization;
using System.Text;

namespace TinyRnn.Model;

internal enum JsonKind
{
    Null,
    True,
    False,
    Number,
    String,
    Array,
    Object,
}

/// <summary>
/// One value of a parsed document. Scalars are slices of the text, so a payload of megabytes is not copied before its length has been checked, and
/// every value knows its place for error messages.
/// </summary>
internal sealed class JsonValue(JsonKind kind, int start)
{
    private static readonly JsonValue[] NoItems = [];
    private static readonly JsonMember[] NoMembers = [];

    public JsonKind Kind { get; } = kind;

    public int Start { get; } = start;

    public int End { get; set; }

    /// <summary>Whether a string contains escapes, so that its raw slice differs from its value.</summary>
    public bool HasEscapes { get; set; }

    public IReadOnlyList<JsonValue> Items { get; set; } = NoItems;

    public IReadOnlyList<JsonMember> Members { get; set; } = NoMembers;

    public string Describe() => Kind switch
    {
        JsonKind.Null => "null",
        JsonKind.True or JsonKind.False => "a boolean",
        JsonKind.Number => "a number",
        JsonKind.String => "a string",
        JsonKind.Array => "an array",
        _ => "an object",
    };

    public string GetRaw(TextSource text) => text.Substring(Start, End - Start);

    public string GetString(TextSource text)
    {
        string raw = text.Substring(Start + 1, End - Start - 2);
        return HasEscapes ? Unescape(raw) : raw;
    }

    public bool TryGetInt32(TextSource text, out int value) =>
        int.TryParse(GetRaw(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public bool TryGetSingle(TextSource text, out float value) =>
        float.TryParse(GetRaw(text), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && !float.IsNaN(value) && !float.IsInfinity(value);

    public bool TryGetDouble(TextSource text, out double value) =>
        double.TryParse(GetRaw(text), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && !double.IsNaN(value) && !double.IsInfinity(value);

    // The parser has checked every escape, so none can fail here.
    private static string Unescape(string raw)
    {
        StringBuilder value = new(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                value.Append(raw[i]);
                continue;
            }

            i++;
            switch (raw[i])
            {
                case 'b': value.Append('\b'); break;
                case 'f': value.Append('\f'); break;
                case 'n': value.Append('\n'); break;
                case 'r': value.Append('\r'); break;
                case 't': value.Append('\t'); break;
                case 'u':
                    value.Append((char)int.Parse(raw.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    i += 4;
                    break;
                default: value.Append(raw[i]); break;
            }
        }

        return value.ToString();
    }
}

/// <summary>A member of an object: its name, the place of the name, and the value.</summary>
internal sealed class JsonMember(string name, int nameStart, int nameEnd, JsonValue value)
{
    public string Name { get; } = name;

    public int NameStart { get; } = nameStart;

    public int NameEnd { get; } = nameEnd;

    public JsonValue Value { get; } = value;
}
