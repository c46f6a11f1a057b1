namespace TinyRnn.Tool.Pictures;

/// <summary>An upright axis: round values, what stands beside them, and where they are.</summary>
internal sealed class ValueAxis
{
    private const double Gap = 8;

    private readonly double _top;
    private readonly double _bottom;

    /// <param name="values">What is to be seen, at least one.</param>
    /// <param name="about">How many ticks.</param>
    /// <param name="top">Where the highest one is.</param>
    /// <param name="bottom">Where the lowest one is.</param>
    public ValueAxis(IEnumerable<double> values, int about, double top, double bottom)
    {
        double[] all = [.. values];
        double low = all.Min(), high = all.Max();

        // A flat line has room above and below.
        double least = Math.Max(Math.Abs(high), 1) * 1e-6;
        Ticks = AxisTicks.Cover(low, Math.Max(high, low + least), about);
        Labels = AxisTicks.Labels(Ticks);
        _top = top;
        _bottom = bottom;
    }

    public double[] Ticks { get; }

    public string[] Labels { get; }

    /// <summary>Room that the labels need beside the plot.</summary>
    public double Room => SvgText.Widest(Labels) + Gap + Gap;

    /// <summary>Where a value is.</summary>
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
