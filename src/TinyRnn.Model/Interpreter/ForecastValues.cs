namespace TinyRnn.Model;

/// <summary>Converts the values of a series for a network, and its forecasts back.</summary>
internal static class ForecastValues
{
    /// <summary>Rows as a network reads them: the origin is subtracted, and the rest is rounded to single precision.</summary>
    public static float[] ToSingles(ForecastShape shape, ReadOnlySpan<double> rows)
    {
        float[] singles = new float[rows.Length];
        for (int i = 0; i < singles.Length; i++)
        {
            singles[i] = (float)(shape.Origin is null ? rows[i] : rows[i] - shape.Origin[i % shape.Columns]);
        }

        return singles;
    }

    /// <summary>The same values in double precision.</summary>
    public static double[] ToDoubles(ReadOnlySpan<float> rows)
    {
        double[] doubles = new double[rows.Length];
        for (int i = 0; i < doubles.Length; i++)
        {
            doubles[i] = rows[i];
        }

        return doubles;
    }
}
