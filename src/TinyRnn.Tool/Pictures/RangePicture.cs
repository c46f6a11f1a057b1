namespace TinyRnn.Tool.Pictures;

/// <summary>Between which values each layer's outputs are, with their mean and one deviation on each side, as narrow as a phone.</summary>
internal static class RangePicture
{
    private const double Width = 312;
    private const double Side = 8;
    private const double Row = 36;

    public static SvgCanvas Draw(IReadOnlyList<ValueRange> ranges)
    {
        ValueRange[] shown = [.. ranges.Where(range => double.IsFinite(range.Low) && double.IsFinite(range.High))];
        double low = Math.Min(0, shown.Select(range => range.Low).DefaultIfEmpty(0).Min());
        double high = Math.Max(low + 1e-9, shown.Select(range => range.High).DefaultIfEmpty(0).Max());
        high = Math.Max(high, 0);
        double X(double value) => Side + ((Width - (2 * Side)) * (value - low) / (high - low));
        SvgCanvas canvas = new(Width, (Row * shown.Length) + 20);
        canvas.Text(Math.Clamp(X(0), Side + 4, Width - Side - 4), (Row * shown.Length) + 16, "0", "middle", 10, SvgColors.Quiet);
        for (int i = 0; i < shown.Length; i++)
        {
            ValueRange range = shown[i];
            double y = (Row * i) + 14;
            string ends = FormattableString.Invariant($"{range.Low:0.000} to {range.High:0.000}");
            canvas.Text(Side, y, SvgText.Shorten(range.Name, Width - (2 * Side) - SvgText.Width(ends, 11) - 12), bold: true);
            canvas.Text(Width - Side, y, ends, "end", 11, SvgColors.Quiet);
            double from = Math.Max(range.Low, range.Mean - range.Deviation), to = Math.Min(range.High, range.Mean + range.Deviation);
            string title = FormattableString.Invariant($"{range.Name}: {ends}, mean {range.Mean:0.000}, deviation {range.Deviation:0.000}");
            canvas.Line(X(0), y + 3, X(0), y + 15, SvgColors.Border);
            canvas.Rectangle(X(range.Low), y + 7, Math.Max(1, X(range.High) - X(range.Low)), 4, SvgColors.Shade, title, 0.35);
            canvas.Rectangle(X(from), y + 5, Math.Max(1, X(to) - X(from)), 8, SvgColors.Shade, title, 0.75);
            canvas.Rectangle(X(range.Mean) - 1, y + 3, 2, 12, SvgColors.Orange);
        }

        return canvas;
    }
}

/// <summary>What was seen of a layer's outputs.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Count">How many values.</param>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Zeros">How many are 0.</param>
internal sealed record ValueRange(string Name, long Count, double Low, double High, double Mean, double Deviation, long Zeros);
