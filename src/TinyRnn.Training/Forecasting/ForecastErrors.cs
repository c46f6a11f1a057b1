namespace TinyRnn.Training;

/// <summary>The errors of forecasts, in the user's units.</summary>
/// <param name="Rmse">Root of the mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
public sealed record ForecastErrors(double Rmse, double Mae)
{
    /// <summary>Compares forecasts with measured values.</summary>
    /// <exception cref="ArgumentException">There are none, or their numbers differ.</exception>
    public static ForecastErrors Of(ReadOnlySpan<double> forecasts, ReadOnlySpan<double> measured)
    {
        if (forecasts.IsEmpty || forecasts.Length != measured.Length)
        {
            throw new ArgumentException($"{forecasts.Length} forecasts and {measured.Length} measured values do not fit");
        }

        double squares = 0;
        double sum = 0;
        for (int i = 0; i < forecasts.Length; i++)
        {
            double difference = forecasts[i] - measured[i];
            squares += difference * difference;
            sum += Math.Abs(difference);
        }

        return new ForecastErrors(Math.Sqrt(squares / forecasts.Length), sum / forecasts.Length);
    }
}
