namespace TinyRnn.Model;

/// <summary>The words that a network reads, each with its index as token, and how a text becomes words.</summary>
public sealed class WordVocabulary : TokenInput
{
    /// <summary>The largest number of words, and of tokens of any kind.</summary>
    public const int MaximumSize = (1 << 18) - 1;

    private readonly Dictionary<string, int> _tokens = new(StringComparer.Ordinal);

    /// <summary>Makes a vocabulary.</summary>
    /// <param name="words">The words in the order of their tokens; an empty string is a token without a word, such as padding.</param>
    /// <param name="split">How a text becomes words.</param>
    /// <param name="unknown">The rule for words outside the vocabulary.</param>
    /// <param name="replacement">For <see cref="UnknownCharacter.Replace"/>: the word that replaces all unknown ones.</param>
    /// <param name="fit">How a text is fitted to a length; null to read all tokens.</param>
    /// <exception cref="ArgumentException">
    /// There is no word; one appears twice or holds half a surrogate pair; the replacement is missing, outside the vocabulary, or given without the
    /// rule that needs it; or a length or padding is out of range.
    /// </exception>
    public WordVocabulary(
        IReadOnlyList<string> words, WordSplit split, UnknownCharacter unknown = UnknownCharacter.Error, string? replacement = null, TextFit? fit = null)
        : base(words.Count)
    {
        Words = words;
        Split = split;
        Unknown = unknown;
        Fit = fit;
        for (int i = 0; i < words.Count; i++)
        {
            Add(words[i], i);
        }

        if (_tokens.Count == 0 || words.Count > MaximumSize)
        {
            int found = _tokens.Count == 0 ? 0 : words.Count;
            throw Invalid(FormattableString.Invariant($"a vocabulary must have 1 to {MaximumSize} words, not {found}"), "words");
        }

        if ((unknown == UnknownCharacter.Replace) != (replacement is not null))
        {
            throw Invalid("'replacement' and the rule 'replace' for unknown words must be given together", "replacement");
        }

        ReplacementToken = replacement is null ? -1 : _tokens.TryGetValue(replacement, out int token) ? token
            : throw Invalid("the replacement must be a word of the vocabulary", "replacement");
        if (fit is not null && (fit.Length is < 1 or > TextFit.MaximumLength || fit.Padding < 0 || fit.Padding >= words.Count))
        {
            throw Invalid(FormattableString.Invariant(
                $"a length must be from 1 to {TextFit.MaximumLength}, and padding must be one of the {words.Count} tokens"), "length");
        }
    }

    /// <summary>The words in the order of their tokens; empty for a token without a word.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>How a text becomes words.</summary>
    public WordSplit Split { get; }

    /// <summary>The rule for words outside the vocabulary.</summary>
    public UnknownCharacter Unknown { get; }

    /// <summary>Token of the replacement, or -1.</summary>
    public int ReplacementToken { get; }

    /// <summary>The word that replaces unknown ones, or null.</summary>
    public string? Replacement => ReplacementToken < 0 ? null : Words[ReplacementToken];

    /// <summary>How a text is fitted to a length; null to read all tokens.</summary>
    public TextFit? Fit { get; }

    /// <inheritdoc/>
    public override string Noun => "word";

    /// <inheritdoc/>
    public override bool HasSpaces => true;

    /// <summary>The token of a word as written; -1 if it is not in the vocabulary.</summary>
    public int IndexOf(string word) => _tokens.TryGetValue(word, out int token) ? token : -1;

    /// <inheritdoc/>
    public override int ReadToken(ReadOnlySpan<char> text, ref int position)
    {
        string? word = Split.ReadWord(text, ref position);
        int token = word is null ? -1 : IndexOf(word);
        return word is null || token >= 0 || Unknown == UnknownCharacter.Skip ? token
            : Unknown == UnknownCharacter.Replace ? ReplacementToken
            : throw new ArgumentException($"the word '{ModelText.Shorten(word)}' is not in the vocabulary");
    }

    /// <inheritdoc/>
    public override string TextOf(int token) => Words[token];

    /// <inheritdoc/>
    public override int[] Encode(string text)
    {
        int[] tokens = base.Encode(text);
        return Fit is null ? tokens : Fit.Apply(tokens);
    }

    private void Add(string word, int token)
    {
        if (word.Length == 0)
        {
            return;
        }

        for (int position = 0; position < word.Length;)
        {
            if (AsciiFolding.ReadCodePoint(word.AsSpan(), ref position) is >= 0xD800 and <= 0xDFFF)
            {
                throw Invalid($"half a surrogate pair in word {token}", "words", token);
            }
        }

        if (_tokens.ContainsKey(word))
        {
            throw Invalid($"the vocabulary holds the word '{ModelText.Shorten(word)}' twice", "words", token);
        }

        _tokens.Add(word, token);
    }

    private static InvalidNetworkException Invalid(string reason, params object[] field) =>
        new(ModelErrorCode.Vocabulary, reason, ["input", .. field]);
}
