using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TinyRnn.Training;

/// <summary>Rows of a series in time order, with the values to forecast, in the user's units. Gaps cut the series into segments.</summary>
public sealed class ForecastSeries
{
    /// <summary>The segment of a row with a missing value.</summary>
    public const int Missing = -1;

    private readonly double[] _rows;
    private readonly double[] _target;
    private readonly int[] _segments;

    /// <summary>Makes a series.</summary>
    /// <param name="rows">[count, columns]; missing rows may hold anything.</param>
    /// <param name="target">[count]; missing rows may hold anything.</param>
    /// <param name="segments">For each row the number of its stretch without a gap, in rising order; or <see cref="Missing"/>.</param>
    /// <param name="columns">Names of the columns to read.</param>
    /// <param name="targetName">Name of the forecast column. If it is also read, a forecast can be of its change.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ForecastSeries(double[] rows, double[] target, int[] segments, IReadOnlyList<string> columns, string targetName)
    {
        if (columns.Count == 0 || rows.Length != (long)target.Length * columns.Count || segments.Length != target.Length)
        {
            throw new ArgumentException($"{rows.Length} values in {columns.Count} columns, {target.Length} targets and {segments.Length} segments do not fit");
        }

        _rows = rows;
        _target = target;
        _segments = segments;
        Columns = columns;
        TargetName = targetName;
    }

    /// <summary>Names of the columns to read.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Name of the forecast column.</summary>
    public string TargetName { get; }

    /// <summary>Name of the column that holds the times of the rows, or null.</summary>
    public string? TimeName { get; init; }

    /// <summary>The indices, among <see cref="Columns"/>, of those whose values are known ahead.</summary>
    public IReadOnlyList<int> Known { get; init; } = [];

    /// <summary>The values of the known columns, in the order of <see cref="Known"/>, at the steps after the last row; NaN where one is missing.</summary>
    public IReadOnlyList<double[]> Future { get; init; } = [];

    /// <summary>The index of the forecast column among those that are read, or null if it is not read.</summary>
    public int? TargetColumn
    {
        get
        {
            int index = Columns.ToList().IndexOf(TargetName);
            return index < 0 ? null : index;
        }
    }

    /// <summary>Number of rows, missing ones included.</summary>
    public int Count => _target.Length;

    /// <summary>The value to forecast at each row.</summary>
    public ReadOnlySpan<double> Target => _target;

    /// <summary>Number of gaps between rows.</summary>
    public int Gaps
    {
        get
        {
            int[] present = [.. _segments.Where(segment => segment != Missing)];
            return Math.Max(0, present.Distinct().Count() - 1);
        }
    }

    /// <summary>SHA-256 of the target column in single precision, which identifies a file.</summary>
    public string Hash
    {
        get
        {
            float[] singles = Array.ConvertAll(_target, value => (float)value);
            return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(singles)));
        }
    }

    /// <summary>Makes a series of one column without gaps, which is forecast from itself.</summary>
    public static ForecastSeries Of(ReadOnlySpan<double> values, string name = "value")
    {
        double[] all = values.ToArray();
        return new ForecastSeries(all, all, new int[all.Length], [name], name);
    }

    /// <summary>The same for values in single precision.</summary>
    public static ForecastSeries Of(ReadOnlySpan<float> values, string name = "value")
    {
        double[] all = new double[values.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = values[i];
        }

        return Of(all, name);
    }

    /// <summary>
    /// The series as a model with that horizon reads it: a row holds the values that the known columns have at the step that is forecast from it. A row
    /// without such a step keeps its own.
    /// </summary>
    /// <param name="horizon">Steps from a row to the step that is forecast.</param>
    public ForecastSeries Ahead(int horizon)
    {
        if (Known.Count == 0)
        {
            return this;
        }

        double[] rows = [.. _rows];
        for (int row = 0; row < Count; row++)
        {
            int step = row + horizon;
            for (int i = 0; i < Known.Count; i++)
            {
                double value = step >= Count ? FutureAt(step - Count, i) : IsThere(step) ? _rows[(step * Columns.Count) + Known[i]] : double.NaN;
                if (!double.IsNaN(value))
                {
                    rows[(row * Columns.Count) + Known[i]] = value;
                }
            }
        }

        return new ForecastSeries(rows, _target, _segments, Columns, TargetName) { TimeName = TimeName, Known = Known, Future = Future };
    }

    /// <summary>The values of the known columns in the row before a step: with a horizon of 1, those of the step.</summary>
    internal double[] KnownBefore(int step) => [.. Known.Select(column => _rows[((step - 1) * Columns.Count) + column])];

    private double FutureAt(int step, int column) => step < Future.Count ? Future[step][column] : double.NaN;

    /// <summary>Whether all rows from the first to the last exist, without a gap.</summary>
    public bool IsWhole(int first, int last) => first >= 0 && last < Count && _segments[first] != Missing && _segments[first] == _segments[last];

    /// <summary>Whether a row is complete.</summary>
    public bool IsThere(int row) => _segments[row] != Missing;

    /// <summary>Values of rows, one row after another.</summary>
    public ReadOnlySpan<double> Rows(int first, int count) => _rows.AsSpan(first * Columns.Count, count * Columns.Count);

    /// <summary>The precision of each column that is read, followed by the target's if it is not read.</summary>
    /// <param name="end">The row at which the measurement ends.</param>
    /// <param name="origins">The number that is subtracted from each column, in the same order; null for none.</param>
    internal IReadOnlyList<ColumnPrecision> Precision(int end, IReadOnlyList<double>? origins = null)
    {
        int[] rows = [.. Enumerable.Range(0, end).Where(IsThere)];
        bool Follows(int i) => IsWhole(rows[i - 1], rows[i]);
        List<ColumnPrecision> all = [];
        for (int column = 0; column < Columns.Count; column++)
        {
            all.Add(ColumnPrecision.Of(Columns[column], [.. rows.Select(row => _rows[(row * Columns.Count) + column])], Follows, origins?[column] ?? 0));
        }

        if (TargetColumn is null)
        {
            all.Add(ColumnPrecision.Of(TargetName, [.. rows.Select(row => _target[row])], Follows, origins?[^1] ?? 0));
        }

        return all;
    }

    /// <summary>
    /// The mean of each column for which single precision is too coarse, 0 for others, in the order of <see cref="Precision"/>; null if all are fine.
    /// </summary>
    internal double[]? FindOrigins(int end)
    {
        IReadOnlyList<ColumnPrecision> precision = Precision(end);
        if (!precision.Any(column => column.IsTooCoarse))
        {
            return null;
        }

        int[] rows = [.. Enumerable.Range(0, end).Where(IsThere)];
        return [.. precision.Select((one, column) => !one.IsTooCoarse ? 0
            : column < Columns.Count ? rows.Average(row => _rows[(row * Columns.Count) + column]) : rows.Average(row => _target[row]))];
    }
}
