using System.Text;

namespace TinyRnn.Training;

/// <summary>
/// Measures how much of texts a vocabulary covers: how many characters it knows, and which ones it leaves out or reads as the symbol for unknown
/// ones. A character is known if normalization changes it to one of the vocabulary.
/// </summary>
public sealed class VocabularyCoverage
{
    private readonly Dictionary<int, long> _unknown = [];
    private readonly Vocabulary _vocabulary;
    private long _visible;
    private long _visibleKnown;

    /// <summary>Makes an empty measurement.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    public VocabularyCoverage(Vocabulary vocabulary) => _vocabulary = vocabulary;

    /// <summary>Number of texts.</summary>
    public int Texts { get; private set; }

    /// <summary>Number of texts with an unknown character.</summary>
    public int TextsWithUnknown { get; private set; }

    /// <summary>Number of characters (Unicode scalar values) of all texts.</summary>
    public long Characters { get; private set; }

    /// <summary>Number of unknown characters.</summary>
    public long UnknownCharacters { get; private set; }

    /// <summary>The known share, 0 to 1, of the characters other than white space; 1 if there are none.</summary>
    public double KnownShare => _visible == 0 ? 1 : (double)_visibleKnown / _visible;

    /// <summary>The unknown characters with their counts, the most frequent first.</summary>
    public IReadOnlyList<(int CodePoint, long Count)> Unknown =>
        [.. _unknown.OrderByDescending(one => one.Value).ThenBy(one => one.Key).Select(one => (one.Key, one.Value))];

    /// <summary>Counts the characters of a text.</summary>
    public void Add(string text)
    {
        long before = UnknownCharacters;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isKnown = IsKnown(rune.Value);
            Characters++;
            if (!Rune.IsWhiteSpace(rune))
            {
                _visible++;
                _visibleKnown += isKnown ? 1 : 0;
            }

            if (!isKnown)
            {
                UnknownCharacters++;
                _unknown[rune.Value] = _unknown.GetValueOrDefault(rune.Value) + 1;
            }
        }

        Texts++;
        TextsWithUnknown += UnknownCharacters > before ? 1 : 0;
    }

    /// <summary>Adds the counts of other texts with the same vocabulary.</summary>
    public void Add(VocabularyCoverage other)
    {
        Texts += other.Texts;
        TextsWithUnknown += other.TextsWithUnknown;
        Characters += other.Characters;
        UnknownCharacters += other.UnknownCharacters;
        _visible += other._visible;
        _visibleKnown += other._visibleKnown;
        foreach ((int codePoint, long count) in other._unknown)
        {
            _unknown[codePoint] = _unknown.GetValueOrDefault(codePoint) + count;
        }
    }

    // An accent that normalization drops belongs to the letter before it.
    private bool IsKnown(int codePoint)
    {
        int folded = _vocabulary.Normalization == TextNormalization.Ascii ? AsciiFolding.Fold(codePoint) : codePoint;
        if (folded == AsciiFolding.Dropped)
        {
            return true;
        }

        int token = _vocabulary.IndexOf(folded);
        return token >= 0 && (token != _vocabulary.ReplacementToken || folded != LabelledTexts.UnknownSymbol);
    }
}
