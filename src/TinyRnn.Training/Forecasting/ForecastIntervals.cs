using System.Text.Json;
using System.Text.Json.Nodes;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace TinyRnn.Training;

/// <summary>
/// Prediction intervals of forecasts, by split conformal prediction. An interval around a forecast contains the value in a given share of cases. Its half
/// width is the quantile of the errors on the validation part, from which no weight was learned. It says nothing about a series that changes.
/// </summary>
/// <param name="Level">The share of values that an interval contains, above 0 and below 1.</param>
/// <param name="HalfWidths">
/// The half width for each step after the last row, in the user's units. A model that is not autoregressive has one, for all steps that it gives.
/// </param>
public sealed record ForecastIntervals(double Level, IReadOnlyList<double> HalfWidths)
{
    /// <summary>The largest number of steps that are measured.</summary>
    public const int MaximumSteps = 24;

    // Each start is a run of up to that many steps. More starts would change the quantile by at most a hundredth.
    private const int MaximumOrigins = 1000;

    /// <summary>Measures a network on the validation part of its windows.</summary>
    /// <param name="network">A forecast model with their shape.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="level">The share of values that an interval contains, above 0 and below 1.</param>
    /// <returns>The intervals of as many steps as there are enough errors for; null if there are too few for one step.</returns>
    public static ForecastIntervals? Fit(Network network, ForecastWindows windows, double level)
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "a share above 0 and below 1 was expected");
        }

        ForecastShape shape = windows.Shape;
        int steps = shape.CanContinue ? MaximumSteps : 1;
        List<double>[] errors = [.. Enumerable.Range(0, steps).Select(_ => new List<double>())];
        Interpreter interpreter = new(network);
        int count = Math.Min(windows.Validation.Count, MaximumOrigins);
        for (int i = 0; i < count; i++)
        {
            int target = windows.Validation[(int)((long)i * windows.Validation.Count / count)];
            int there = 1;
            while (there < steps && target + there < windows.TestStart && windows.Series.IsWhole(target, target + there))
            {
                there++;
            }

            double[] forecasts = ForecastSteps.After(interpreter, windows.Before(target), there, step => windows.Series.KnownBefore(target + step));
            for (int step = 0; step < there; step++)
            {
                errors[step].Add(Math.Abs(forecasts[step] - windows.Series.Target[target + step]));
            }
        }

        double[] widths = [.. errors.Select(one => Quantile(one, level)).TakeWhile(width => width is not null).Select(width => width!.Value)];
        return widths.Length == 0 ? null : new ForecastIntervals(level, widths);
    }

    /// <summary>The half width at a step, from 1, after the last row; null if it was not measured.</summary>
    public double? HalfWidth(ForecastShape shape, int step) => HalfWidths.Count == 0 ? null
        : !shape.CanContinue ? HalfWidths[0]
        : step <= HalfWidths.Count ? HalfWidths[step - 1] : null;

    /// <summary>Converts it to metadata of a model.</summary>
    public JsonObject ToJson() => new()
    {
        ["level"] = Level,
        ["halfWidths"] = new JsonArray([.. HalfWidths.Select(width => (JsonNode)width)]),
    };

    /// <summary>Reads the output of <see cref="ToJson"/>; null if it is missing or malformed.</summary>
    public static ForecastIntervals? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("level", out JsonElement level) || level.ValueKind != JsonValueKind.Number || level.GetDouble() is not (> 0 and < 1)
            || !json.TryGetProperty("halfWidths", out JsonElement widths) || widths.ValueKind != JsonValueKind.Array
            || widths.EnumerateArray().Any(width => width.ValueKind != JsonValueKind.Number || width.GetDouble() < 0))
        {
            return null;
        }

        return new ForecastIntervals(level.GetDouble(), [.. widths.EnumerateArray().Select(width => width.GetDouble())]);
    }

    // With n sorted errors, the next error is at most the k-th of them in k of n + 1 cases.
    private static double? Quantile(List<double> errors, double level)
    {
        int rank = (int)Math.Ceiling(((errors.Count + 1) * level) - 1e-9);
        if (rank > errors.Count)
        {
            return null;
        }

        errors.Sort();
        return errors[rank - 1];
    }
}
