using System.Globalization;

namespace TinyRnn.Tool.Data;

/// <summary>A line of a CSV file.</summary>
/// <param name="Fields">Its fields without surrounding white space.</param>
/// <param name="Line">Its number, counted from 1.</param>
internal readonly record struct CsvRow(string[] Fields, long Line)
{
    /// <summary>Whether the line is empty.</summary>
    public bool IsEmpty => Array.TrueForAll(Fields, string.IsNullOrEmpty);
}

/// <summary>A CSV file (RFC 4180), with or without a header, a file of JSON lines or a Parquet file. All rows have the same number of fields.</summary>
internal sealed class CsvTable
{
    private CsvTable(string path, IReadOnlyList<string> columns, bool hasHeader, IReadOnlyList<CsvRow> rows, CsvSigns signs)
    {
        Path = path;
        Columns = columns;
        HasHeader = hasHeader;
        Rows = rows;
        Signs = signs;
    }

    public string Path { get; }

    /// <summary>Names of the columns; without a header their numbers, counted from 1.</summary>
    public IReadOnlyList<string> Columns { get; }

    public bool HasHeader { get; }

    /// <summary>The rows, empty ones included.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Reads its numbers.</summary>
    public CsvNumbers Numbers => new(Signs.Decimal);

    /// <summary>Its delimiter and its decimal sign.</summary>
    public CsvSigns Signs { get; }

    /// <summary>Reads a file with columns of numbers, which may also have times or names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">Its format.</param>
    /// <param name="columns">The expected number of columns if there is no header; null for any number.</param>
    /// <param name="report">Receives the message about a bad row, which is then read as empty; null to throw instead.</param>
    /// <exception cref="ToolException">The file is missing, malformed or empty, or a row or a column name does not fit.</exception>
    public static CsvTable ReadNumbers(string path, CsvForm form, int? columns = null, Action<string>? report = null)
    {
        (CsvReading reading, bool hasNames) = ReadFile(path, form, columns, readsNumbers: true, report);
        bool hasHeader = hasNames || HasNoNumber(reading.First.Fields);
        path = DataInput.NameOf(path);
        IReadOnlyList<CsvRow> rows = Behind(path, reading, hasHeader);
        CsvNumbers numbers = hasNames ? new CsvNumbers('.') : CsvDetection.Numbers(path, reading, rows, form);
        return new CsvTable(path, Names(path, reading, hasHeader), hasHeader, rows, new CsvSigns(reading.Delimiter, numbers.Decimal));
    }

    /// <summary>Reads a file of texts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">Its format.</param>
    /// <param name="isHeader">Whether the first line that is not empty is a header.</param>
    /// <param name="report">Receives the message about a bad row, which is then read as empty; null to throw instead.</param>
    /// <exception cref="ToolException">The file is missing, malformed or empty, or a row or a column name does not fit.</exception>
    public static CsvTable ReadTexts(string path, CsvForm form, Func<string[], bool> isHeader, Action<string>? report = null)
    {
        (CsvReading reading, bool hasNames) = ReadFile(path, form, null, readsNumbers: false, report);
        bool hasHeader = hasNames || isHeader(reading.First.Fields);
        path = DataInput.NameOf(path);
        CsvSigns signs = new(reading.Delimiter, form.Decimal ?? form.Remembered?.Decimal ?? '.');
        return new CsvTable(path, Names(path, reading, hasHeader), hasHeader, Behind(path, reading, hasHeader), signs);
    }

    // JSON lines and Parquet have names of columns and one spelling of numbers.
    private static (CsvReading Reading, bool HasNames) ReadFile(string path, CsvForm form, int? columns, bool readsNumbers, Action<string>? report)
    {
        byte[] bytes = DataInput.ReadBytes(path, "a CSV file was expected");
        string name = DataInput.NameOf(path);
        if (ParquetRows.Recognizes(bytes))
        {
            return (ParquetRows.Read(name, bytes), true);
        }

        string text = DataInput.Decode(path, bytes, form);
        bool isJson = DataInput.IsJsonLines(path, text);
        CsvReading reading = isJson ? JsonLines.Read(name, text) : CsvDetection.Read(name, text, form, columns, readsNumbers, report);
        string expected = isJson ? "a JSON object a line was expected" : "lines of comma-separated values were expected";
        return reading.Columns > 0 ? (reading, isJson) : throw new ToolException($"{name}: is empty; {expected}");
    }

    private static List<CsvRow> Behind(string path, CsvReading reading, bool hasHeader)
    {
        List<CsvRow> rows = [.. reading.Rows.SkipWhile(row => row.IsEmpty).Skip(hasHeader ? 1 : 0)];
        return rows.Count > 0 ? rows : throw new ToolException($"{path}: has no line after the header; lines of comma-separated values were expected");
    }

    private static string[] Names(string path, CsvReading reading, bool hasHeader)
    {
        string[] names = hasHeader ? reading.First.Fields : [.. Enumerable.Range(1, reading.Columns).Select(number => $"{number}")];

        // Several columns may have no name, because no option can ask for them.
        string? twice = names.Where(name => name.Length > 0).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null
            ? names
            : throw new ToolException($"{path}({reading.First.Line}): two columns are named '{twice}'; different names were expected");
    }

    /// <summary>Whether no field is a number, as in the header of a file of numbers.</summary>
    public static bool HasNoNumber(string[] fields) =>
        Array.TrueForAll(fields, field => !CsvNumbers.IsNumber(field) && !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    /// <summary>The index of a column by its name or, where there is no header, its number.</summary>
    /// <exception cref="ToolException">There is no such column.</exception>
    public int IndexOf(string name)
    {
        int index = Columns.ToList().IndexOf(name);
        return index >= 0 ? index : throw new ToolException(HasHeader
            ? $"{Path}: there is no column '{name}'; it has {string.Join(", ", Columns.Select(column => $"'{column}'"))}"
            : $"{Path}: there is no column '{name}'; the file has no header, so its columns are 1 to {Columns.Count}");
    }
}
