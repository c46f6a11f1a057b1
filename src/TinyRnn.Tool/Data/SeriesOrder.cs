namespace TinyRnn.Tool.Data;

/// <summary>How to treat rows with the same time.</summary>
internal enum DuplicateTimes
{
    /// <summary>They are an error in the file.</summary>
    Error,

    /// <summary>Each is a step, in the order of the file.</summary>
    Keep,

    /// <summary>They are one step with the means of their values.</summary>
    Mean,
}

/// <summary>The rows of a series in the order of time.</summary>
/// <param name="Steps">The rows of each step; an empty one is a gap.</param>
/// <param name="Clock">The time of each step that is not a gap; empty without times.</param>
/// <param name="Note">A note about a change of the file's order; null if it was not changed.</param>
internal sealed record SeriesOrder(IReadOnlyList<IReadOnlyList<CsvRow>> Steps, IReadOnlyList<double> Clock, string? Note)
{
    /// <summary>Puts rows in order: by time if a column of times is named, else in the order of the file.</summary>
    /// <param name="table">The file.</param>
    /// <param name="time">The column of times, or -1.</param>
    /// <param name="duplicates">How to treat rows with the same time.</param>
    /// <param name="read">The columns to read.</param>
    /// <param name="report">Receives the message about a bad time, whose row is then read as a gap; null to throw instead.</param>
    /// <exception cref="ToolException">A time is malformed or repeated, or the order of the file is newest first and no column of times is named.</exception>
    public static SeriesOrder Of(CsvTable table, int time, DuplicateTimes duplicates, IEnumerable<int> read, Action<string>? report = null)
    {
        if (time < 0)
        {
            RefuseNewestFirst(table, [.. read]);
            return new SeriesOrder([.. table.Rows.Select(row => (IReadOnlyList<CsvRow>)[row])], [], null);
        }

        IReadOnlyList<CsvRow> rows = report is null ? table.Rows : [.. table.Rows.Select(row => WithTime(table, row, time, report))];
        double[] clock = [.. rows.Where(row => !row.IsEmpty).Select(row => Time(table, row, time))];
        bool rises = clock.Zip(clock.Skip(1)).All(pair => pair.Second >= pair.First);
        bool isDoubled = clock.Distinct().Count() < clock.Length;
        if (isDoubled && duplicates == DuplicateTimes.Error)
        {
            throw Doubled(table, rows, time);
        }

        if (rises && (!isDoubled || duplicates == DuplicateTimes.Keep))
        {
            return new SeriesOrder([.. rows.Select(row => (IReadOnlyList<CsvRow>)[row])], clock, null);
        }

        // Empty lines have no time. If they are gaps, the times jump there.
        (CsvRow Row, double Time)[] sorted = [.. rows.Where(row => !row.IsEmpty).Zip(clock).OrderBy(one => one.Second)];
        string name = table.Columns[time];
        string before = IsFalling(clock) ? "the newest is the first in the file" : "they are in another order in the file";
        List<string> notes = rises ? [] : [$"sorted by '{name}', {before}"];
        if (duplicates == DuplicateTimes.Keep)
        {
            return new SeriesOrder([.. sorted.Select(one => (IReadOnlyList<CsvRow>)[one.Row])], [.. sorted.Select(one => one.Time)], string.Join("; ", notes));
        }

        IGrouping<double, CsvRow>[] steps = [.. sorted.GroupBy(one => one.Time, one => one.Row)];
        if (isDoubled)
        {
            notes.Add(FormattableString.Invariant($"{clock.Length:#,0} rows have {steps.Length:#,0} different times; rows of the same time are averaged"));
        }

        return new SeriesOrder([.. steps.Select(step => (IReadOnlyList<CsvRow>)[.. step])], [.. steps.Select(step => step.Key)], string.Join("; ", notes));
    }

    /// <summary>Reads a field as a time: a number, or the ticks of a date.</summary>
    public static bool TryParse(CsvTable table, string field, out double time)
    {
        if (table.Numbers.TryParse(field, out time))
        {
            return true;
        }

        bool isDate = Dates.TryParse(field, out DateTime date);
        time = date.Ticks;
        return isDate;
    }

    private static double Time(CsvTable table, CsvRow row, int column) => TryParse(table, row.Fields[column], out double time)
        ? time
        : throw new ToolException(
            $"{table.Path}({row.Line}): column '{table.Columns[column]}', '{row.Fields[column]}', is not a time; a number or a date such as 2024-05-31 "
                + "12:00:00, 31.05.2024 or 05/31/2024 was expected");

    // A row without a time is a gap, as an empty line is.
    private static CsvRow WithTime(CsvTable table, CsvRow row, int column, Action<string> report)
    {
        if (row.IsEmpty || TryParse(table, row.Fields[column], out _))
        {
            return row;
        }

        report($"{table.Path}({row.Line}): column '{table.Columns[column]}', '{row.Fields[column]}', is not a time");
        return row with { Fields = [] };
    }

    private static ToolException Doubled(CsvTable table, IReadOnlyList<CsvRow> rows, int time)
    {
        Dictionary<double, CsvRow> seen = [];
        CsvRow second = rows.First(row => !row.IsEmpty && !seen.TryAdd(Time(table, row, time), row));
        CsvRow first = seen[Time(table, second, time)];
        string place = $"{table.Path}({second.Line}): the time '{second.Fields[time]}' is also in line {first.Line}";
        return new ToolException($"{place}; use --duplicates mean to average such rows, or --duplicates keep to make each a step");
    }

    // Falling dates mean that the file has the newest row first, and a forecast would be of the past.
    private static void RefuseNewestFirst(CsvTable table, int[] read)
    {
        CsvRow[] rows = [.. table.Rows.Where(row => !row.IsEmpty)];
        for (int column = 0; column < table.Columns.Count && rows.Length > 2; column++)
        {
            if (read.Contains(column) || CsvNumbers.IsNumber(rows[0].Fields[column]) || !TryParse(table, rows[0].Fields[column], out _))
            {
                continue;
            }

            double[] times = new double[rows.Length];
            int known = 0;
            while (known < rows.Length && TryParse(table, rows[known].Fields[column], out times[known]))
            {
                known++;
            }

            if (known == rows.Length && IsFalling(times))
            {
                string place = $"{table.Path}({rows[1].Line}): '{rows[1].Fields[column]}' comes after '{rows[0].Fields[column]}'";
                throw new ToolException(
                    $"{place}, so the newest row is first and forecasts would be of the past; add --time {Quoted(table.Columns[column])} to sort the rows");
            }
        }
    }

    private static string Quoted(string name) => name.Contains(' ') ? $"\"{name}\"" : name;

    private static bool IsFalling(double[] times) => times.Zip(times.Skip(1)).All(pair => pair.Second <= pair.First) && times[^1] < times[0];
}
