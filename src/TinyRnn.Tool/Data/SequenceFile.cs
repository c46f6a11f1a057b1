using System.Text.Json;
using TinyRnn.Model;

namespace TinyRnn.Tool.Data;

/// <summary>A sequence to run: a text, or rows of numbers one after another.</summary>
/// <param name="Text">The text, or null.</param>
/// <param name="Values">The rows.</param>
/// <param name="Place">Its place in the file, for errors.</param>
internal sealed record InputSequence(string? Text, double[] Values, string Place)
{
    /// <summary>The rows in single precision, as networks read them.</summary>
    public float[] Singles => Array.ConvertAll(Values, value => (float)value);

    /// <summary>The sequence as a network runs it.</summary>
    /// <exception cref="ArgumentException">The network cannot read the text.</exception>
    public ModelSequence For(Network network) =>
        Text is string text ? ModelSequence.OfTokens(network.Tokens!.Encode(text)) : ModelSequence.OfValues(Singles);
}

/// <summary>The sequences of a JSON or CSV file.</summary>
internal sealed class SequenceFile
{
    private SequenceFile(string path, IReadOnlyList<InputSequence> sequences, bool isSingle)
    {
        Path = path;
        Sequences = sequences.Count > 0 ? sequences : throw new ToolException($"{path}: has no sequence");
        IsSingle = isSingle;
    }

    public string Path { get; }

    public IReadOnlyList<InputSequence> Sequences { get; }

    /// <summary>Whether the file is one sequence, not a list of them.</summary>
    public bool IsSingle { get; }

    /// <summary>The delimiter and the decimal sign of a CSV file of numbers; the usual ones for other files.</summary>
    public CsvSigns Signs { get; private init; } = CsvSigns.Default;

    /// <exception cref="ToolException">The file is missing or of another kind, or its sequences do not fit the network.</exception>
    public static SequenceFile Read(string path, Network network, CsvForm form) =>
        Read(path, network.Tokens is not null, RowSize(network), Models.ColumnNames(network), form);

    /// <summary>Reads sequences of rows of another size, such as a network's expected outputs.</summary>
    /// <exception cref="ToolException">The file is missing, of another kind, or a row has another size.</exception>
    public static SequenceFile ReadRows(string path, int size, CsvForm form) => Read(path, isText: false, size, names: null, form);

    private static SequenceFile Read(string path, bool isText, int size, IReadOnlyList<string>? names, CsvForm form)
    {
        bool isTable = DataInput.IsTable(path);
        return System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" when File.Exists(path) => ReadJson(path, isText, size),
            _ when isTable => isText ? ReadLines(path, form) : ReadCsv(path, size, names, form),
            _ when !File.Exists(path) => throw new ToolException($"{path}: no such file"),
            _ => throw new ToolException($"{path}: is not a .json, .jsonl, .csv or .parquet file"),
        };
    }

    private static SequenceFile ReadJson(string path, bool isText, int size)
    {
        using JsonDocument document = ParseJson(path);
        JsonElement root = document.RootElement;
        if (isText)
        {
            return root.ValueKind == JsonValueKind.String
                ? new SequenceFile(path, [new InputSequence(root.GetString(), [], "the text")], isSingle: true)
                : new SequenceFile(path, [.. Elements(path, root, "$").Select((text, i) => text.ValueKind == JsonValueKind.String
                    ? new InputSequence(text.GetString(), [], $"$[{i}]")
                    : throw new ToolException($"{path}: $[{i}] is not a string; this model reads texts"))], isSingle: false);
        }

        // One sequence is a list of rows, or of numbers if a row is one number. Several sequences are one level deeper.
        JsonElement first = Elements(path, root, "$").FirstOrDefault();
        bool isSingle = first.ValueKind == JsonValueKind.Number
            || (first.ValueKind == JsonValueKind.Array && first.EnumerateArray().FirstOrDefault().ValueKind != JsonValueKind.Array);
        return isSingle
            ? new SequenceFile(path, [ReadSequence(path, root, "$", size)], isSingle: true)
            : new SequenceFile(path, [.. Elements(path, root, "$").Select((sequence, i) => ReadSequence(path, sequence, $"$[{i}]", size))], isSingle: false);
    }

    // An MLP that forecasts reads a whole window in one step, but the file has the history row by row.
    private static int RowSize(Network network) => network.Forecast?.Columns ?? network.InputSize;

    private static JsonDocument ParseJson(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new ToolException($"{path}({e.LineNumber + 1},{e.BytePositionInLine + 1}): is not well-formed JSON");
        }
    }

    private static InputSequence ReadSequence(string path, JsonElement element, string place, int size)
    {
        List<double> values = [];
        int row = 0;
        foreach (JsonElement item in Elements(path, element, place))
        {
            string rowPlace = $"{place}[{row}]";
            int before = values.Count;
            if (item.ValueKind == JsonValueKind.Number)
            {
                values.Add(ReadNumber(path, item, rowPlace));
            }
            else
            {
                values.AddRange(Elements(path, item, rowPlace).Select((number, i) => ReadNumber(path, number, $"{rowPlace}[{i}]")));
            }

            CheckRow(values.Count - before, size, $"{path}: {rowPlace}");
            row++;
        }

        return new InputSequence(null, [.. values], place);
    }

    private static JsonElement.ArrayEnumerator Elements(string path, JsonElement element, string place) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray()
        : throw new ToolException($"{path}: {place} is not an array");

    private static double ReadNumber(string path, JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) && float.IsFinite((float)number)
            ? number
            : throw new ToolException($"{path}: {place} is not a finite number");

    // Each line is a text; in JSON lines it is the field 'text'.
    private static SequenceFile ReadLines(string path, CsvForm form)
    {
        string text = DataInput.Read(path, form, "one text a line was expected");
        if (DataInput.IsJsonLines(path, text))
        {
            CsvTable table = CsvTable.ReadTexts(path, form, _ => true);
            int column = table.IndexOf("text");
            return new SequenceFile(
                table.Path,
                [.. table.Rows.Where(row => row.Fields[column].Length > 0)
                    .Select(row => new InputSequence(row.Fields[column], [], FormattableString.Invariant($"line {row.Line}")))],
                isSingle: false);
        }

        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        return new SequenceFile(
            DataInput.NameOf(path),
            [.. lines.Select((line, i) => new InputSequence(line, [], FormattableString.Invariant($"line {i + 1}")))
                .Where(sequence => sequence.Text!.Length > 0)],
            isSingle: false);
    }

    private static SequenceFile ReadCsv(string path, int size, IReadOnlyList<string>? names, CsvForm form)
    {
        CsvTable table = CsvTable.ReadNumbers(path, form, size);
        path = table.Path;
        int[]? columns = table.HasHeader ? Columns([.. table.Columns], names) : null;
        List<InputSequence> sequences = [];
        List<double> values = [];
        long start = table.Rows[0].Line;
        foreach (CsvRow line in table.Rows)
        {
            if (line.IsEmpty)
            {
                EndSequence();
                start = line.Line + 1;
                continue;
            }

            int[] taken = columns ?? [.. Enumerable.Range(0, line.Fields.Length)];
            foreach (int column in taken)
            {
                values.Add(table.Numbers.TryParse(line.Fields[column], out double number) && float.IsFinite((float)number)
                    ? number
                    : throw new ToolException($"{path}({line.Line}): column {column + 1}, '{line.Fields[column]}', is not a finite number"));
            }

            CheckRow(taken.Length, size, $"{path}({line.Line})");
        }

        EndSequence();
        return new SequenceFile(path, sequences, isSingle: sequences.Count == 1) { Signs = table.Signs };

        void EndSequence()
        {
            if (values.Count > 0)
            {
                sequences.Add(new InputSequence(null, [.. values], $"the sequence from line {start}"));
                values.Clear();
            }
        }
    }

    // A header with the model's columns gives their places; other columns are ignored.
    private static int[]? Columns(string[] header, IReadOnlyList<string>? names)
    {
        int[] columns = names is null ? [] : [.. names.Select(name => Array.IndexOf(header, name))];
        return columns.Length > 0 && !columns.Contains(-1) ? columns : null;
    }

    private static void CheckRow(int count, int size, string place)
    {
        if (count != size)
        {
            throw new ToolException($"{place}: {count} numbers; {size} for each step were expected");
        }
    }
}
