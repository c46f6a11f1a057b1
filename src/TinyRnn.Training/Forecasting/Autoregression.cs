using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// A linear autoregressive model by least squares: y(t + h) = intercept + sum over i of coefficient_i y(t - i). For a horizon h above 1
/// it is fitted to that horizon itself (a direct forecast).
/// </summary>
/// <param name="Intercept">In the user's units.</param>
/// <param name="Coefficients">The newest value's first.</param>
public sealed record Autoregression(double Intercept, IReadOnlyList<double> Coefficients)
{
    /// <summary>The largest order: the sums of the fit are a matrix of order by order.</summary>
    public const int MaximumOrder = 512;

    // Relative to the variance. It makes dependent columns solvable and changes no digit that is shown.
    private const double Ridge = 1e-9;

    /// <summary>Number of past values that the model reads.</summary>
    public int Order => Coefficients.Count;

    /// <summary>Fits a model to all windows of a series whose target is before a row.</summary>
    /// <param name="windows">The windows. Their length, but at most <see cref="MaximumOrder"/>, is the order; only the target column is read.</param>
    /// <param name="end">Row of the first target that is left out.</param>
    /// <exception cref="ArgumentException">There is no window before that row.</exception>
    public static Autoregression Fit(ForecastWindows windows, int end)
    {
        int order = Math.Min(windows.Shape.Window, MaximumOrder);
        int[] targets = [.. windows.All.Where(target => target < end)];
        if (targets.Length == 0)
        {
            throw new ArgumentException($"there is no window of {windows.Shape.Window} rows before row {end + 1}");
        }

        // With centred values the intercept needs no column, and the sums keep their precision.
        double center = targets.Average(target => windows.Series.Target[target]);
        double[] products = new double[order * order];
        double[] right = new double[order];
        double[] past = new double[order];
        foreach (int target in targets)
        {
            for (int i = 0; i < order; i++)
            {
                past[i] = windows.Series.Target[target - windows.Shape.Horizon - i] - center;
            }

            TensorPrimitives.MultiplyAdd(past, windows.Series.Target[target] - center, right, right);
            for (int i = 0; i < order; i++)
            {
                Span<double> row = products.AsSpan(i * order, i + 1);
                TensorPrimitives.MultiplyAdd(past.AsSpan(0, i + 1), past[i], row, row);
            }
        }

        double scale = Enumerable.Range(0, order).Average(i => products[(i * order) + i]);
        for (int i = 0; i < order; i++)
        {
            products[(i * order) + i] += (scale * Ridge) + double.Epsilon;
        }

        double[] coefficients = scale > 0 ? Cholesky.Solve(products, right) : right;
        return new Autoregression(center * (1 - coefficients.Sum()), coefficients);
    }

    /// <summary>Forecasts a target from the rows up to the horizon before it.</summary>
    public double Forecast(ForecastWindows windows, int target)
    {
        double sum = Intercept;
        for (int i = 0; i < Order; i++)
        {
            sum += Coefficients[i] * windows.Series.Target[target - windows.Shape.Horizon - i];
        }

        return sum;
    }
}
