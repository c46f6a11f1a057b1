namespace TinyRnn.Tool.Pictures;

/// <summary>Round numbers along an axis.</summary>
internal static class AxisTicks
{
    private static readonly int[] Factors = [1, 2, 5, 10];

    /// <summary>About so many multiples of 1, 2 or 5 times a power of ten that cover the range from low to high.</summary>
    public static double[] Cover(double low, double high, int about)
    {
        double span = Math.Max(high - low, 1e-9);
        double power = Math.Pow(10, Math.Floor(Math.Log10(span / about)));
        double step = Factors.Select(factor => factor * power).First(candidate => span / candidate <= about);
        double first = Math.Floor(low / step);
        int count = (int)(Math.Ceiling((high / step) - 1e-9) - first) + 1;
        return [.. Enumerable.Range(0, count).Select(i => (first + i) * step)];
    }

    public static string Label(double value) => Math.Abs(value) >= 1000
        ? FormattableString.Invariant($"{value:#,0}")
        : FormattableString.Invariant($"{value:0.####}");
}
