using System.Text;

namespace TinyRnn.Training;

/// <summary>Chooses the characters that a classifier of texts reads.</summary>
internal static class LabelledVocabulary
{
    // A character of one text only identifies that text, and tells nothing about its class.
    private const int FewestTexts = 2;

    /// <summary>Makes the vocabulary; null if no character is in two texts.</summary>
    public static Vocabulary? Choose(IEnumerable<string> texts, int maximumSize)
    {
        List<HashSet<int>> characters = [.. texts.Select(text => text.EnumerateRunes().Select(rune => rune.Value).ToHashSet())];
        int[] common = [.. characters.SelectMany(text => text).Where(codePoint => codePoint != LabelledTexts.UnknownSymbol)
            .CountBy(codePoint => codePoint)
            .Where(one => one.Value >= FewestTexts)
            .OrderByDescending(one => one.Value).ThenBy(one => one.Key)
            .Select(one => one.Key)];
        if (common.Length == 0)
        {
            return null;
        }

        IEnumerable<int> chosen = common.Take(maximumSize);
        if (!IsLearned(characters, chosen))
        {
            // A symbol that no training text has would be read with untrained weights.
            return Make(chosen, UnknownCharacter.Skip, null);
        }

        chosen = common.Take(maximumSize - 1).Append(LabelledTexts.UnknownSymbol);
        return Make(chosen, UnknownCharacter.Replace, char.ConvertFromUtf32(LabelledTexts.UnknownSymbol));
    }

    // The same rule holds for the symbol: it must be in several texts.
    private static bool IsLearned(List<HashSet<int>> texts, IEnumerable<int> chosen)
    {
        HashSet<int> known = [.. chosen];
        return texts.Count(text => !text.IsSubsetOf(known)) >= FewestTexts;
    }

    private static Vocabulary Make(IEnumerable<int> codePoints, UnknownCharacter unknown, string? replacement) =>
        new(string.Concat(codePoints.Order().Select(char.ConvertFromUtf32)), TextNormalization.None, unknown, replacement);
}
