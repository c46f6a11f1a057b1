namespace TinyRnn.Tool.Pictures;

/// <summary>A vertical axis: round values, their labels and their places.</summary>
internal sealed class ValueAxis
{
    private const double Gap = 8;

    private readonly double _top;
    private readonly double _bottom;

    /// <param name="values">The values to show, at least one.</param>
    /// <param name="about">The approximate number of ticks.</param>
    /// <param name="top">The place of the highest tick.</param>
    /// <param name="bottom">The place of the lowest tick.</param>
    public ValueAxis(IEnumerable<double> values, int about, double top, double bottom)
    {
        double[] all = [.. values];
        double low = all.Min(), high = all.Max();

        // A flat line gets space above and below.
        double least = Math.Max(Math.Abs(high), 1) * 1e-6;
        Ticks = AxisTicks.Cover(low, Math.Max(high, low + least), about);
        Labels = AxisTicks.Labels(Ticks);
        _top = top;
        _bottom = bottom;
    }

    public double[] Ticks { get; }

    public string[] Labels { get; }

    /// <summary>The width of the labels next to the plot.</summary>
    public double Room => SvgText.Widest(Labels) + Gap + Gap;

    /// <summary>The place of a value.</summary>
    public double Y(double value) => _bottom - ((_bottom - _top) * (value - Ticks[0]) / (Ticks[^1] - Ticks[0]));

    /// <summary>Draws the labels at the left or right of the plot.</summary>
    public void Draw(SvgCanvas canvas, double x, bool isRight, string color)
    {
        for (int i = 0; i < Ticks.Length; i++)
        {
            canvas.Text(x + (isRight ? Gap : -Gap), Y(Ticks[i]) + 4, Labels[i], isRight ? "start" : "end", color: color);
        }
    }
}
