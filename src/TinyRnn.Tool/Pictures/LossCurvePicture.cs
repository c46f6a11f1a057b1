using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Pictures;

/// <summary>The loss curve, with what was measured on held-out data on an axis of its own, and the best of that marked.</summary>
internal static class LossCurvePicture
{
    private const double Width = 760;
    private const double PlotHeight = 316;
    private const double Bottom = 48;
    private const double Legend = 26;
    private const double FewestRoom = 48;
    private const int AboutSteps = 8;
    private const int AboutValues = 6;

    public static string Save(TrainingResult result, string title, RunFiles files, string path)
    {
        double top = SvgCanvas.TitleHeight(title, 16, Width) + Legend;
        SvgCanvas canvas = new(Width, top + PlotHeight + Bottom);
        canvas.Title(title, 16);
        LossPoint[] losses = [.. result.LossCurve.Where(point => double.IsFinite(point.Loss))];
        LossPoint[] metrics = [.. result.LossCurve.Where(point => point.Metric is double metric && double.IsFinite(metric))];
        if (losses.Length == 0)
        {
            canvas.Text(canvas.Width / 2, canvas.Height / 2, "stopped before the first point of the curve", "middle");
            return canvas.Save(files, path);
        }

        double bottom = top + PlotHeight;
        ValueAxis left = new(losses.Select(point => point.Loss), AboutValues, top, bottom);
        ValueAxis? right = metrics.Length == 0 ? null
            : new ValueAxis(metrics.Select(point => point.Metric!.Value).Append(result.Metric), AboutValues, top, bottom);
        double x1 = Math.Max(FewestRoom, left.Room), x2 = Width - Math.Max(FewestRoom, right?.Room ?? 0);
        double[] steps = AxisTicks.Cover(0, Math.Max(1, result.LossCurve.Max(point => point.Iteration)), AboutSteps);
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
        Series(canvas, [.. losses.Select(point => (X(point.Iteration), left.Y(point.Loss)))], SvgColors.Blue);
        canvas.Text(x1, top - 12, "training loss", color: SvgColors.Blue, bold: true);
        if (right is not null)
        {
            right.Draw(canvas, x2, isRight: true, SvgColors.Orange);
            Series(canvas, [.. metrics.Select(point => (X(point.Iteration), right.Y(point.Metric!.Value)))], SvgColors.Orange);
            canvas.Text(x2, top - 12, $"{(result.IsOfTest ? "test" : "validation")} {result.MetricName}", "end", color: SvgColors.Orange, bold: true);
            Best(canvas, result, X(result.BestIteration), right.Y(result.Metric), (x1, x2), (top, bottom));
        }

        return canvas.Save(files, path);
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

    // Its words stand where the picture has most room for them: towards the middle.
    private static void Best(SvgCanvas canvas, TrainingResult result, double x, double y, (double Left, double Right) across, (double Top, double Bottom) down)
    {
        string text = FormattableString.Invariant($"best {Measures.Format(result.MetricName, result.Metric)} at step {result.BestIteration:#,0}");
        bool isRight = x > (across.Left + across.Right) / 2, isLow = y > (down.Top + down.Bottom) / 2;
        double textX = x + (isRight ? -10 : 10), textY = y + (isLow ? -12 : 22);
        double width = SvgText.Width(text, isBold: true);
        canvas.Rectangle(isRight ? textX - width : textX, textY - 12, width, 16, SvgColors.Paper, opacity: 0.8);
        canvas.Text(textX, textY, text, isRight ? "end" : "start", color: SvgColors.Orange, bold: true);
        canvas.Ring(x, y, 6, SvgColors.Orange);
    }
}
