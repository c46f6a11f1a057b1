using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>What a training of forecasts came to: also whether a linear model of the same data is better.</summary>
internal static class ForecastVerdict
{
    private const double Noticeable = 0.02;

    /// <summary>The line; null where there are too few evaluations to tell.</summary>
    /// <param name="result">What was trained.</param>
    /// <param name="windows">Its windows.</param>
    public static string? Of(TrainingResult result, ForecastWindows windows)
    {
        string? verdict = TrainingVerdict.Of(result);
        if (result.Network.Layers is [DenseLayer])
        {
            return verdict;
        }

        // Both learned from the same part and neither from the one that they are compared on.
        Autoregression linear = Autoregression.Fit(windows, windows.ValidationStart);
        double[] measured = [.. windows.Validation.Select(target => windows.Series.Target[target])];
        double rmse = ForecastErrors.Of([.. windows.Validation.Select(target => linear.Forecast(windows, target))], measured).Rmse;
        if (rmse >= result.Metric * (1 - Noticeable))
        {
            return verdict;
        }

        string errors = FormattableString.Invariant($"RMSE {rmse:G4} on the part that chooses the weights, this network {result.Metric:G4}");
        string more = verdict is null ? "" : $" ({verdict.Split(':', ';')[0]})";
        return $"a linear model is better here: {errors}; --cell none --layers 0 trains one{more}";
    }
}
