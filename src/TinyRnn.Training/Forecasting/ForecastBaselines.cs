using System.Text.Json;
using System.Text.Json.Nodes;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace TinyRnn.Training;

/// <summary>
/// The baselines of a forecast model: the last value (naive), the value one season before (seasonal-naive), and a linear
/// autoregressive model of the same window.
/// </summary>
/// <param name="Season">Length of a season in steps, at least 2; null for none.</param>
/// <param name="Autoregression">The linear model, or null if none was fitted.</param>
public sealed record ForecastBaselines(int? Season = null, Autoregression? Autoregression = null)
{
    /// <summary>Fits them to all rows before the test part.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="season">Length of a season, 0 for none, or null to find it in the longest stretch without a gap.</param>
    public static ForecastBaselines Fit(ForecastWindows windows, int? season = null)
    {
        int? length = season is null ? Seasonality.Find(LongestStretch(windows)) : season > 1 ? season : null;
        return new ForecastBaselines(length, Autoregression.Fit(windows, windows.TestStart));
    }

    /// <summary>The forecasts of each baseline: <c>AR(24)</c>, <c>naive</c> and, if there is a season, <c>seasonal(12)</c>.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="targets">The target rows.</param>
    public IReadOnlyList<(string Name, double[] Forecasts)> Forecast(ForecastWindows windows, IReadOnlyList<int> targets)
    {
        List<(string, double[])> all = [];
        if (Autoregression is Autoregression linear)
        {
            all.Add(($"AR({linear.Order})", [.. targets.Select(target => linear.Forecast(windows, target))]));
        }

        all.Add(("naive", [.. targets.Select(target => Naive(windows, target))]));
        if (Season is int season)
        {
            all.Add(($"seasonal({season})", [.. targets.Select(target => SeasonalNaive(windows, target, season))]));
        }

        return all;
    }

    /// <summary>Converts it to metadata of a model.</summary>
    public JsonObject ToJson() => new()
    {
        ["season"] = Season,
        ["intercept"] = Autoregression?.Intercept,
        ["coefficients"] = Autoregression is null ? null : new JsonArray([.. Autoregression.Coefficients.Select(value => (JsonNode)value)]),
    };

    /// <summary>Reads the output of <see cref="ToJson"/>. Missing or malformed members are left out.</summary>
    /// <param name="json">The metadata.</param>
    /// <param name="window">Rows that the model reads. A linear model that reads more is left out.</param>
    public static ForecastBaselines Read(JsonElement json, int window)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return new ForecastBaselines();
        }

        int? season = Number(json, "season") is double length and >= 2 and <= int.MaxValue ? (int)length : null;
        double[] coefficients = json.TryGetProperty("coefficients", out JsonElement values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.Number).Select(value => value.GetDouble())]
            : [];
        Autoregression? linear = Number(json, "intercept") is double intercept && coefficients.Length is > 0 && coefficients.Length <= window
            ? new Autoregression(intercept, coefficients)
            : null;
        return new ForecastBaselines(season, linear);
    }

    private static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static double Naive(ForecastWindows windows, int target) => windows.Series.Target[target - windows.Shape.Horizon];

    // The value from the newest complete season that is known when the forecast is made, or the last value if a gap lies between.
    private static double SeasonalNaive(ForecastWindows windows, int target, int season)
    {
        int seasons = ((windows.Shape.Horizon - 1) / season) + 1;
        long source = target - ((long)seasons * season);
        return source >= 0 && windows.Series.IsWhole((int)source, target) ? windows.Series.Target[(int)source] : Naive(windows, target);
    }

    private static ReadOnlySpan<double> LongestStretch(ForecastWindows windows)
    {
        int best = 0;
        int length = 0;
        for (int row = 0; row < windows.TestStart; row++)
        {
            int first = row;
            while (row + 1 < windows.TestStart && windows.Series.IsWhole(first, row + 1))
            {
                row++;
            }

            if (windows.Series.IsThere(first) && row - first + 1 > length)
            {
                (best, length) = (first, row - first + 1);
            }
        }

        return windows.Series.Target.Slice(best, length);
    }
}
