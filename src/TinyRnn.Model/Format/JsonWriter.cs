using System.Globalization;
using System.Text;

namespace TinyRnn.Model;

/// <summary>Writes the JSON of a model file: indented, culture-invariant, with floats that read back to the same bits.</summary>
/// <param name="write">Receives the text in parts, which the writer then drops; null to get the whole text at the end.</param>
/// <param name="hasBitsOfFloats">Whether floats are written as the hexadecimal digits of their bits, which are the same on every runtime; for text
/// that is hashed and not read.</param>
internal sealed class JsonWriter(Action<string>? write = null, bool hasBitsOfFloats = false)
{
    // Base64 written in parts must be split between groups of three bytes.
    private const int PartBytes = 3 * 16_384;

    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _needsComma;

    /// <summary>Writes everything before the next member, including comma and indentation: the text that the checksum covers.</summary>
    public void StartNextMember()
    {
        StartItem();
        _needsComma = false;
        WritePart();
    }

    /// <summary>Adds a member after <see cref="StartNextMember"/>.</summary>
    public void WriteStartedString(string name, string value)
    {
        AppendQuoted(name);
        _text.Append(": ");
        AppendQuoted(value);
        _needsComma = true;
    }

    public void StartObject(string? name = null) => Start(name, '{');

    public void EndObject() => End('}');

    public void StartArray(string name) => Start(name, '[');

    public void EndArray() => End(']');

    public void WriteString(string name, string value)
    {
        StartMember(name);
        AppendQuoted(value);
    }

    public void WriteRaw(string name, string json)
    {
        StartMember(name);
        _text.Append(json);
    }

    public void WriteNumber(string name, int value)
    {
        StartMember(name);
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
    }

    public void WriteNumber(string name, float value)
    {
        StartMember(name);
        _text.Append(TextOf(value));
    }

    public void WriteNumber(string name, double value)
    {
        StartMember(name);
        _text.Append(TextOf(value));
    }

    public void WriteBoolean(string name, bool value)
    {
        StartMember(name);
        _text.Append(value ? "true" : "false");
    }

    public void WriteStrings(string name, IEnumerable<string> values)
    {
        StartArray(name);
        foreach (string value in values)
        {
            StartItem();
            AppendQuoted(value);
        }

        EndArray();
    }

    public void WriteNumbers(string name, IEnumerable<float> values)
    {
        StartMember(name);
        _text.Append('[');
        _text.Append(string.Join(", ", values.Select(TextOf)));
        _text.Append(']');
    }

    public void WriteNumbers(string name, IEnumerable<double> values)
    {
        StartMember(name);
        _text.Append('[');
        _text.Append(string.Join(", ", values.Select(TextOf)));
        _text.Append(']');
    }

    public void WriteNumbers(string name, IEnumerable<int> values)
    {
        StartMember(name);
        _text.Append('[');
        _text.Append(string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture))));
        _text.Append(']');
    }

    /// <summary>Writes bytes as base64 in a string.</summary>
    public void WriteBase64(string name, byte[] bytes)
    {
        StartMember(name);
        _text.Append('"');
        for (int start = 0; start < bytes.Length; start += PartBytes)
        {
            _text.Append(Convert.ToBase64String(bytes, start, Math.Min(PartBytes, bytes.Length - start)));
            WritePart();
        }

        _text.Append('"');
    }

    /// <summary>Ends the document.</summary>
    /// <returns>The text that was not passed on in parts.</returns>
    public string Finish()
    {
        _text.Append('\n');
        WritePart();
        return _text.ToString();
    }

    private void WritePart()
    {
        if (write is not null)
        {
            write(_text.ToString());
            _text.Clear();
        }
    }

    private string TextOf(float value) => hasBitsOfFloats
        ? BitConverter.ToUInt32(BitConverter.GetBytes(value), 0).ToString("x8", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private string TextOf(double value) => hasBitsOfFloats
        ? BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private void Start(string? name, char bracket)
    {
        if (name is not null)
        {
            StartMember(name);
        }
        else if (_depth > 0)
        {
            StartItem();
        }

        _text.Append(bracket);
        _depth++;
        _needsComma = false;
    }

    private void End(char bracket)
    {
        _depth--;
        _text.Append('\n').Append(' ', _depth * 2).Append(bracket);
        _needsComma = true;
    }

    private void StartMember(string name)
    {
        StartItem();
        AppendQuoted(name);
        _text.Append(": ");
    }

    private void StartItem()
    {
        if (_needsComma)
        {
            _text.Append(',');
        }

        _text.Append('\n').Append(' ', _depth * 2);
        _needsComma = true;
    }

    private void AppendQuoted(string value)
    {
        _text.Append('"');
        foreach (char c in value)
        {
            switch (c)
            {
                case '"': _text.Append("\\\""); break;
                case '\\': _text.Append("\\\\"); break;
                case '\n': _text.Append("\\n"); break;
                case '\r': _text.Append("\\r"); break;
                case '\t': _text.Append("\\t"); break;
                // U+2028, U+2029 and others: editors take them for a line end or cannot show them.
                case < ' ' or (>= '\x7f' and <= '\x9f') or '\u2028' or '\u2029' or '\ufeff':
                    _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default: _text.Append(c); break;
            }
        }

        _text.Append('"');
    }
}
