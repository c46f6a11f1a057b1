namespace TinyRnn.Training;

/// <summary>Makes examples and scalings from series of numbers.</summary>
public static class TimeSeries
{
    /// <summary>Makes an example of every window and the value after it: window i has values i to i + length - 1, and its target is value i + length.</summary>
    /// <param name="series">The values in order.</param>
    /// <param name="length">Values in a window, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The series is not longer than one window, or the length is below 1.</exception>
    public static IReadOnlyList<SequenceExample> Windows(ReadOnlySpan<float> series, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(length, series.Length);
        SequenceExample[] windows = new SequenceExample[series.Length - length];
        for (int i = 0; i < windows.Length; i++)
        {
            windows[i] = new SequenceExample(series.Slice(i, length).ToArray(), [series[i + length]]);
        }

        return windows;
    }

    /// <summary>Mean and population standard deviation of each column of rows [rows, columns]; a constant column gets deviation 1.</summary>
    /// <exception cref="ArgumentException">The values are not one or more whole rows.</exception>
    public static Scaling Standardize(ReadOnlySpan<float> rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (rows.IsEmpty || rows.Length % columns != 0)
        {
            throw new ArgumentException($"{rows.Length} values are not whole rows of {columns}", nameof(rows));
        }

        int count = rows.Length / columns;
        float[] mean = new float[columns];
        float[] std = new float[columns];
        for (int column = 0; column < columns; column++)
        {
            double sum = 0;
            double squares = 0;
            for (int i = column; i < rows.Length; i += columns)
            {
                sum += rows[i];
            }

            double center = sum / count;
            for (int i = column; i < rows.Length; i += columns)
            {
                squares += (rows[i] - center) * (rows[i] - center);
            }

            float deviation = (float)Math.Sqrt(squares / count);
            mean[column] = (float)center;
            std[column] = deviation > 0 ? deviation : 1;
        }

        return new Scaling(mean, std);
    }
}
