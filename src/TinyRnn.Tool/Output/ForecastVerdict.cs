using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>The verdict on a forecast training, and whether a linear model of the same data is better.</summary>
internal static class ForecastVerdict
{
    private const double Noticeable = 0.02;

    /// <summary>The verdict as one line; null with too few evaluations.</summary>
    /// <param name="result">The result of the training.</param>
    /// <param name="windows">The windows of the series.</param>
    public static string? Of(TrainingResult result, ForecastWindows windows)
    {
        string? verdict = TrainingVerdict.Of(result);
        if (result.Network.Layers is [DenseLayer])
        {
            return verdict;
        }

        // Both learned from the same part, and neither learned from the part on which they are compared.
        Autoregression linear = Autoregression.Fit(windows, windows.ValidationStart);
        double[] measured = [.. windows.Validation.Select(target => windows.Series.Target[target])];
        double rmse = ForecastErrors.Of([.. windows.Validation.Select(target => linear.Forecast(windows, target))], measured).Rmse;
        if (rmse >= result.Metric * (1 - Noticeable))
        {
            return verdict;
        }

        string errors = FormattableString.Invariant($"RMSE {rmse:G4} on the validation part, this network {result.Metric:G4}");
        string more = verdict is null ? "" : $" ({verdict.Split(':', ';')[0]})";
        return $"a linear model is better here: {errors}; train one with --cell none --layers 0{more}";
    }
}
