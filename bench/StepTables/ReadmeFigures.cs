using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyRnn.Bench;

/// <summary>The figures of steps in the README, taken from the tables of the benches' page, so that each is measured once.</summary>
internal static partial class ReadmeFigures
{
    /// <summary>The text of the README with the figures of a page.</summary>
    /// <exception cref="FormatException">A table or a row is missing.</exception>
    public static string In(string readme, string page)
    {
        double[] tuned = Column(page, "JIT / tuned");
        double[] narrow = Column(page, "default / sse");
        double[] runs = Column(page, "100 steps / ORT, 100 steps");
        readme = WithFigure(
            readme, "one step of ",
            $"TinyRnn takes {Span(tuned)} of the C program, and is faster in {tuned.Count(ratio => ratio < 1)} of {tuned.Length} cases");
        readme = WithFigure(readme, "the same under NativeAOT's default", $"{Span(narrow)} of the C program");
        return WithFigure(readme, "100 steps in each call", $"{Span(runs)} of ONNX Runtime");
    }

    // A row of a table: what was measured, the result, the command.
    private static string WithFigure(string readme, string what, string figure)
    {
        Match row = Regex.Match(readme, $@"^\| {Regex.Escape(what)}[^|\n]*\| ([^|\n]*) \|", RegexOptions.Multiline);
        return row.Success
            ? readme[..row.Groups[1].Index] + figure + readme[(row.Groups[1].Index + row.Groups[1].Length)..]
            : throw new FormatException($"README.md: no row of a table begins with '{what}'");
    }

    private static string Span(double[] ratios) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratios.Min():0.00} to {ratios.Max():0.00} times the time");

    // The values of a column in all tables that have it.
    private static double[] Column(string page, string name)
    {
        List<double> values = [];
        int column = -1;
        foreach (string line in page.Split('\n'))
        {
            string[] cells = line.StartsWith('|') ? [.. line.Split('|', StringSplitOptions.TrimEntries)[1..^1]] : [];
            column = cells.Length == 0 ? -1 : column < 0 ? Array.IndexOf(cells, name) : column;
            if (column >= 0 && column < cells.Length && First().Match(cells[column]) is { Success: true } number)
            {
                values.Add(double.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture));
            }
        }

        return values.Count > 0 ? [.. values] : throw new FormatException($"bench/README.md: no table has a column '{name}' with numbers");
    }

    // A ratio, alone or bold before its limit.
    [GeneratedRegex(@"^\**(\d+\.\d+)")]
    private static partial Regex First();
}
