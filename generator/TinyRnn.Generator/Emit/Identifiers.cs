using System.Globalization;
using System.Text;

namespace TinyRnn.Generator.Emit;

/// <summary>Turns the model's names into C# names.</summary>
internal static class Identifiers
{
    /// <summary>Distinct names in Pascal case; a name without letters becomes <paramref name="fallback"/> and its index.</summary>
    /// <param name="names">The model's names.</param>
    /// <param name="fallback">Start of the name that replaces one without letters.</param>
    public static string[] MakeUnique(IEnumerable<string> names, string fallback) => MakeUnique(names, fallback, new NameScope(), name => [name]);

    /// <summary>The same, drawn from a scope.</summary>
    /// <param name="names">The model's names.</param>
    /// <param name="fallback">Start of the name that replaces one without letters.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="derived">Gives the names that are derived from a name and must be distinct too, the name itself among them.</param>
    public static string[] MakeUnique(IEnumerable<string> names, string fallback, NameScope scope, Func<string, string[]> derived) =>
        [.. names.Select((name, i) => scope.Draw(ToPascalCase(name, fallback + i.ToString(CultureInfo.InvariantCulture)), derived))];

    /// <summary>"old english" and "old-english" become OldEnglish; characters that are not allowed in identifiers are left out.</summary>
    private static string ToPascalCase(string name, string fallback)
    {
        StringBuilder result = new(name.Length);
        bool upper = true;
        foreach (char c in name)
        {
            if (!IsPart(c) && !(IsMark(c) && result.Length > 0 && !upper))
            {
                upper = true;
                continue;
            }

            if (result.Length == 0 && !char.IsLetter(c))
            {
                result.Append('N');
            }

            result.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        return result.Length == 0 ? fallback : result.ToString();
    }

    // Letters and digits outside the basic plane are surrogate pairs, which identifiers cannot contain.
    private static bool IsPart(char c) => char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber;

    // Vowel signs of many scripts, and combining accents: they may follow a letter.
    private static bool IsMark(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
