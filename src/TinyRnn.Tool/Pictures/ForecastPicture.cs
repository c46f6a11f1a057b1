using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Pictures;

/// <summary>Draws the measured values of the test part, the model's forecasts and the best baseline's.</summary>
internal static class ForecastPicture
{
    /// <summary>More points would merge into a solid band.</summary>
    private const int MaximumPoints = 400;

    private const double Width = 960;
    private const double PlotHeight = 312;
    private const double Right = 24;
    private const double Legend = 34;
    private const double Bottom = 44;
    private const double FewestRoom = 48;
    private const int AboutTicks = 6;

    /// <param name="title">The title of the picture.</param>
    /// <param name="rows">The target rows in rising order. Lines are broken where a row is missing.</param>
    /// <param name="lines">The lines, each with a value for each row. The last one is drawn on top.</param>
    /// <param name="times">The labels of the axis, one for each row of the series.</param>
    /// <param name="files">The files of the run.</param>
    /// <param name="path">File to write.</param>
    public static string Save(
        string title, IReadOnlyList<int> rows, IReadOnlyList<ForecastLine> lines, IReadOnlyList<string> times, RunFiles files, string path) =>
        Draw(title, rows, lines, times, "test part").Save(files, path);

    /// <param name="title">Of the picture.</param>
    /// <param name="rows">The rows of the targets, rising; where one is left out the lines are broken.</param>
    /// <param name="lines">Each with a value a row, the last one on top of the others.</param>
    /// <param name="times">What stands below the axis, one for each row of the series.</param>
    /// <param name="part">Which part of the series it is, in words.</param>
    public static SvgCanvas Draw(
        string title, IReadOnlyList<int> rows, IReadOnlyList<ForecastLine> lines, IReadOnlyList<string> times, string part)
    {
        int first = Math.Max(0, rows.Count - MaximumPoints);
        double top = SvgCanvas.TitleHeight(title, 16, Width) + Legend, bottom = top + PlotHeight;
        ValueAxis axis = new(lines.SelectMany(line => line.Values[first..]), AboutTicks, top, bottom);
        double left = Math.Max(FewestRoom, axis.Room);
        SvgCanvas canvas = new(Width, bottom + Bottom);
        canvas.Title(title, 16);
        DrawLegend(canvas, lines, left, top - 14, first == 0 ? part : FormattableString.Invariant($"{part}, the last {MaximumPoints:#,0} of {rows.Count:#,0}"));

        int start = rows[first];
        int end = Math.Max(rows[^1], start + 1);
        double X(int row) => left + ((Width - left - Right) * (row - start) / (end - start));
        foreach (double tick in axis.Ticks)
        {
            canvas.Line(left, axis.Y(tick), Width - Right, axis.Y(tick));
        }

        axis.Draw(canvas, left, isRight: false, SvgColors.Ink);
        foreach ((int row, string anchor) in TimesOf([.. rows.Skip(first)], times, Width - left - Right))
        {
            canvas.Line(X(row), top, X(row), bottom);
            canvas.Text(X(row), bottom + 18, SvgText.Shorten(times[row], Width - left - Right), anchor);
        }

        foreach (ForecastLine line in lines)
        {
            Draw(canvas, rows, line, first, X, axis.Y);
        }

        return canvas;
    }

    /// <summary>The rows that get a time below the axis, with the text's anchor: as many as fit side by side.</summary>
    public static IReadOnlyList<(int Row, string Anchor)> TimesOf(IReadOnlyList<int> rows, IReadOnlyList<string> times, double room)
    {
        // The first and last label are aligned with the ends of the axis, so half of the others' width fits between.
        const double Gap = 12;
        double widest = SvgText.Widest(rows.Select(row => times[row]));
        int span = rows[^1] - rows[0];
        int most = (2 * widest) + Gap > room ? 0 : Math.Max(1, (int)(room / ((1.5 * widest) + Gap)));
        int gaps = Math.Min(Math.Min(AboutTicks, most), span);
        return gaps == 0
            ? [(rows[0], "start")]
            : [.. Enumerable.Range(0, gaps + 1).Select(i => (rows[0] + (int)((long)span * i / gaps), i == 0 ? "start" : i == gaps ? "end" : "middle"))];
    }

    private static void DrawLegend(SvgCanvas canvas, IReadOnlyList<ForecastLine> lines, double x, double y, string part)
    {
        foreach (ForecastLine line in lines)
        {
            canvas.Polyline([(x, y - 4), (x + 22, y - 4)], line.Color, 2.5, line.IsDashed);
            canvas.Text(x + 28, y, line.Name, color: line.Color, bold: true);
            x += 28 + SvgText.Width(line.Name, isBold: true) + 20;
        }

        canvas.Text(Width - Right, y, part, "end");
    }

    private static void Draw(SvgCanvas canvas, IReadOnlyList<int> rows, ForecastLine values, int first, Func<int, double> x, Func<double, double> y)
    {
        List<(double X, double Y)> line = [];
        for (int i = first; i < rows.Count; i++)
        {
            line.Add((x(rows[i]), y(values.Values[i])));
            if (i + 1 < rows.Count && rows[i + 1] == rows[i] + 1)
            {
                continue;
            }

            if (line.Count == 1)
            {
                canvas.Circle(line[0].X, line[0].Y, 2, values.Color);
            }
            else
            {
                canvas.Polyline(line, values.Color, 1.5, values.IsDashed);
            }

            line.Clear();
        }
    }
}

/// <summary>A line of a forecast's picture.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Values">One value for each row.</param>
/// <param name="Color">Its colour.</param>
/// <param name="IsDashed">Whether it is dashed.</param>
internal sealed record ForecastLine(string Name, double[] Values, string Color, bool IsDashed = false);
