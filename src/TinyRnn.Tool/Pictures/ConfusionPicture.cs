using TinyRnn.Tool.Files;
using TinyRnn.Training;

namespace TinyRnn.Tool.Pictures;

/// <summary>
/// Draws a confusion matrix: rows are the true labels, columns the guesses. Each cell has the percentage of its row, which sets the shade, and below it
/// the count.
/// </summary>
internal static class ConfusionPicture
{
    private const double Cell = 40;
    private const double WidestLabel = 170;
    private const double Margin = 16;
    private const double FewestWidth = 520;
    private const double Slope = 60;

    /// <returns>Where the picture is.</returns>
    public static string Save(ConfusionMatrix matrix, string title, RunFiles files, string path) => Draw(matrix, title).Save(files, path);

    public static SvgCanvas Draw(ConfusionMatrix matrix, string title)
    {
        int count = matrix.Labels.Count;
        string[] labels = [.. matrix.Labels.Select(label => SvgText.Shorten(label, WidestLabel))];
        double widest = Math.Max(SvgText.Widest(labels), SvgText.Width("true label"));
        double left = Margin + widest + 8;

        // The last column's slanted label extends to the right.
        double lean = Math.Cos(Slope * Math.PI / 180) * widest;
        double width = Math.Max(left + (count * Cell) + Math.Max(lean, 70) + Margin, FewestWidth);
        string summary = FormattableString.Invariant(
            $"accuracy {matrix.Accuracy * 100:0.0} % of {matrix.Total:#,0}, macro-F1 {matrix.MacroF1:0.000}; percentage of the row, and count");
        double head = SvgCanvas.TitleHeight(title, Margin, width);
        double top = head + 30 + (Math.Sin(Slope * Math.PI / 180) * widest) + 24;
        SvgCanvas canvas = new(width, top + (count * Cell) + 42);
        canvas.Title(title, Margin);
        canvas.Text(Margin, head + 18, summary);
        canvas.Text(Margin, top - 10, "true label", color: SvgColors.Quiet);
        canvas.Text(left + (count * Cell) + 8, top + (count * Cell) + 16, "all", "start", color: SvgColors.Quiet);
        canvas.Text(Margin, top + (count * Cell) + 34, "guesses from left to right, in the order of the rows", color: SvgColors.Quiet);
        for (int actual = 0; actual < count; actual++)
        {
            int total = Enumerable.Range(0, count).Sum(predicted => matrix[actual, predicted]);
            double y = top + (actual * Cell);
            canvas.Text(left - 8, y + (Cell / 2) + 4, labels[actual], "end");
            canvas.Text(left + (actual * Cell) + (Cell / 2) + 4, top - 8, labels[actual], rotation: -Slope);
            canvas.Text(left + (count * Cell) + 8, y + (Cell / 2) + 4, FormattableString.Invariant($"{total:#,0}"), color: SvgColors.Quiet);
            for (int predicted = 0; predicted < count; predicted++)
            {
                Draw(canvas, matrix, actual, predicted, total, left + (predicted * Cell), y);
            }
        }

        return canvas;
    }

    private static void Draw(SvgCanvas canvas, ConfusionMatrix matrix, int actual, int predicted, int total, double x, double y)
    {
        int number = matrix[actual, predicted];
        double share = total == 0 ? 0 : (double)number / total;
        string text = FormattableString.Invariant($"{matrix.Labels[actual]} taken for {matrix.Labels[predicted]}: {number} of {total} ({share * 100:0} %)");
        canvas.Rectangle(x + 1, y + 1, Cell - 2, Cell - 2, SvgColors.Empty);

        // The square root makes small shares visible.
        double shade = Math.Sqrt(share);
        canvas.Rectangle(x + 1, y + 1, Cell - 2, Cell - 2, SvgColors.Shade, text, shade);
        if (number > 0)
        {
            string color = shade > 0.55 ? SvgColors.OnShade : SvgColors.Ink;
            canvas.Text(x + (Cell / 2), y + 18, share < 0.005 ? "<1" : FormattableString.Invariant($"{share * 100:0}"), "middle", 12, color, bold: true);
            canvas.Text(x + (Cell / 2), y + 32, FormattableString.Invariant($"{number:#,0}"), "middle", 10, color);
        }
    }
}
