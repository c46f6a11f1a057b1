using TinyRnn.Tool.Files;
using TinyRnn.Training;

namespace TinyRnn.Tool.Pictures;

/// <summary>A confusion matrix: rows are the true labels, columns the guesses, each row shaded by its own shares.</summary>
internal static class ConfusionPicture
{
    private const double Cell = 30;
    private const double Left = 130;
    private const double Top = 150;

    public static string Save(ConfusionMatrix matrix, string title, RunFiles files, string path)
    {
        int count = matrix.Labels.Count;
        SvgCanvas canvas = new(Math.Max(Left + (count * Cell) + 60, 460), Top + (count * Cell) + 40);
        canvas.Text(16, 26, title, size: 15, bold: true);
        canvas.Text(
            16, 46,
            FormattableString.Invariant(
                $"accuracy {matrix.Accuracy * 100:0.0} % of {matrix.Total:#,0}, macro-F1 {matrix.MacroF1:0.000}; each row adds up to 100 %"),
            size: 12);
        canvas.Text(16, Top - 8, "true label", size: 12, color: "#6b7785");
        canvas.Text(Left + (count * Cell) + 8, Top - 8, "guess", size: 12, color: "#6b7785");
        for (int actual = 0; actual < count; actual++)
        {
            int total = Enumerable.Range(0, count).Sum(predicted => matrix[actual, predicted]);
            double y = Top + (actual * Cell);
            canvas.Text(Left - 8, y + 19, Shorten(matrix.Labels[actual]), "end");
            canvas.Text(Left + (actual * Cell) + 19, Top - 8, Shorten(matrix.Labels[actual]), rotation: -60);
            for (int predicted = 0; predicted < count; predicted++)
            {
                int number = matrix[actual, predicted];
                double share = total == 0 ? 0 : (double)number / total;
                string text = FormattableString.Invariant(
                    $"{matrix.Labels[actual]} taken for {matrix.Labels[predicted]}: {number} of {total} ({share * 100:0} %)");
                double x = Left + (predicted * Cell);
                canvas.Rectangle(x + 1, y + 1, Cell - 2, Cell - 2, Shade(share), text);
                if (share >= 0.005)
                {
                    canvas.Text(x + (Cell / 2), y + 19, FormattableString.Invariant($"{share * 100:0}"), "middle", 11, share > 0.5 ? "#ffffff" : SvgCanvas.Ink);
                }
            }
        }

        return canvas.Save(files, path);
    }

    // From a faint grey to a dark blue.
    private static string Shade(double share)
    {
        int Mix(int from, int to) => (int)Math.Round(from + ((to - from) * Math.Sqrt(share)));
        return FormattableString.Invariant($"#{Mix(0xf4, 0x1d):x2}{Mix(0xf6, 0x4e):x2}{Mix(0xf8, 0xb8):x2}");
    }

    private static string Shorten(string label) => label.Length <= 16 ? label : label[..15] + "…";
}
