namespace TinyRnn.Training.Tests;

public class LossCurveTests
{
    [Fact]
    public void A_short_curve_is_kept_as_it_is()
    {
        LossCurve curve = new();
        for (int i = 1; i <= LossCurve.Capacity; i++)
        {
            curve.Add(3 * i, i, i % 10 == 0 ? i : null);
        }

        Assert.Equal(Enumerable.Range(1, LossCurve.Capacity).Select(i => new LossPoint(3 * i, i, i % 10 == 0 ? i : null)), curve.Points);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(4 * LossCurve.Capacity)]
    public void A_long_curve_is_bounded_evenly_spread_and_keeps_its_means(int more)
    {
        LossCurve curve = new();
        int count = LossCurve.Capacity + more;
        for (int i = 1; i <= count; i++)
        {
            curve.Add(3 * i, i, i == 100 ? 0.5 : null);
        }

        IReadOnlyList<LossPoint> points = curve.Points;
        Assert.InRange(points.Count, LossCurve.Capacity / 2, LossCurve.Capacity);
        Assert.Equal(3 * count, points[^1].Iteration);
        Assert.Equal(0.5, Assert.Single(points, point => point.Metric is not null).Metric);
        int before = 0;
        double sum = 0;
        int stride = points[0].Iteration;
        foreach (LossPoint point in points)
        {
            // The mean of i over the points that became one.
            Assert.Equal(((before / 3) + 1 + (point.Iteration / 3)) / 2.0, point.Loss, 1e-6);
            Assert.True(point.Iteration - before == stride || point == points[^1], $"{point} after {before}");
            sum += point.Loss * (point.Iteration - before) / 3;
            before = point.Iteration;
        }

        Assert.Equal((double)count * (count + 1) / 2, sum, 1.0);
    }
}
