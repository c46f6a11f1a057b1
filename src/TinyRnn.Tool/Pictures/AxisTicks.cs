using System.Globalization;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Pictures;

/// <summary>Finds round numbers along an axis.</summary>
internal static class AxisTicks
{
    private static readonly int[] Factors = [1, 2, 5, 10];

    /// <summary>Gives about the wanted number of multiples of 1, 2 or 5 times a power of ten, which cover the range from low to high.</summary>
    public static double[] Cover(double low, double high, int about)
    {
        double span = Math.Max(high - low, 1e-9);
        double power = Math.Pow(10, Math.Floor(Math.Log10(span / about)));
        double step = Factors.Select(factor => factor * power).First(candidate => span / candidate <= about);
        double first = Math.Floor(low / step);
        int count = (int)(Math.Ceiling((high / step) - 1e-9) - first) + 1;
        return [.. Enumerable.Range(0, count).Select(i => (first + i) * step)];
    }

    /// <summary>The labels of the ticks, with enough decimals to tell them apart.</summary>
    public static string[] Labels(double[] ticks)
    {
        double step = ticks.Length > 1 ? ticks[1] - ticks[0] : Math.Abs(ticks[0]);
        int power = step > 0 ? (int)Math.Floor(Math.Log10(step) + 1e-9) : 0;
        double largest = ticks.Max(Math.Abs);
        bool hasExponent = power < -5 || largest >= Measures.Huge;
        int digits = step > 0 ? Math.Max(3, (int)Math.Ceiling(Math.Log10(largest / step))) : 3;
        string format = hasExponent ? $"0.{new string('#', digits)}e0" : "#,0." + new string('0', Math.Max(0, -power));
        return [.. ticks.Select(tick => (Math.Abs(tick) < step / 1e6 ? 0 : tick).ToString(format, CultureInfo.InvariantCulture))];
    }
}
