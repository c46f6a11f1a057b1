using TinyRnn.Training;

namespace TinyRnn.Tool.Data;

/// <summary>A CSV file as a series to forecast.</summary>
internal sealed class SeriesFile
{
    // A longer step, as a multiple of the median, is a gap. Months of 28 to 31 days and jittering clocks stay below it.
    private const double GapFactor = 1.5;

    private static readonly string[] MissingMarks = ["", "NaN", "NA", "N/A", "null"];

    private SeriesFile(ForecastSeries series, IReadOnlyList<string> times, string? note)
    {
        Series = series;
        Times = times;
        Note = note;
    }

    /// <summary>The rows up to the last one with a value to forecast; the rows after it are its <see cref="ForecastSeries.Future"/>.</summary>
    public ForecastSeries Series { get; }

    /// <summary>Whether rows follow the last one with a value to forecast.</summary>
    public bool HasMore { get; private init; }

    /// <summary>The times of <see cref="ForecastSeries.Future"/>, as the file has them.</summary>
    public IReadOnlyList<string> FutureTimes { get; private init; } = [];

    /// <summary>The time of each row as the file has it, or its line number.</summary>
    public IReadOnlyList<string> Times { get; }

    /// <summary>The delimiter and the decimal sign of the file.</summary>
    public CsvSigns Signs { get; private init; }

    /// <summary>A note about a change of the rows' order; null if it was not changed.</summary>
    public string? Note { get; }

    /// <summary>Reads the columns of a file.</summary>
    /// <param name="path">The file. Missing values, empty lines and jumps in time are gaps.</param>
    /// <param name="target">Name (or number, without a header) of the column to forecast; null for the only column of numbers.</param>
    /// <param name="inputs">The columns to read; empty for the target only.</param>
    /// <param name="time">The column of times, or null.</param>
    /// <param name="form">The format of the file.</param>
    /// <param name="duplicates">How to treat rows with the same time.</param>
    /// <param name="report">Receives the message about a bad row, which is then read as a gap; null to throw instead.</param>
    /// <param name="known">The columns that are known ahead. Those that are not among the columns to read are read after them.</param>
    /// <exception cref="ToolException">A column is missing, a row does not fit, a value is not a number, or a time is repeated.</exception>
    public static SeriesFile Read(
        string path, string? target, IReadOnlyList<string> inputs, string? time, CsvForm form,
        DuplicateTimes duplicates = DuplicateTimes.Error, Action<string>? report = null, IReadOnlyList<string>? known = null)
    {
        known ??= [];
        CsvTable table = CsvTable.ReadNumbers(path, form, report: report);
        path = table.Path;
        int timeColumn = time is null ? -1 : table.IndexOf(time);
        string targetName = target ?? table.Columns[OnlyNumbers(table, [timeColumn, .. known.Select(table.IndexOf)])];
        int targetColumn = table.IndexOf(targetName);
        IReadOnlyList<string> own = inputs.Count == 0 ? [targetName] : inputs;
        IReadOnlyList<string> names = [.. own, .. known.Where(name => !own.Contains(name))];
        int[] columns = [.. names.Select(table.IndexOf)];
        int[] knownPlaces = [.. known.Select(name => names.ToList().IndexOf(name))];
        if (known.Contains(targetName))
        {
            throw new ToolException($"{path}: '{targetName}' is the column to forecast, so it is not known ahead");
        }

        if (columns.Distinct().Count() < columns.Length)
        {
            throw new ToolException($"{path}: a column to read is named twice");
        }

        SeriesOrder order = SeriesOrder.Of(table, timeColumn, duplicates, columns.Append(targetColumn), report);
        int targetPlace = Array.IndexOf(columns, targetColumn);
        List<double> rows = [];
        List<double> targets = [];
        List<int> segments = [];
        List<string> times = [];
        List<int> emptyLines = [];
        int segment = 0;
        int empty = 0;
        foreach (IReadOnlyList<CsvRow> step in order.Steps)
        {
            if (step[0].IsEmpty)
            {
                segment++;
                empty++;
                continue;
            }

            double?[] values = [.. columns.Select(column => Mean(table, step, column, report))];
            double? value = targetPlace >= 0 ? values[targetPlace] : Mean(table, step, targetColumn, report);
            bool isMissing = value is null || values.Any(one => one is null);
            rows.AddRange(values.Select(one => one ?? double.NaN));
            targets.Add(value ?? double.NaN);
            emptyLines.Add(empty);
            segments.Add(isMissing ? ForecastSeries.Missing : segment);
            segment += isMissing ? 1 : 0;
            times.Add(time is null ? FormattableString.Invariant($"line {step[0].Line}") : step[0].Fields[timeColumn]);
        }

        // Rows after the last value to forecast are the future.
        int count = targets.FindLastIndex(value => !double.IsNaN(value)) + 1;
        bool[] jumps = Jumps(order.Clock, times.Count);
        int future = count;
        while (count > 0 && future < times.Count && !jumps[future] && emptyLines[future] == emptyLines[count - 1])
        {
            future++;
        }

        double[] Known(int row) => [.. knownPlaces.Select(place => rows[(row * names.Count) + place])];
        ForecastSeries series = new(
            [.. rows.Take(count * names.Count)], [.. targets.Take(count).Select(OrZero)], WithJumps(segments, jumps, count), names, targetName)
        {
            TimeName = time,
            Known = knownPlaces,
            Future = [.. Enumerable.Range(count, future - count).Select(Known)],
        };
        return new SeriesFile(series, [.. times.Take(count)], order.Note)
        {
            HasMore = count < times.Count,
            Signs = table.Signs,
            FutureTimes = [.. times.Take(future).Skip(count)],
        };
    }

    // A missing row may hold anything, and is hashed.
    private static double OrZero(double value) => double.IsNaN(value) ? 0 : value;

    // A file with times and one column of numbers needs no option.
    private static int OnlyNumbers(CsvTable table, int[] others)
    {
        int[] numeric = [.. Enumerable.Range(0, table.Columns.Count).Where(column => !others.Contains(column) && HoldsNumbers(table, column))];
        return numeric.Length == 1 ? numeric[0] : throw new ToolException(numeric.Length == 0
            ? $"{table.Path}: no column has only numbers; name the one to forecast with --column"
            : $"{table.Path}: {string.Join(", ", numeric.Select(column => $"'{table.Columns[column]}'"))} have numbers; "
                + "name the one to forecast with --column");
    }

    private static bool HoldsNumbers(CsvTable table, int column)
    {
        bool hasNumber = false;
        foreach (CsvRow row in table.Rows.Where(row => !row.IsEmpty && !IsMissing(row.Fields[column])))
        {
            if (!table.Numbers.TryParse(row.Fields[column], out _))
            {
                return false;
            }

            hasNumber = true;
        }

        return hasNumber;
    }

    // A time nearly always has one row only.
    private static double? Mean(CsvTable table, IReadOnlyList<CsvRow> step, int column, Action<string>? report)
    {
        double?[] values = [.. step.Select(row => Number(table, row, column, report)).Where(value => value is not null)];
        return values.Length == 1 ? values[0] : values.Average();
    }

    private static double? Number(CsvTable table, CsvRow row, int column, Action<string>? report)
    {
        string field = row.Fields[column];
        if (IsMissing(field))
        {
            return null;
        }

        if (table.Numbers.TryParse(field, out double number))
        {
            return number;
        }

        string sign = CsvNumbers.IsNumber(field) ? $" with the decimal sign '{table.Numbers.Decimal}'" : "";
        string message = $"{table.Path}({row.Line}): column '{table.Columns[column]}', '{field}', is not a finite number{sign}";
        (report ?? throw new ToolException(message))(message);
        return null;
    }

    private static bool IsMissing(string field) => MissingMarks.Contains(field, StringComparer.OrdinalIgnoreCase);

    private static int[] WithJumps(List<int> segments, bool[] jumps, int count)
    {
        int jumped = 0;
        int[] cut = new int[count];
        for (int row = 0; row < cut.Length; row++)
        {
            jumped += jumps[row] ? 1 : 0;
            cut[row] = segments[row] == ForecastSeries.Missing ? ForecastSeries.Missing : segments[row] + jumped;
        }

        return cut;
    }

    // For each row, whether a longer step than usual lies before it.
    private static bool[] Jumps(IReadOnlyList<double> clock, int count)
    {
        bool[] jumps = new bool[count];
        if (clock.Count < 2)
        {
            return jumps;
        }

        double[] steps = [.. clock.Zip(clock.Skip(1), (before, after) => after - before).Order()];
        double longest = steps[steps.Length / 2] * GapFactor;
        for (int row = 1; row < count; row++)
        {
            jumps[row] = clock[row] - clock[row - 1] > longest;
        }

        return jumps;
    }
}
