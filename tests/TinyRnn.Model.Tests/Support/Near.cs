namespace TinyRnn.Model.Tests;

/// <summary>Values that are right but for rounding.</summary>
internal static class Near
{
    /// <summary>Every value is within the tolerance: of 1, or of the expected value where that is larger.</summary>
    public static void Check(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]) / Math.Max(1, Math.Abs(expected[i]));
            Assert.True(error <= tolerance, $"{what} value {i}: {actual[i]} instead of {expected[i]}");
        }
    }
}
