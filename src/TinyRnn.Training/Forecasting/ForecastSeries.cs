using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TinyRnn.Training;

/// <summary>Rows of a series in the order of time, with the value that is to be forecast, in the user's units. Gaps cut it into segments.</summary>
public sealed class ForecastSeries
{
    /// <summary>The segment of a row of which a value is missing.</summary>
    public const int Missing = -1;

    private readonly double[] _rows;
    private readonly double[] _target;
    private readonly int[] _segments;

    /// <summary>Makes a series.</summary>
    /// <param name="rows">[count, columns]; of a missing row anything.</param>
    /// <param name="target">[count]; of a missing row anything.</param>
    /// <param name="segments">The number of the stretch without a gap that a row stands in, rising; or <see cref="Missing"/>.</param>
    /// <param name="columns">Names of the columns that are read.</param>
    /// <param name="targetName">Name of the column that is forecast; where it is one of those that are read, a forecast can be of its change.</param>
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

    /// <summary>Names of the columns that are read.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Name of the column that is forecast.</summary>
    public string TargetName { get; }

    /// <summary>Name of the column that holds the times of the rows, or null.</summary>
    public string? TimeName { get; init; }

    /// <summary>Which of the columns that are read is forecast, or null where it is none of them.</summary>
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

    /// <summary>The value to forecast of each row.</summary>
    public ReadOnlySpan<double> Target => _target;

    /// <summary>Number of places where rows do not follow each other.</summary>
    public int Gaps
    {
        get
        {
            int[] present = [.. _segments.Where(segment => segment != Missing)];
            return Math.Max(0, present.Distinct().Count() - 1);
        }
    }

    /// <summary>SHA-256 of the target column in single precision, by which a file is known again.</summary>
    public string Hash
    {
        get
        {
            float[] singles = Array.ConvertAll(_target, value => (float)value);
            return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(singles)));
        }
    }

    /// <summary>A series of one column without gaps, which is forecast from itself.</summary>
    public static ForecastSeries Of(ReadOnlySpan<double> values, string name = "value")
    {
        double[] all = values.ToArray();
        return new ForecastSeries(all, all, new int[all.Length], [name], name);
    }

    /// <summary>The same of values in single precision.</summary>
    public static ForecastSeries Of(ReadOnlySpan<float> values, string name = "value")
    {
        double[] all = new double[values.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = values[i];
        }

        return Of(all, name);
    }

    /// <summary>Whether all rows from the first to the last are there, without a gap between them.</summary>
    public bool IsWhole(int first, int last) => first >= 0 && last < Count && _segments[first] != Missing && _segments[first] == _segments[last];

    /// <summary>Whether a row is there.</summary>
    public bool IsThere(int row) => _segments[row] != Missing;

    /// <summary>Values of rows, one row after another.</summary>
    public ReadOnlySpan<double> Rows(int first, int count) => _rows.AsSpan(first * Columns.Count, count * Columns.Count);

    /// <summary>The precision of each column that is read, and last of the target where it is none of them.</summary>
    /// <param name="end">Row before which it is measured.</param>
    /// <param name="origins">What is taken from the values of each, in the same order; null for nothing.</param>
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
    /// The mean of each column that is too coarse in single precision, 0 of others, in the order of <see cref="Precision"/>; null where all are fine.
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
