using System.Globalization;

namespace TinyRnn.Tool.Data;

/// <summary>Reads dates as tables have them. Dates with dots are day.month.year everywhere; dates with slashes are month/day/year.</summary>
internal static class Dates
{
    private static readonly string[] Dotted = ["d.M.yyyy", "d.M.yyyy H:mm", "d.M.yyyy H:mm:ss", "d.M.yy", "d.M.yy H:mm", "d.M.yy H:mm:ss"];

    /// <summary>Reads a date; one without a time zone is in UTC.</summary>
    public static bool TryParse(string text, out DateTime date) =>
        DateTime.TryParseExact(text, Dotted, CultureInfo.InvariantCulture, Style, out date)
        || (!IsDotted(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, Style, out date));

    private const DateTimeStyles Style = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;

    // Without this 1.13.2023 would be read with the month first.
    private static bool IsDotted(string text)
    {
        string[] parts = text.Trim().Split(' ')[0].Split('.');
        return parts.Length == 3 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
    }
}
