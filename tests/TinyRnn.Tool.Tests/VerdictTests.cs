using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Tests;

public sealed class VerdictTests
{
    [Theory]
    [InlineData("10 8 6 5 4 3 2 1", "9 8 7 6 5 4 3 2", "still improving at the end; more --epochs may help")]
    [InlineData("10 8 6 5 4 3 2 1", "9 7 5 6 7 8 9 10", "overfitting since epoch 3: ")]
    [InlineData("10 8 6 5 5 5 5 5", "9 7 5 4 4 4 4 4", "settled: hardly any improvement since epoch 4")]
    [InlineData("10 8 6 5 5 5 5 5", "9 7 5 4 6 6 6 6", "settled: hardly any improvement since epoch 4")]
    [InlineData("10 8 6", "9 8 7", null)]
    public void A_curve_of_errors_has_a_verdict(string losses, string errors, string? expected)
    {
        string? verdict = TrainingVerdict.Of(Result(losses, errors, higherIsBetter: false));
        Assert.True(expected is null ? verdict is null : verdict!.StartsWith(expected, StringComparison.Ordinal), verdict);
    }

    [Theory]
    [InlineData("10 8 6 5 4 3 2 1", "0.5 0.6 0.7 0.8 0.9 0.95 0.98 0.99", "still improving")]
    [InlineData("10 8 6 5 4 3 2 1", "0.5 0.6 0.9 0.8 0.8 0.7 0.7 0.7", "overfitting since epoch 3: ")]
    [InlineData("10 8 6 5 4 3 3 3", "0.5 0.6 0.9 0.9 0.9 0.9 0.9 0.9", "settled: hardly any improvement since epoch 3")]
    public void A_curve_of_shares_has_one_too(string losses, string shares, string expected) =>
        Assert.StartsWith(expected, TrainingVerdict.Of(Result(losses, shares, higherIsBetter: true)), StringComparison.Ordinal);

    [Fact]
    public void What_was_stopped_has_none() =>
        Assert.Null(TrainingVerdict.Of(Result("10 8 6 5 4 3 2 1", "9 8 7 6 5 4 3 2", higherIsBetter: false) with { Cancelled = true }));

    private static TrainingResult Result(string losses, string metrics, bool higherIsBetter)
    {
        const int Steps = 5;
        double[] loss = Numbers(losses), metric = Numbers(metrics);
        int best = Array.IndexOf(metric, higherIsBetter ? metric.Max() : metric.Min());
        return new TrainingResult
        {
            Network = null!,
            MetricName = higherIsBetter ? "accuracy" : "rmse",
            HigherIsBetter = higherIsBetter,
            Metric = metric[best],
            BestIteration = (best + 1) * Steps,
            Iterations = loss.Length * Steps,
            IterationsPerEpoch = Steps,
            Cancelled = false,
            StoppedEarly = false,
            LossCurve = [.. loss.Select((value, i) => new LossPoint((i + 1) * Steps, value, metric[i]))],
            Elapsed = TimeSpan.Zero,
        };
    }

    private static double[] Numbers(string text) =>
        [.. text.Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
}
