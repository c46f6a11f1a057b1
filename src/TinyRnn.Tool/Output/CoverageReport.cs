using System.Text;
using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>Reports which characters of texts a vocabulary lacks, and refuses to train if it lacks nearly all.</summary>
internal static class CoverageReport
{
    // If a vocabulary lacks a language's letters, its punctuation and digits still exceed a smaller share.
    public const double NearlyNothing = 0.1;

    private const int Shown = 8;

    /// <summary>The coverage of all texts together.</summary>
    public static VocabularyCoverage Sum(IReadOnlyList<VocabularyCoverage> parts, Vocabulary vocabulary)
    {
        VocabularyCoverage sum = new(vocabulary);
        foreach (VocabularyCoverage part in parts)
        {
            sum.Add(part);
        }

        return sum;
    }

    /// <summary>Whether so little of a text is known that its result is unreliable.</summary>
    public static bool IsNearlyNothing(VocabularyCoverage coverage) => coverage.KnownShare < NearlyNothing;

    /// <summary>Measures how much of the training texts a vocabulary covers.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="path">Their file or folder, for errors.</param>
    /// <param name="remedy">The advice for the user if too little is known.</param>
    /// <exception cref="ToolException">Nearly nothing of a class is known.</exception>
    public static VocabularyCoverage Check(LabelledTexts texts, Vocabulary vocabulary, string path, string remedy)
    {
        IReadOnlyList<VocabularyCoverage> classes = texts.Cover(vocabulary);
        for (int i = 0; i < classes.Count; i++)
        {
            if (IsNearlyNothing(classes[i]))
            {
                string share = FormattableString.Invariant($"{classes[i].KnownShare * 100:0.0} % of the characters other than white space");
                string reason = $"the vocabulary knows only {share} of class '{texts.Labels[i]}', too few to learn from ({Unknown(classes[i])} are unknown)";
                throw new ToolException($"{path}: {reason}; {remedy}");
            }
        }

        return Sum(classes, vocabulary);
    }

    /// <summary>Describes the size of a vocabulary, and the characters of texts that it lacks.</summary>
    public static string Describe(Vocabulary vocabulary, VocabularyCoverage coverage) => FormattableString.Invariant(
        $"{vocabulary.Size:#,0} different ones; {(coverage.UnknownCharacters == 0 ? "the texts have no others" : Lost(vocabulary, coverage))}");

    /// <summary>Describes the characters of texts that a vocabulary lacks. There must be some.</summary>
    public static string Lost(Vocabulary vocabulary, VocabularyCoverage coverage)
    {
        string share = FormattableString.Invariant($"{100.0 * coverage.UnknownCharacters / coverage.Characters:0.0##} % of all {coverage.Characters:#,0}");
        string texts = FormattableString.Invariant($"in {coverage.TextsWithUnknown:#,0} of {coverage.Texts:#,0} texts");
        return $"{Treatment(vocabulary)} {share}, {texts}: {Unknown(coverage)}";
    }

    /// <summary>The first names with their counts, and the number of others.</summary>
    public static string First(IEnumerable<(string Name, long Count)> names, int count)
    {
        string more = count > Shown ? FormattableString.Invariant($" and {count - Shown:#,0} others") : "";
        return string.Join(", ", names.Take(Shown).Select(one => FormattableString.Invariant($"{one.Name} ({one.Count:#,0})"))) + more;
    }

    private static string Treatment(Vocabulary vocabulary) => vocabulary.Unknown switch
    {
        UnknownCharacter.Skip => "left out:",
        UnknownCharacter.Replace => $"read as {Name(vocabulary.CodePoints[vocabulary.ReplacementToken])}:",
        _ => "unknown:",
    };

    private static string Unknown(VocabularyCoverage coverage)
    {
        IReadOnlyList<(int CodePoint, long Count)> unknown = coverage.Unknown;
        return First(unknown.Select(one => (Name(one.CodePoint), one.Count)), unknown.Count);
    }

    // Invisible and control characters are shown by number.
    private static string Name(int codePoint) => Rune.IsValid(codePoint)
        && ModelText.IsVisible(Rune.GetUnicodeCategory(new Rune(codePoint)))
        && !Rune.IsWhiteSpace(new Rune(codePoint))
        ? $"'{new Rune(codePoint)}'"
        : FormattableString.Invariant($"U+{codePoint:X4}");
}
