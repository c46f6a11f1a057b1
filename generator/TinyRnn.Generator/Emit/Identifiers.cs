using System.Globalization;
using System.Text;

namespace TinyRnn.Generator.Emit;

/// <summary>C# names from the model's names.</summary>
internal static class Identifiers
{
    /// <summary>Distinct names in Pascal case; <paramref name="fallback"/> with the index where a name has no letter to keep.</summary>
    /// <param name="names">The model's names.</param>
    /// <param name="fallback">Prefix of a name for a name without letters.</param>
    /// <param name="derived">All the names that a name leads to, all of which must be distinct; the name itself where it is null.</param>
    /// <param name="reserved">Names that none may be.</param>
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

    /// <summary>"old english" and "old-english" become OldEnglish; characters that no identifier has are left out.</summary>
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

    // Letters and digits outside the basic plane come as surrogates, which no identifier has.
    private static bool IsPart(char c) => char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber;

    // The vowel signs of many scripts, and accents that stand alone: part of a name behind a letter.
    private static bool IsMark(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
