namespace TinyRnn.Tool.Data;

/// <summary>
/// Finds the format of a CSV file: the delimiter that gives all rows the same number of fields, and the decimal sign with which all numbers can be
/// read. If several fit, or none, it reports an error: a wrong guess would be a wrong number in every row.
/// </summary>
internal static class CsvDetection
{
    private const string Delimiters = ",;\t|";

    /// <summary>Reads a file with its delimiter.</summary>
    /// <param name="path">The file's name, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <param name="form">The user's settings of the format.</param>
    /// <param name="columns">The expected number of columns if there is no header; null for any number.</param>
    /// <param name="readsNumbers">Whether the file has numbers, in which a comma can be the decimal sign.</param>
    /// <param name="report">Receives the message about a bad row, which is then read as empty; null to throw instead.</param>
    /// <exception cref="ToolException">The file is not well-formed, a row does not fit, or several delimiters fit.</exception>
    public static CsvReading Read(string path, string text, CsvForm form, int? columns, bool readsNumbers, Action<string>? report = null)
    {
        if (form.Delimiter is null && form.Remembered?.Delimiter is char known && CsvReading.Read(path, text, known) is { Fits: true, Columns: > 1 } remembered)
        {
            return remembered;
        }

        CsvReading reading = form.Delimiter is char given ? CsvReading.Read(path, text, given) : Choose(path, text, form, columns, readsNumbers);
        if (reading.Failure is ToolException failure)
        {
            throw failure;
        }

        if (report is not null)
        {
            return reading.WithoutMisfits(row => report(Misfit(row)));
        }

        if (reading.Misfit is CsvRow row)
        {
            string hint = reading.Delimiter == ',' && reading.First.Fields.Length < row.Fields.Length
                ? "; put quotes around a field that has a comma, or use another --delimiter"
                : "";
            throw new ToolException(Misfit(row) + hint);
        }

        return reading;

        string Misfit(CsvRow row) =>
            $"{path}({row.Line}): {Count(row.Fields.Length)} where line {reading.First.Line} has {reading.Columns}, with {Name(reading.Delimiter)} "
                + "between them";
    }

    /// <summary>Finds the decimal sign of some rows.</summary>
    /// <param name="path">The file's name, for errors.</param>
    /// <param name="reading">The file.</param>
    /// <param name="rows">The rows after the header.</param>
    /// <param name="form">The user's settings of the format.</param>
    /// <exception cref="ToolException">No decimal sign fits all numbers, or both do.</exception>
    public static CsvNumbers Numbers(string path, CsvReading reading, IReadOnlyList<CsvRow> rows, CsvForm form)
    {
        if (form.Decimal is char given)
        {
            return new CsvNumbers(given);
        }

        if (form.Remembered?.Decimal is char remembered
            && Fields(rows).All(one => !CsvNumbers.IsNumber(one.Field) || new CsvNumbers(remembered).TryParse(one.Field, out _)))
        {
            return new CsvNumbers(remembered);
        }

        (CsvRow Row, string Field)[] commas = [.. Fields(rows).Where(one => one.Field.Contains(',') && new CsvNumbers(',').TryParse(one.Field, out _))];
        if (commas.Length == 0)
        {
            return new CsvNumbers('.');
        }

        if (
            Fields(rows).Where(one => one.Field.Contains('.') && new CsvNumbers('.').TryParse(one.Field, out _))
                .Select(one => ((CsvRow Row, string Field)?)one).FirstOrDefault() is (CsvRow row, string point))
        {
            throw new ToolException(
                $"{path}({commas[0].Row.Line}): '{commas[0].Field}' has a decimal comma, but '{point}' in line {row.Line} has a decimal point; set "
                    + "--decimal to the one that the file uses");
        }

        // A file with another delimiter usually needs it because the comma is the decimal sign.
        bool mayBeThousands = reading.Delimiter == ',' || reading.Columns == 1;
        return mayBeThousands && commas.All(one => CsvNumbers.MayBeThousands(one.Field))
            ? throw new ToolException(
                $"{path}({commas[0].Row.Line}): the comma of '{commas[0].Field}' may be a decimal sign or separate thousands; if it is the decimal sign, add "
                    + "'--decimal ,'; separators of thousands cannot be read")
            : new CsvNumbers(',');
    }

    /// <summary>The name of a delimiter.</summary>
    public static string Name(char delimiter) => delimiter switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        _ => $"'{delimiter}'",
    };

    private static CsvReading Choose(string path, string text, CsvForm form, int? columns, bool readsNumbers)
    {
        CsvReading[] all = [.. Delimiters.Select(delimiter => CsvReading.Read(path, text, delimiter))];

        // A delimiter that is not in the first line is not the file's. If none is, the file has one column.
        CsvReading[] splitting = [.. all.Where(reading => reading.Columns > 1)];
        CsvReading? single = all.FirstOrDefault(reading => reading.Fits && reading.Columns == 1);
        if (splitting.Length == 0)
        {
            return single ?? all[0];
        }

        List<CsvReading> fitting = [.. splitting.Where(reading => reading.Fits)];
        if (readsNumbers && single is { IsOneNumberARow: true } && form.Decimal != '.')
        {
            // Without a header 20,42 can be one number or two.
            fitting.Add(single);
        }

        if (columns is int expected && fitting.Count > 1 && fitting.Exists(reading => reading.Columns == expected))
        {
            fitting.RemoveAll(reading => reading.Columns != expected);
        }

        if (fitting.Count == 0)
        {
            return splitting.MaxBy(reading => reading.Columns)!;
        }

        // In "Temp, C;Hum, %" both delimiters split all rows alike, but only one gives numbers.
        CsvReading[] best = [.. fitting.Where(reading => Share(reading) == fitting.Max(Share))];
        return best.Length == 1 ? best[0] : throw new ToolException(
            $"{path}: its rows can be read as {string.Join(" or ", best.Select(Describe))}; choose with --delimiter or --decimal");

        static string Describe(CsvReading reading) => reading.Columns == 1 ? "1 column of numbers with a decimal comma"
            : $"{reading.Columns} columns with {Name(reading.Delimiter)} between them";
    }

    private static double Share(CsvReading reading) => (double)reading.Numbers / reading.Rows.Where(row => !row.IsEmpty).Sum(row => row.Fields.LongLength);

    private static IEnumerable<(CsvRow Row, string Field)> Fields(IReadOnlyList<CsvRow> rows) =>
        rows.SelectMany(row => row.Fields.Select(field => (row, field)));

    private static string Count(int fields) => fields == 1 ? "1 field" : $"{fields} fields";
}
