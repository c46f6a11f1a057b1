using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Finds the length of a season.</summary>
public static class Seasonality
{
    /// <summary>The longest season that can be found.</summary>
    public const int MaximumLength = 3000;

    // The search uses this many of the newest values, so that it takes seconds at most.
    private const int MaximumValues = 200_000;

    /// <summary>
    /// Finds the lag with the highest autocorrelation after its first zero crossing, for the series without its linear trend. The lag is at most a third
    /// of the series, so that the season occurs three times. If there is none, for example because a slow swing hides it, the changes from step to
    /// step are searched in the same way.
    /// </summary>
    /// <param name="values">Values without a gap.</param>
    /// <returns>Steps, at least 2; null if that autocorrelation is not above the level of chance, 1.96 / sqrt(n), or the autocorrelation never
    /// crosses zero.</returns>
    public static int? Find(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<double> newest = values.Length > MaximumValues ? values[^MaximumValues..] : values;
        if (newest.Length < 2)
        {
            return null;
        }

        double[] changes = new double[newest.Length - 1];
        TensorPrimitives.Subtract<double>(newest[1..], newest[..^1], changes);
        return HighestAutocorrelation(WithoutTrend(newest)) ?? HighestAutocorrelation(WithoutTrend(changes));
    }

    private static int? HighestAutocorrelation(double[] series)
    {
        int longest = Math.Min(series.Length / 3, MaximumLength);
        double variance = TensorPrimitives.SumOfSquares<double>(series);
        double best = 1.96 / Math.Sqrt(Math.Max(series.Length, 1));
        int? season = null;
        bool hasCrossed = false;
        for (int lag = 1; lag <= longest && variance > 0; lag++)
        {
            double correlation = TensorPrimitives.Dot<double>(series.AsSpan(lag), series.AsSpan(0, series.Length - lag)) / variance;
            hasCrossed |= correlation <= 0;
            if (hasCrossed && lag > 1 && correlation > best)
            {
                best = correlation;
                season = lag;
            }
        }

        return season;
    }

    private static double[] WithoutTrend(ReadOnlySpan<double> values)
    {
        int count = values.Length;
        double middle = (count - 1) / 2.0;
        double sum = 0;
        double product = 0;
        double squares = 0;
        for (int i = 0; i < count; i++)
        {
            sum += values[i];
            product += (i - middle) * values[i];
            squares += (i - middle) * (i - middle);
        }

        double mean = count == 0 ? 0 : sum / count;
        double slope = squares > 0 ? product / squares : 0;
        double[] rest = new double[count];
        for (int i = 0; i < count; i++)
        {
            rest[i] = values[i] - mean - (slope * (i - middle));
        }

        return rest;
    }
}
