using System.Text;

namespace TinyRnn.Model;

/// <summary>
/// How a text becomes words: characters to remove are dropped, letters change their case, and each run of text between separators is a word. Adjacent
/// separators have no word between them.
/// </summary>
public sealed class WordSplit
{
    /// <summary>The characters that Keras's <c>Tokenizer</c> filters by default: it replaces them with the space at which it splits.</summary>
    public const string KerasFilters = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

    /// <summary>The characters that Python's <c>str.split()</c> splits at.</summary>
    public const string WhiteSpaceCharacters = "\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680"
        + "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    private const string AsciiWhiteSpace = "\t\n\v\f\r ";

    // The punctuation that Keras's layer TextVectorization removes by default.
    private const string Punctuation = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'";

    private readonly HashSet<int> _separators;
    private readonly HashSet<int> _removed;

    /// <summary>Makes a rule.</summary>
    /// <param name="separators">The characters between words; at least one.</param>
    /// <param name="letters">The case that letters are changed to.</param>
    /// <param name="removed">Characters that are dropped, also inside words.</param>
    /// <exception cref="ArgumentException">There is no separator, a character appears twice, or there is half a surrogate pair.</exception>
    public WordSplit(string separators, LetterCase letters = LetterCase.AsWritten, string removed = "")
    {
        Separators = separators;
        Letters = letters;
        Removed = removed;
        _separators = CodePoints(separators, "separators");
        _removed = CodePoints(removed, "removed");
        if (_separators.Count == 0)
        {
            throw new InvalidNetworkException(ModelErrorCode.Vocabulary, "words need at least one separator", "input", "separators");
        }

        if (_separators.Overlaps(_removed))
        {
            throw new InvalidNetworkException(ModelErrorCode.Vocabulary, "a character cannot be both a separator and removed", "input", "removed");
        }
    }

    /// <summary>As Keras's <c>Tokenizer</c> does by default.</summary>
    public static WordSplit Keras { get; } = new(KerasFilters + " ", LetterCase.Lower);

    /// <summary>As Keras's layer <c>TextVectorization</c> does by default: ASCII in lower case, without punctuation, split at white space.</summary>
    public static WordSplit TextVectorization { get; } = new(AsciiWhiteSpace, LetterCase.AsciiLower, Punctuation);

    /// <summary>As Python's <c>str.split()</c> does.</summary>
    public static WordSplit WhiteSpace { get; } = new(WhiteSpaceCharacters);

    /// <summary>The characters between words.</summary>
    public string Separators { get; }

    /// <summary>The case that letters are changed to.</summary>
    public LetterCase Letters { get; }

    /// <summary>Characters that are dropped.</summary>
    public string Removed { get; }

    /// <summary>Reads the next word and moves past it; null if there is none.</summary>
    public string? ReadWord(ReadOnlySpan<char> text, ref int position)
    {
        StringBuilder word = new();
        while (position < text.Length)
        {
            int codePoint = AsciiFolding.ReadCodePoint(text, ref position);
            if (_separators.Contains(codePoint))
            {
                if (word.Length > 0)
                {
                    return word.ToString();
                }
            }
            else if (!_removed.Contains(codePoint))
            {
                int letter = LetterCases.Change(codePoint, Letters);
                _ = letter is < 0x10000 ? word.Append((char)letter) : word.Append(char.ConvertFromUtf32(letter));
            }
        }

        return word.Length > 0 ? word.ToString() : null;
    }

    /// <summary>Whether splitting a text can result in this word.</summary>
    public bool CanGive(string word)
    {
        int position = 0;
        return ReadWord(word.AsSpan(), ref position) == word && position == word.Length;
    }

    private static HashSet<int> CodePoints(string characters, string field)
    {
        HashSet<int> codePoints = [];
        for (int position = 0; position < characters.Length;)
        {
            int start = position;
            int codePoint = AsciiFolding.ReadCodePoint(characters.AsSpan(), ref position);
            string? reason = codePoint is >= 0xD800 and <= 0xDFFF ? FormattableString.Invariant($"half a surrogate pair at position {start} of '{field}'")
                : codePoints.Add(codePoint) ? null
                : FormattableString.Invariant($"'{field}' holds U+{codePoint:X4} twice");
            if (reason is not null)
            {
                throw new InvalidNetworkException(ModelErrorCode.Vocabulary, reason, "input", field);
            }
        }

        return codePoints;
    }
}
