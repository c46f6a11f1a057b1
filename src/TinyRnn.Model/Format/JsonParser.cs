namespace TinyRnn.Model;

/// <summary>
/// A strict parser of one JSON document (RFC 8259) that keeps the place of every value. The generator must not carry a JSON library, and no library
/// gives these places, so the reader has a parser of its own. Depth and number of values are limited: no file makes the parser use more than a fixed
/// amount of memory beyond the text itself.
/// </summary>
internal sealed class JsonParser
{
    public const int MaximumDepth = 32;
    public const int MaximumValues = 1_000_000;

    private const string HalfPair = "half a surrogate pair inside a string; a character above U+FFFF needs both halves";

    private readonly string _path;
    private readonly TextSource _text;
    private int _position;
    private int _values;

    private JsonParser(TextSource text, string path)
    {
        _text = text;
        _path = path;
    }

    public static JsonValue Parse(TextSource text, string path)
    {
        JsonParser parser = new(text, path);
        parser.SkipWhitespace();
        JsonValue document = parser.ParseValue(0);
        parser.SkipWhitespace();
        if (parser._position < text.Length)
        {
            throw parser.Error($"{parser.DescribeCharacter()} after the end of the document, where nothing is expected");
        }

        return document;
    }

    private JsonValue ParseValue(int depth)
    {
        if (++_values > MaximumValues)
        {
            throw Error($"more than {MaximumValues} JSON values", ModelErrorCode.TooLarge);
        }

        if (_position == _text.Length)
        {
            throw Error("the file ends where a value is expected");
        }

        switch (_text[_position])
        {
            case '{': return ParseObject(depth + 1);
            case '[': return ParseArray(depth + 1);
            case '"': return ParseString();
            case 't': return ParseLiteral("true", JsonKind.True);
            case 'f': return ParseLiteral("false", JsonKind.False);
            case 'n': return ParseLiteral("null", JsonKind.Null);
            case '-' or (>= '0' and <= '9'): return ParseNumber();
            default: throw Error($"unexpected {DescribeCharacter()} where a value is expected");
        }
    }

    private JsonValue ParseObject(int depth)
    {
        CheckDepth(depth);
        JsonValue value = new(JsonKind.Object, _position++);
        List<JsonMember>? members = null;
        SkipWhitespace();
        while (!TryTake('}'))
        {
            if (members is not null)
            {
                Expect(',', "',' or '}'");
                SkipWhitespace();
            }

            if (_position == _text.Length || _text[_position] != '"')
            {
                throw Error($"{DescribeCharacter()} where a field name in double quotes is expected");
            }

            JsonValue name = ParseString();
            SkipWhitespace();
            Expect(':', "':'");
            SkipWhitespace();
            (members ??= []).Add(new JsonMember(name.GetString(_text), name.Start, name.End, ParseValue(depth)));
            SkipWhitespace();
        }

        if (members is not null)
        {
            value.Members = members;
        }

        value.End = _position;
        return value;
    }

    private JsonValue ParseArray(int depth)
    {
        CheckDepth(depth);
        JsonValue value = new(JsonKind.Array, _position++);
        List<JsonValue>? items = null;
        SkipWhitespace();
        while (!TryTake(']'))
        {
            if (items is not null)
            {
                Expect(',', "',' or ']'");
                SkipWhitespace();
            }

            (items ??= []).Add(ParseValue(depth));
            SkipWhitespace();
        }

        if (items is not null)
        {
            value.Items = items;
        }

        value.End = _position;
        return value;
    }

    private JsonValue ParseString()
    {
        JsonValue value = new(JsonKind.String, _position++);
        int highSurrogate = -1;
        while (true)
        {
            if (highSurrogate < 0)
            {
                _position = _text.FindNotPlain(_position);
            }

            if (_position == _text.Length)
            {
                throw new ModelFormatException(
                    ModelErrorCode.Syntax, "the file ends inside this string", _path, _text, value.Start, _text.Length - value.Start);
            }

            char c = _text[_position];
            if (c == '"')
            {
                break;
            }

            int start = _position;
            if (c == '\\')
            {
                value.HasEscapes = true;
                c = ParseEscape();
            }
            else if (c < ' ')
            {
                throw Error($"{DescribeCharacter()} inside a string; it must be escaped");
            }
            else
            {
                _position++;
            }

            if ((highSurrogate >= 0) != char.IsLowSurrogate(c))
            {
                _position = highSurrogate >= 0 ? highSurrogate : start;
                throw Error(HalfPair);
            }

            highSurrogate = char.IsHighSurrogate(c) ? start : -1;
        }

        if (highSurrogate >= 0)
        {
            _position = highSurrogate;
            throw Error(HalfPair);
        }

        value.End = ++_position;
        return value;
    }

    private char ParseEscape()
    {
        char escape = _position + 1 < _text.Length ? _text[_position + 1] : '\0';
        if (escape == 'u')
        {
            int code = 0;
            for (int i = 2; i < 6; i++)
            {
                int digit = _position + i < _text.Length ? HexDigit(_text[_position + i]) : -1;
                if (digit < 0)
                {
                    throw Error("\\u needs four hexadecimal digits");
                }

                code = (code << 4) | digit;
            }

            _position += 6;
            return (char)code;
        }

        if ("\"\\/bfnrt".IndexOf(escape) < 0)
        {
            throw Error("unknown escape in a string; after '\\' one of \" \\ / b f n r t u is expected");
        }

        _position += 2;
        return ' ';
    }

    private JsonValue ParseNumber()
    {
        JsonValue value = new(JsonKind.Number, _position);
        TryTake('-');
        if (!TryTake('0'))
        {
            TakeDigits();
        }

        if (TryTake('.'))
        {
            TakeDigits();
        }

        if (TryTake('e') || TryTake('E'))
        {
            if (!TryTake('+'))
            {
                TryTake('-');
            }

            TakeDigits();
        }

        value.End = _position;
        return value;
    }

    private void TakeDigits()
    {
        int start = _position;
        while (_position < _text.Length && _text[_position] is >= '0' and <= '9')
        {
            _position++;
        }

        if (_position == start)
        {
            throw Error($"{DescribeCharacter()} where a digit is expected");
        }
    }

    private JsonValue ParseLiteral(string literal, JsonKind kind)
    {
        if (literal.Length > _text.Length - _position || _text.Substring(_position, literal.Length) != literal)
        {
            throw Error($"unexpected {DescribeCharacter()} where a value is expected");
        }

        JsonValue value = new(kind, _position);
        _position += literal.Length;
        value.End = _position;
        return value;
    }

    private void CheckDepth(int depth)
    {
        if (depth > MaximumDepth)
        {
            throw Error($"more than {MaximumDepth} levels of nesting", ModelErrorCode.TooLarge);
        }
    }

    private bool TryTake(char c)
    {
        if (_position < _text.Length && _text[_position] == c)
        {
            _position++;
            return true;
        }

        return false;
    }

    private void Expect(char c, string expected)
    {
        if (!TryTake(c))
        {
            throw Error($"{DescribeCharacter()} where {expected} is expected");
        }
    }

    private void SkipWhitespace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\r' or '\n')
        {
            _position++;
        }
    }

    private string DescribeCharacter() => _position == _text.Length
        ? "the end of the file"
        : _text[_position] is > ' ' and < '\x7f' ? $"'{_text[_position]}'" : FormattableString.Invariant($"U+{(int)_text[_position]:X4}");

    private static int HexDigit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    private ModelFormatException Error(string reason, ModelErrorCode code = ModelErrorCode.Syntax) =>
        new(code, reason, _path, _text, _position, _position < _text.Length ? 1 : 0);
}
