using System.Text;
using System.Text.Json;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Data;

/// <summary>A field of a configuration file with its place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of its value.</param>
/// <param name="Text">The value: a string without quotes and escapes, other values as the file has them.</param>
/// <param name="Place">File, line and column of the value, for errors.</param>
internal sealed record ConfigurationField(string Name, JsonTokenType Kind, string Text, string Place)
{
    /// <summary>The value as a command line writes it.</summary>
    /// <param name="type">The expected type.</param>
    /// <exception cref="ToolException">It is of another kind.</exception>
    public string GetText(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        bool isRight = Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => Kind is JsonTokenType.True or JsonTokenType.False,
            TypeCode.String => Kind == JsonTokenType.String,
            TypeCode.Single or TypeCode.Double => Kind == JsonTokenType.Number,
            _ => Kind == JsonTokenType.Number && !Text.AsSpan().ContainsAny(".eE"),
        };
        return isRight ? Text : throw Error($"'{Name}' must be {Expected(type)}, not {Actual()}");
    }

    /// <summary>Makes an error with this field's place.</summary>
    public ToolException Error(string reason) => new($"{Place}: {reason}");

    private static string Expected(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "true or false",
        TypeCode.String => "a string",
        TypeCode.Single or TypeCode.Double => "a number",
        _ => "a whole number",
    };

    private string Actual() => Kind switch
    {
        JsonTokenType.String => "a string",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        _ => Text,
    };
}

/// <summary>Reads a JSON file of settings: one object whose fields are strings, numbers, true or false.</summary>
internal static class ConfigurationFile
{
    private const int MaximumBytes = 1 << 20;

    /// <exception cref="ToolException">The file is missing, too long, or not such an object. The message names line and column.</exception>
    public static IReadOnlyList<ConfigurationField> Read(string path)
    {
        InputFile.Check(path, "a JSON file of settings was expected");
        FileInfo file = new(path);
        if (file.Length > MaximumBytes)
        {
            throw new ToolException($"{path}: has {file.Length} bytes; at most {MaximumBytes} were expected");
        }

        byte[] json = File.ReadAllBytes(path);
        try
        {
            return Read(json, path);
        }
        catch (JsonException e)
        {
            string reason = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw new ToolException(FormattableString.Invariant($"{path}({e.LineNumber + 1},{e.BytePositionInLine + 1}): {reason}"));
        }
        catch (InvalidOperationException)
        {
            // The reader's error about a string that is not UTF-8 has no place.
            throw new ToolException($"{path}: holds a string that is not UTF-8");
        }
    }

    private static List<ConfigurationField> Read(ReadOnlySpan<byte> json, string path)
    {
        ReadOnlySpan<byte> mark = "\uFEFF"u8;
        int start = json.StartsWith(mark) ? mark.Length : 0;
        json = json[start..];
        Utf8JsonReader reader = new(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ToolException($"{Place(json, 0, path)}: an object of settings was expected");
        }

        List<ConfigurationField> fields = [];
        HashSet<string> names = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string place = Place(json, reader.TokenStartIndex, path);
            string name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw new ToolException($"{place}: duplicate field '{name}'");
            }

            reader.Read();
            string text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
            fields.Add(new ConfigurationField(name, reader.TokenType, text, Place(json, reader.TokenStartIndex, path)));
            reader.Skip();
        }

        // The reader checks that only white space follows.
        reader.Read();
        return fields;
    }

    private static string Place(ReadOnlySpan<byte> json, long offset, string path)
    {
        ReadOnlySpan<byte> before = json[..(int)offset];
        int line = before.Count((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return FormattableString.Invariant($"{path}({line},{column})");
    }
}
