using TinyRnn.Tool.Files;
using TinyRnn.Training;

namespace TinyRnn.Tool.Pictures;

/// <summary>The loss curve, with what was measured on held-out data on an axis of its own.</summary>
internal static class LossCurvePicture
{
    private const string LossColor = "#2563eb";
    private const string MetricColor = "#c2410c";
    private const double Left = 64;
    private const double Right = 64;
    private const double Top = 56;
    private const double Bottom = 48;

    public static string Save(TrainingResult result, string title, RunFiles files, string path)
    {
        SvgCanvas canvas = new(760, 420);
        canvas.Text(Left, 24, title, size: 15, bold: true);
        LossPoint[] losses = [.. result.LossCurve.Where(point => double.IsFinite(point.Loss))];
        LossPoint[] metrics = [.. result.LossCurve.Where(point => point.Metric is double metric && double.IsFinite(metric))];
        if (losses.Length == 0)
        {
            canvas.Text(canvas.Width / 2, canvas.Height / 2, "stopped before the first point of the curve", "middle");
            return canvas.Save(files, path);
        }

        double[] steps = AxisTicks.Cover(0, Math.Max(1, result.LossCurve.Max(point => point.Iteration)), 8);
        double X(double step) => Left + ((canvas.Width - Left - Right) * step / steps[^1]);
        foreach (double step in steps)
        {
            canvas.Line(X(step), Top, X(step), canvas.Height - Bottom);
            canvas.Text(X(step), canvas.Height - Bottom + 18, AxisTicks.Label(step), "middle");
        }

        canvas.Text((Left + canvas.Width - Right) / 2, canvas.Height - 10, "optimiser steps", "middle");
        Series(canvas, X, losses, point => point.Loss, "training loss", LossColor, isRight: false);
        if (metrics.Length > 0)
        {
            Series(
                canvas, X, metrics, point => point.Metric!.Value, (result.MetricName == "accuracy" ? "test " : "validation ") + result.MetricName, MetricColor,
                isRight: true);
        }

        return canvas.Save(files, path);
    }

    private static void Series(
        SvgCanvas canvas, Func<double, double> x, LossPoint[] points, Func<LossPoint, double> value, string name, string color, bool isRight)
    {
        double[] ticks = AxisTicks.Cover(points.Min(value), points.Max(value), 6);
        double bottom = canvas.Height - Bottom;
        double Y(double v) => bottom - ((bottom - Top) * (v - ticks[0]) / (ticks[^1] - ticks[0]));
        double axis = isRight ? canvas.Width - Right : Left;
        foreach (double tick in ticks)
        {
            if (!isRight)
            {
                canvas.Line(Left, Y(tick), canvas.Width - Right, Y(tick));
            }

            canvas.Text(axis + (isRight ? 8 : -8), Y(tick) + 4, AxisTicks.Label(tick), isRight ? "start" : "end", color: color);
        }

        (double X, double Y)[] line = [.. points.Select(point => (x(point.Iteration), Y(value(point))))];
        canvas.Polyline(line, color);
        if (line.Length < 60)
        {
            foreach ((double px, double py) in line)
            {
                canvas.Circle(px, py, 3, color);
            }
        }

        canvas.Text(axis, Top - 12, name, isRight ? "end" : "start", color: color, bold: true);
    }
}
