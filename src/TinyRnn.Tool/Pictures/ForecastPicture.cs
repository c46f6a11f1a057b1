using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Pictures;

/// <summary>What was measured in the test part and what a model forecast for it.</summary>
internal static class ForecastPicture
{
    /// <summary>More than these would be a band of ink.</summary>
    private const int MaximumPoints = 400;

    private const string ForecastColor = "#c2410c";
    private const string MeasuredColor = "#2563eb";
    private const double Left = 64;
    private const double Right = 24;
    private const double Top = 64;
    private const double Bottom = 44;
    private const int AboutTicks = 6;

    /// <param name="title">Of the picture.</param>
    /// <param name="rows">The rows of the targets, rising; where one is left out the lines are broken.</param>
    /// <param name="measured">One value a row.</param>
    /// <param name="forecasts">One value a row.</param>
    /// <param name="times">What stands below the axis, one for each row of the series.</param>
    /// <param name="files">The files of the run.</param>
    /// <param name="path">File to write.</param>
    public static string Save(
        string title, IReadOnlyList<int> rows, double[] measured, double[] forecasts, IReadOnlyList<string> times, RunFiles files, string path)
    {
        SvgCanvas canvas = new(960, 420);
        int first = Math.Max(0, rows.Count - MaximumPoints);
        string part = first == 0 ? "" : FormattableString.Invariant($", the last {MaximumPoints:#,0} of {rows.Count:#,0}");
        canvas.Text(Left, 24, title, size: 15, bold: true);
        canvas.Text(Left, 46, "measured", color: MeasuredColor, bold: true);
        canvas.Text(Left + 72, 46, "forecast", color: ForecastColor, bold: true);
        canvas.Text(canvas.Width - Right, 46, "test part" + part, "end");

        int start = rows[first];
        int end = Math.Max(rows[^1], start + 1);
        double X(int row) => Left + ((canvas.Width - Left - Right) * (row - start) / (end - start));
        double[] ticks = AxisTicks.Cover(measured[first..].Concat(forecasts[first..]).Min(), measured[first..].Concat(forecasts[first..]).Max(), AboutTicks);
        double bottom = canvas.Height - Bottom;
        double Y(double value) => bottom - ((bottom - Top) * (value - ticks[0]) / (ticks[^1] - ticks[0]));
        foreach (double tick in ticks)
        {
            canvas.Line(Left, Y(tick), canvas.Width - Right, Y(tick));
            canvas.Text(Left - 8, Y(tick) + 4, AxisTicks.Label(tick), "end");
        }

        for (int i = 0; i <= AboutTicks; i++)
        {
            int row = start + (int)((long)(rows[^1] - start) * i / AboutTicks);
            canvas.Line(X(row), Top, X(row), bottom);
            canvas.Text(X(row), bottom + 18, times[row], i == 0 ? "start" : i == AboutTicks ? "end" : "middle");
        }

        Lines(canvas, rows, measured, first, X, Y, MeasuredColor);
        Lines(canvas, rows, forecasts, first, X, Y, ForecastColor);
        return canvas.Save(files, path);
    }

    private static void Lines(SvgCanvas canvas, IReadOnlyList<int> rows, double[] values, int first, Func<int, double> x, Func<double, double> y, string color)
    {
        List<(double X, double Y)> line = [];
        for (int i = first; i < rows.Count; i++)
        {
            line.Add((x(rows[i]), y(values[i])));
            if (i + 1 < rows.Count && rows[i + 1] == rows[i] + 1)
            {
                continue;
            }

            if (line.Count == 1)
            {
                canvas.Circle(line[0].X, line[0].Y, 2, color);
            }
            else
            {
                canvas.Polyline(line, color, 1.5);
            }

            line.Clear();
        }
    }
}
