namespace TinyRnn.Tool.Pictures;

/// <summary>Draws a ring around the best point of a line, and a label where it covers no line.</summary>
internal static class BestPoint
{
    private const double Size = 12;
    private const int Samples = 8;

    private static readonly double[] Distances = [18, 34, 52, 74, 100, 130];

    /// <param name="canvas">The picture.</param>
    /// <param name="words">The label of the point.</param>
    /// <param name="point">The point.</param>
    /// <param name="lines">The lines that the label must not cover.</param>
    /// <param name="across">Left and right of the plot.</param>
    /// <param name="down">Top and bottom of the plot.</param>
    public static void Draw(
        SvgCanvas canvas, string words, (double X, double Y) point, IReadOnlyList<(double X, double Y)[]> lines, (double Left, double Right) across,
        (double Top, double Bottom) down)
    {
        double width = SvgText.Width(words, Size, isBold: true);
        double left = Math.Clamp(point.X - (width / 2), across.Left + 4, Math.Max(across.Left + 4, across.Right - width - 4));
        (double X, double Y)[] covered = [.. lines.SelectMany(Sampled)];

        // Tries places above and below in turn until the label covers nothing. If all cover something, it takes the one that covers least.
        double y = Distances.SelectMany(distance => new[] { point.Y - distance, point.Y + distance + Size })
            .Where(baseline => baseline - Size > down.Top && baseline + 4 < down.Bottom)
            .MinBy(baseline => covered.Count(at => at.X > left - 4 && at.X < left + width + 4 && at.Y > baseline - Size - 2 && at.Y < baseline + 4));
        canvas.Line(point.X, point.Y + (y < point.Y ? -6 : 6), Math.Clamp(point.X, left, left + width), y < point.Y ? y + 4 : y - Size, SvgColors.Orange);
        canvas.Text(left, y, words, size: Size, color: SvgColors.Orange, bold: true);
        canvas.Ring(point.X, point.Y, 6, SvgColors.Orange);
    }

    // Lines are straight between their points.
    private static IEnumerable<(double X, double Y)> Sampled((double X, double Y)[] line)
    {
        for (int i = 1; i < line.Length; i++)
        {
            for (int k = 0; k < Samples; k++)
            {
                double share = (double)k / Samples;
                yield return (line[i - 1].X + (share * (line[i].X - line[i - 1].X)), line[i - 1].Y + (share * (line[i].Y - line[i - 1].Y)));
            }
        }
    }
}
