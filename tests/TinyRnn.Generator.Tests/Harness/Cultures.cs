using System.Globalization;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Cultures in which numbers are written otherwise than in C#.</summary>
internal static class Cultures
{
    /// <summary>One with another sign for everything, which needs no data of the machine.</summary>
    public static CultureInfo Odd { get; } = MakeOdd();

    /// <summary>
    /// All that this .NET knows, of those that write numbers and capitals alike one each; without the machine's data for cultures there are none.
    /// </summary>
    public static IReadOnlyList<CultureInfo> Known { get; } = [.. CultureInfo.GetCultures(CultureTypes.AllCultures).DistinctBy(Form)];

    /// <summary>Runs in a culture.</summary>
    public static T In<T>(CultureInfo culture, Func<T> action)
    {
        (CultureInfo before, CultureInfo ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
            return action();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, ui);
        }
    }

    private static string Form(CultureInfo culture)
    {
        NumberFormatInfo numbers = culture.NumberFormat;
        return string.Join(
            '|', numbers.NegativeSign, numbers.PositiveSign, numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator,
            string.Join(',', numbers.NumberGroupSizes), numbers.NumberNegativePattern, numbers.NumberDecimalDigits,
            numbers.NaNSymbol, numbers.PositiveInfinitySymbol, numbers.PercentSymbol, "iI".ToUpper(culture), "iI".ToLower(culture),
                culture.Calendar.GetType().Name);
    }

    private static CultureInfo MakeOdd()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NegativeSign = "\u2212",
            PositiveSign = "\u200E+",
            NumberDecimalSeparator = "\u066B",
            NumberGroupSeparator = "\u066C",
            NumberGroupSizes = [2],
            NumberDecimalDigits = 3,
            NumberNegativePattern = 3,
            NaNSymbol = "ei luku",
            PositiveInfinitySymbol = "oneindig",
            NegativeInfinitySymbol = "\u2212oneindig",
        };
        return culture;
    }
}
