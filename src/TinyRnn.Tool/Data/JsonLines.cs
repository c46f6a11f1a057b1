using System.Text.Json;

namespace TinyRnn.Tool.Data;

/// <summary>Reads a file with one JSON object a line as a table. The fields are its columns, in the order of their first appearance.</summary>
internal static class JsonLines
{
    /// <summary>Reads the rows, the header first. A field that is missing or null is empty.</summary>
    /// <param name="path">The file's name, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="ToolException">A line is not a JSON object, or a field is an object or an array.</exception>
    public static CsvReading Read(string path, string text)
    {
        List<string> names = [];
        List<(Dictionary<string, string> Fields, long Line)> objects = [];
        long number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsWhiteSpace())
            {
                // An empty line is a gap, as in a CSV file, but not before the first row.
                if (objects.Count > 0)
                {
                    objects.Add(([], number));
                }

                continue;
            }

            objects.Add((ReadObject($"{path}({number})", line.ToString(), names), number));
        }

        CsvRow header = new([.. names], 1);
        IEnumerable<CsvRow> rows = objects.Select(one => new CsvRow([.. names.Select(name => one.Fields.GetValueOrDefault(name, ""))], one.Line));
        return CsvReading.Of(',', objects.Count == 0 ? [] : [header, .. rows]);
    }

    private static Dictionary<string, string> ReadObject(string place, string line, List<string> names)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ToolException($"{place}: is not a JSON object; one a line was expected, such as {{\"text\": \"...\", \"label\": \"...\"}}");
            }

            Dictionary<string, string> fields = [];
            foreach (JsonProperty field in document.RootElement.EnumerateObject())
            {
                if (!fields.TryAdd(field.Name, TextOf(place, field)))
                {
                    throw new ToolException($"{place}: has two fields '{field.Name}'; different names were expected");
                }

                if (!names.Contains(field.Name))
                {
                    names.Add(field.Name);
                }
            }

            return fields;
        }
        catch (JsonException e)
        {
            throw new ToolException($"{place}: is not a JSON object: {e.Message.Split(" LineNumber:")[0].TrimEnd('.')}");
        }
    }

    private static string TextOf(string place, JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.String => field.Value.GetString()!.Trim(),
        JsonValueKind.Null => "",
        JsonValueKind.Object => throw new ToolException($"{place}: field '{field.Name}' is an object; a string or a number was expected"),
        JsonValueKind.Array => throw new ToolException($"{place}: field '{field.Name}' is an array; a string or a number was expected"),
        _ => field.Value.GetRawText(),
    };
}
