using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Pictures;

/// <summary>Draws the loss curve, and the metric on held-out data on its own axis with the best point marked.</summary>
internal static class LossCurvePicture
{
    private const double Width = 760;
    private const double PlotHeight = 316;
    private const double Bottom = 48;
    private const double Legend = 32;
    private const double FewestRoom = 48;
    private const int AboutSteps = 8;
    private const int AboutValues = 6;

    /// <returns>Where the picture is.</returns>
    public static string Save(TrainingResult result, string title, RunFiles files, string path) => Draw(LossCurve.Of(result), title).Save(files, path);

    public static SvgCanvas Draw(LossCurve result, string title)
    {
        double top = SvgCanvas.TitleHeight(title, 16, Width) + Legend;
        SvgCanvas canvas = new(Width, top + PlotHeight + Bottom);
        canvas.Title(title, 16);
        LossPoint[] losses = [.. result.Points.Where(point => double.IsFinite(point.Loss))];
        LossPoint[] metrics = [.. result.Points.Where(point => point.Metric is double metric && double.IsFinite(metric))];
        if (losses.Length == 0)
        {
            canvas.Text(canvas.Width / 2, canvas.Height / 2, "stopped before the first point of the curve", "middle");
            return canvas;
        }

        bool isShare = result.MetricName == "accuracy";
        double Shown(double metric) => isShare ? metric * 100 : metric;
        double bottom = top + PlotHeight;
        ValueAxis left = new(losses.Select(point => point.Loss), AboutValues, top, bottom);
        ValueAxis? right = metrics.Length == 0 ? null
            : new ValueAxis(metrics.Select(point => point.Metric!.Value).Append(result.Metric).Select(Shown), AboutValues, top, bottom);
        double x1 = Math.Max(FewestRoom, left.Room), x2 = Width - Math.Max(FewestRoom, right?.Room ?? 0);
        double[] steps = AxisTicks.Cover(0, Math.Max(1, result.Points.Max(point => point.Iteration)), AboutSteps);
        double X(double step) => x1 + ((x2 - x1) * step / steps[^1]);
        foreach ((double step, string label) in steps.Zip(AxisTicks.Labels(steps)))
        {
            canvas.Line(X(step), top, X(step), bottom);
            canvas.Text(X(step), bottom + 18, label, "middle");
        }

        foreach (double tick in left.Ticks)
        {
            canvas.Line(x1, left.Y(tick), x2, left.Y(tick));
        }

        canvas.Text((x1 + x2) / 2, canvas.Height - 10, "optimiser steps", "middle");
        left.Draw(canvas, x1, isRight: false, SvgColors.Blue);
        (double X, double Y)[] lossLine = [.. losses.Select(point => (X(point.Iteration), left.Y(point.Loss)))];
        Series(canvas, lossLine, SvgColors.Blue);
        canvas.Text(x1, top - 12, "training loss", color: SvgColors.Blue, bold: true);
        if (right is not null)
        {
            right.Draw(canvas, x2, isRight: true, SvgColors.Orange);
            (double X, double Y)[] metricLine = [.. metrics.Select(point => (X(point.Iteration), right.Y(Shown(point.Metric!.Value))))];
            Series(canvas, metricLine, SvgColors.Orange);
            string name = $"{(result.IsOfTest ? "test" : "validation")} {result.MetricName}{(isShare ? ", %" : "")}";
            canvas.Text(x2, top - 12, name, "end", color: SvgColors.Orange, bold: true);
            string best = FormattableString.Invariant($"best {Measures.Format(result.MetricName, result.Metric)} at step {result.BestIteration:#,0}");
            BestPoint.Draw(canvas, best, (X(result.BestIteration), right.Y(Shown(result.Metric))), [lossLine, metricLine], (x1, x2), (top, bottom));
        }

        return canvas;
    }

    private static void Series(SvgCanvas canvas, (double X, double Y)[] line, string color)
    {
        canvas.Polyline(line, color);
        if (line.Length < 60)
        {
            foreach ((double x, double y) in line)
            {
                canvas.Circle(x, y, 3, color);
            }
        }
    }
}
