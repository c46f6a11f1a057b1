using CsvHelper;

namespace TinyRnn.Tool.Data;

/// <summary>A CSV file read with one delimiter: its rows, and the first that does not have as many fields as the first one.</summary>
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

    /// <summary>What is not well-formed, or null.</summary>
    public ToolException? Failure { get; }

    /// <summary>The first row that is not empty; without fields where there is none.</summary>
    public CsvRow First { get; }

    /// <summary>The first row that has another number of fields than the first one, or null.</summary>
    public CsvRow? Misfit { get; }

    public int Columns => First.Fields?.Length ?? 0;

    public bool Fits => Failure is null && Misfit is null;

    /// <summary>Fields that are numbers, with whichever sign, or mark a missing one.</summary>
    public long Numbers => Rows.Where(row => !row.IsEmpty).Sum(row => row.Fields.LongCount(text => text.Length == 0 || CsvNumbers.IsNumber(text)));

    /// <summary>Whether every row is a single number, so that what else splits it could be its decimal sign.</summary>
    public bool IsOneNumberARow => Fits && Columns == 1 && Rows.Where(row => !row.IsEmpty).All(row => CsvNumbers.IsNumber(row.Fields[0]));

    /// <summary>Rows that were read otherwise.</summary>
    public static CsvReading Of(char delimiter, IReadOnlyList<CsvRow> rows) => new(delimiter, rows, null);

    /// <summary>The same with empty rows in place of those that do not fit.</summary>
    /// <param name="report">Gets each of those.</param>
    public CsvReading WithoutMisfits(Action<CsvRow> report) => new(Delimiter, [.. Rows.Select(row =>
    {
        if (row.IsEmpty || row.Fields.Length == Columns)
        {
            return row;
        }

        report(row);
        return row with { Fields = [] };
    })], Failure);

    /// <param name="path">The file, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <param name="delimiter">What stands between fields.</param>
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
