using System.Globalization;
using System.Text;

namespace TinyRnn.Tool.Pictures;

/// <summary>Estimates the width of text. The viewer's font is unknown, so estimates are rather too wide than too narrow.</summary>
internal static class SvgText
{
    private const double Narrow = 0.41;
    private const double Usual = 0.64;
    private const double Capital = 0.74;
    private const double Wide = 0.99;
    private const double Square = 1.05;
    private const double BoldFactor = 1.13;

    /// <summary>The width of a text in pixels.</summary>
    public static double Width(string text, double size = 12, bool isBold = false)
    {
        double width = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            width += IsMark(rune) ? 0
                : rune.Value >= 0x2e80 ? Square
                : "iIjlftr.,:;'|!()[] ".Contains((char)rune.Value, StringComparison.Ordinal) ? Narrow
                : "mwMW@%—".Contains((char)rune.Value, StringComparison.Ordinal) ? Wide
                : Rune.IsUpper(rune) ? Capital
                : Usual;
        }

        return width * size * (isBold ? BoldFactor : 1);
    }

    /// <summary>The width of the widest of several texts.</summary>
    public static double Widest(IEnumerable<string> texts, double size = 12) => texts.Select(text => Width(text, size)).DefaultIfEmpty().Max();

    /// <summary>Breaks text into lines of at most a width, between words, or within a word that is wider.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size, bool isBold = false)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string rest = word;
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (Width(longer, size, isBold) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            while (Width(rest, size, isBold) > width)
            {
                int fits = Math.Max(1, FittingLength(rest, width, size, isBold));
                lines.Add(rest[..fits]);
                rest = rest[fits..];
            }

            line = rest;
        }

        return line.Length > 0 || lines.Count == 0 ? [.. lines, line] : lines;
    }

    /// <summary>The text, or its beginning and an ellipsis if it is too wide.</summary>
    public static string Shorten(string text, double width, double size = 12) =>
        Width(text, size) <= width ? text : text[..FittingLength(text, width - Width("…", size), size, isBold: false)] + "…";

    private static int FittingLength(string text, double width, double size, bool isBold)
    {
        // Never split a character, such as a letter and its accent.
        int[] starts = StringInfo.ParseCombiningCharacters(text);
        int fits = 0;
        for (int i = 1; i <= starts.Length; i++)
        {
            int end = i < starts.Length ? starts[i] : text.Length;
            if (Width(text[..end], size, isBold) > width)
            {
                break;
            }

            fits = end;
        }

        return fits;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
