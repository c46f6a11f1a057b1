using CsvHelper;

namespace TinyRnn.Tool.Data;

/// <summary>A CSV file read with one delimiter: its rows, and the first row whose number of fields differs from the first row's.</summary>
internal sealed class CsvReading
{
    private CsvReading(char delimiter, IReadOnlyList<CsvRow> rows, ToolException? failure)
    {
        Delimiter = delimiter;
        Rows = rows;
        Failure = failure;
        First = rows.FirstOrDefault(row => !row.IsEmpty);
        Misfit = First.Fields is null
            ? null
            : rows.Where(row => !row.IsEmpty && row.Fields.Length != First.Fields.Length).Select(row => (CsvRow?)row).FirstOrDefault();
    }

    public char Delimiter { get; }

    /// <summary>The rows, empty ones included.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>The message about malformed text, or null.</summary>
    public ToolException? Failure { get; }

    /// <summary>The first row that is not empty; a row without fields if there is none.</summary>
    public CsvRow First { get; }

    /// <summary>The first row whose number of fields differs from the first row's, or null.</summary>
    public CsvRow? Misfit { get; }

    public int Columns => First.Fields?.Length ?? 0;

    public bool Fits => Failure is null && Misfit is null;

    /// <summary>The number of fields that are numbers, with either decimal sign, or mark a missing number.</summary>
    public long Numbers => Rows.Where(row => !row.IsEmpty).Sum(row => row.Fields.LongCount(text => text.Length == 0 || CsvNumbers.IsNumber(text)));

    /// <summary>Whether every row is a single number, in which another delimiter could be the decimal sign.</summary>
    public bool IsOneNumberARow => Fits && Columns == 1 && Rows.Where(row => !row.IsEmpty).All(row => CsvNumbers.IsNumber(row.Fields[0]));

    /// <summary>Wraps rows that were read in another way.</summary>
    public static CsvReading Of(char delimiter, IReadOnlyList<CsvRow> rows) => new(delimiter, rows, null);

    /// <summary>Replaces the rows that do not fit by empty ones.</summary>
    /// <param name="report">Receives each of those rows.</param>
    public CsvReading WithoutMisfits(Action<CsvRow> report) => new(Delimiter, [.. Rows.Select(row =>
    {
        if (row.IsEmpty || row.Fields.Length == Columns)
        {
            return row;
        }

        report(row);
        return row with { Fields = [] };
    })], Failure);

    /// <param name="path">The file's name, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <param name="delimiter">The character between fields.</param>
    public static CsvReading Read(string path, string text, char delimiter)
    {
        using CsvReader reader = CsvReader.FromText(text, CsvReaderOptions.Default with
        {
            HasHeader = false,
            SkipEmptyLines = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            Separator = delimiter,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
        });
        List<CsvRow> rows = [];
        try
        {
            while (reader.Read())
            {
                rows.Add(new CsvRow([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)], reader.LineNumber));
            }
        }
        catch (CsvFormatException e)
        {
            return new CsvReading(delimiter, rows, new ToolException($"{path}({reader.LineNumber}): {e.Message.Split('\n')[0]}"));
        }

        return new CsvReading(delimiter, rows, null);
    }
}
