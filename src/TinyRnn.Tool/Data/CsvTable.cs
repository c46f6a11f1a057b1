using System.Globalization;
using CsvHelper;

namespace TinyRnn.Tool.Data;

/// <summary>A line of a CSV file.</summary>
/// <param name="Fields">Its fields without surrounding white space.</param>
/// <param name="Line">Its number, counted from 1.</param>
internal readonly record struct CsvRow(string[] Fields, long Line)
{
    /// <summary>Whether nothing stands in it.</summary>
    public bool IsEmpty => Array.TrueForAll(Fields, string.IsNullOrEmpty);
}

/// <summary>A CSV file: comma-separated, quoted where it must be (RFC 4180), with a header or without.</summary>
internal sealed class CsvTable
{
    private CsvTable(string path, IReadOnlyList<string> columns, bool hasHeader, IReadOnlyList<CsvRow> rows)
    {
        Path = path;
        Columns = columns;
        HasHeader = hasHeader;
        Rows = rows;
    }

    public string Path { get; }

    /// <summary>Names of the columns; without a header their numbers, counted from 1.</summary>
    public IReadOnlyList<string> Columns { get; }

    public bool HasHeader { get; }

    /// <summary>The rows, empty ones included.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isHeader">Whether the first line that is not empty is a header.</param>
    /// <exception cref="ToolException">The file is missing, not well-formed, or has no row.</exception>
    public static CsvTable Read(string path, Func<string[], bool> isHeader)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"{path}: no such file; a CSV file was expected");
        }

        List<CsvRow> rows = [.. ReadRows(path)];
        int first = rows.FindIndex(row => !row.IsEmpty);
        if (first < 0)
        {
            throw new ToolException($"{path}: is empty; lines of comma-separated values were expected");
        }

        string[] top = rows[first].Fields;
        bool hasHeader = isHeader(top);
        rows.RemoveRange(0, hasHeader ? first + 1 : first);
        return rows.Count > 0
            ? new CsvTable(path, hasHeader ? top : [.. top.Select((_, i) => FormattableString.Invariant($"{i + 1}"))], hasHeader, rows)
            : throw new ToolException($"{path}: there is no line after the header; lines of comma-separated values were expected");
    }

    /// <summary>The rows of a file one by one, empty ones included.</summary>
    /// <exception cref="ToolException">The file is not well-formed.</exception>
    public static IEnumerable<CsvRow> ReadRows(string path)
    {
        using CsvReader reader = CsvReader.FromFile(path, CsvReaderOptions.Default with
        {
            HasHeader = false,
            SkipEmptyLines = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            Separator = ',',
            FieldCountMismatch = CsvFieldCountHandling.Allow,
        });
        while (Read(path, reader))
        {
            yield return new CsvRow([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)], reader.LineNumber);
        }
    }

    /// <summary>Whether not one field is a number, as in the header of a file of numbers.</summary>
    public static bool HasNoNumber(string[] fields) => Array.TrueForAll(fields, field => !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    /// <summary>The index of a column by its name or, where there is no header, its number.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public int IndexOf(string name)
    {
        int index = Columns.ToList().IndexOf(name);
        return index >= 0 ? index : throw new ToolException(HasHeader
            ? $"{Path}: there is no column '{name}'; it has {string.Join(", ", Columns.Select(column => $"'{column}'"))}"
            : $"{Path}: there is no column '{name}'; the file has no header that names it, and the columns 1 to {Columns.Count}");
    }

    /// <summary>A field of a row.</summary>
    /// <exception cref="ToolException">The row ends before it.</exception>
    public string Field(CsvRow row, int column) => column < row.Fields.Length
        ? row.Fields[column]
        : throw new ToolException($"{Path}({row.Line}): {row.Fields.Length} fields, but column '{Columns[column]}' is the {column + 1}th");

    private static bool Read(string path, CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new ToolException($"{path}({reader.LineNumber}): {e.Message.Split('\n')[0]}");
        }
    }
}
