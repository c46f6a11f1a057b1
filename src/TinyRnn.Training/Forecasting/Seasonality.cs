using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Finds the length of a season.</summary>
public static class Seasonality
{
    /// <summary>Longest season that is looked for.</summary>
    public const int MaximumLength = 3000;

    // As many of the newest values as a search of seconds allows.
    private const int MaximumValues = 200_000;

    /// <summary>
    /// The lag of the highest autocorrelation behind its first zero crossing, of the series without its linear trend; at most a third of
    /// the series, so that it is seen three times. Where that finds none, as when a slow swing hides it, the same of the changes from step to step.
    /// </summary>
    /// <param name="values">Values without a gap.</param>
    /// <returns>Steps, at least 2; null where that autocorrelation is no larger than chance makes it, 1.96 / sqrt(n), or the series never crosses
    /// zero.</returns>
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
