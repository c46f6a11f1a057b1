using System.Globalization;
using System.Text;

namespace TinyRnn.Generator.Emit;

/// <summary>Turns the model's names into C# names.</summary>
internal static class Identifiers
{
    /// <summary>Distinct names in Pascal case; a name without letters becomes <paramref name="fallback"/> and its index.</summary>
    /// <param name="names">The model's names.</param>
    /// <param name="fallback">Start of the name that replaces one without letters.</param>
    /// <param name="derived">Gives all names that are derived from a name and must be distinct too; null for only the name itself.</param>
    /// <param name="reserved">Names that must not be used.</param>
    public static string[] MakeUnique(IEnumerable<string> names, string fallback, Func<string, string[]>? derived = null, IEnumerable<string>? reserved = null)
    {
        HashSet<string> taken = new(reserved ?? [], StringComparer.Ordinal);
        List<string> identifiers = [];
        foreach (string name in names)
        {
            string identifier = ToPascalCase(name, fallback + identifiers.Count.ToString(CultureInfo.InvariantCulture));
            string unique = identifier;
            string[] all = AllOf(unique);
            for (int i = 2; taken.Overlaps(all); i++)
            {
                unique = identifier + "_" + i.ToString(CultureInfo.InvariantCulture);
                all = AllOf(unique);
            }

            taken.UnionWith(all);
            identifiers.Add(unique);
        }

        return [.. identifiers];

        string[] AllOf(string identifier) => derived is null ? [identifier] : derived(identifier);
    }

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
