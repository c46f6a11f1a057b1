using System.Globalization;
using System.Text;

namespace TinyRnn.Tool.Pictures;

/// <summary>How often which values are in a tensor, small enough to stand beside others.</summary>
internal static class HistogramPicture
{
    private const double Width = 220;
    private const double PlotHeight = 72;
    private const double Side = 6;
    private const double WidestBar = 26;
    private const int FewestBars = 8;
    private const int MostBars = 40;

    /// <param name="values">The values, at least one.</param>
    /// <param name="leavesOutZeros">Whether zeros, which would hide the rest, are not drawn.</param>
    public static SvgCanvas Draw(IReadOnlyList<float> values, bool leavesOutZeros)
    {
        SvgCanvas canvas = new(Width, PlotHeight + 24);
        float[] drawn = [.. values.Where(value => float.IsFinite(value) && !(leavesOutZeros && value == 0))];
        double bottom = PlotHeight + 4;
        canvas.Line(Side, bottom, Width - Side, bottom, SvgColors.Border);
        if (drawn.Length == 0)
        {
            return canvas;
        }

        double low = drawn.Min(), high = drawn.Max();
        int[] bars = Count(drawn, low, high);
        int highest = bars.Max();
        double wide = Math.Min(WidestBar, (Width - (2 * Side)) / bars.Length);
        StringBuilder path = new();
        for (int i = 0; i < bars.Length; i++)
        {
            if (bars[i] > 0)
            {
                // What is there at all is seen.
                double height = Math.Max(1, PlotHeight * bars[i] / highest);
                path.Append(
                    CultureInfo.InvariantCulture, $"M{Side + (i * wide):0.##} {bottom:0.##}v{-height:0.##}h{Math.Max(wide - 0.6, 0.4):0.##}v{height:0.##}z");
            }
        }

        canvas.Path(path.ToString(), SvgColors.Full, 1);
        canvas.Text(Side, bottom + 14, Label(low), size: 10, color: SvgColors.Quiet);
        if (low < high)
        {
            canvas.Text(Width - Side, bottom + 14, Label(high), "end", 10, SvgColors.Quiet);
        }

        DrawZero(canvas, low, high, bottom);
        return canvas;
    }

    private static int[] Count(float[] values, double low, double high)
    {
        int[] bars = new int[low < high ? Math.Clamp((int)Math.Sqrt(values.Length) * 2, FewestBars, MostBars) : 1];
        foreach (float value in values)
        {
            bars[low < high ? Math.Min(bars.Length - 1, (int)((value - low) / (high - low) * bars.Length)) : 0]++;
        }

        return bars;
    }

    // Where 0 is, unless an end is so near that its label would be covered.
    private static void DrawZero(SvgCanvas canvas, double low, double high, double bottom)
    {
        if (low < 0 && high > 0)
        {
            double x = Side + ((Width - (2 * Side)) * -low / (high - low));
            canvas.Line(x, 4, x, bottom + 3, SvgColors.Border);
            if (x > 70 && x < Width - 70)
            {
                canvas.Text(x, bottom + 14, "0", "middle", 10, SvgColors.Quiet);
            }
        }
    }

    private static string Label(double value) => FormattableString.Invariant($"{value:0.0000}");
}
