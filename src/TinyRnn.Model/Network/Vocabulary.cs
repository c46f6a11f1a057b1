using System.Globalization;

namespace TinyRnn.Model;

/// <summary>How each character of a text is changed before it is looked up.</summary>
public enum TextNormalization
{
    /// <summary>It is not changed.</summary>
    None,

    /// <summary>
    /// Unicode to ASCII as in PyTorch's tutorial: canonical decomposition without the nonspacing marks ("Ślusàrski" becomes "Slusarski"). Characters
    /// without an ASCII base stay as they are.
    /// </summary>
    Ascii,
}

/// <summary>The rule for a character, or a word, that is not in the vocabulary.</summary>
public enum UnknownCharacter
{
    /// <summary>The call fails.</summary>
    Error,

    /// <summary>It is left out, as in PyTorch's tutorial.</summary>
    Skip,

    /// <summary>It is read as the vocabulary's replacement token.</summary>
    Replace,
}

/// <summary>The characters (Unicode scalar values) that a network reads one-hot; a character's token is its index.</summary>
public sealed class Vocabulary : TokenInput
{
    private readonly Dictionary<int, int> _tokens;

    /// <summary>Makes a vocabulary.</summary>
    /// <param name="characters">The characters in the order of their tokens.</param>
    /// <param name="normalization">How text is changed first.</param>
    /// <param name="unknown">The rule for characters outside the vocabulary.</param>
    /// <param name="replacement">For <see cref="UnknownCharacter.Replace"/>: the character that replaces all unknown ones.</param>
    /// <exception cref="ArgumentException">
    /// There is no character; one appears twice, can never result from the normalization, or is half a surrogate pair; or the replacement is missing,
    /// outside the vocabulary, or given without the rule that needs it.
    /// </exception>
    public Vocabulary(
        string characters, TextNormalization normalization = TextNormalization.None, UnknownCharacter unknown = UnknownCharacter.Error,
        string? replacement = null)
        : base(Count(characters))
    {
        Characters = characters;
        Normalization = normalization;
        Unknown = unknown;
        CodePoints = Split(characters);
        _tokens = [];
        foreach (int codePoint in CodePoints)
        {
            if (_tokens.ContainsKey(codePoint))
            {
                throw Invalid($"the vocabulary holds {Describe(codePoint)} twice");
            }

            if (normalization == TextNormalization.Ascii && AsciiFolding.Fold(codePoint) != codePoint)
            {
                throw Invalid($"the vocabulary holds {Describe(codePoint)}, which its normalization 'ascii' never produces");
            }

            _tokens.Add(codePoint, _tokens.Count);
        }

        if (_tokens.Count == 0)
        {
            throw Invalid("the vocabulary is empty");
        }

        ReplacementToken = -1;
        if (unknown == UnknownCharacter.Replace)
        {
            int[] single = Split(replacement ?? "");
            ReplacementToken = single.Length == 1 && _tokens.TryGetValue(single[0], out int token)
                ? token
                : throw Invalid("the replacement must be one character of the vocabulary", "replacement");
        }
        else if (replacement is not null)
        {
            throw Invalid("'replacement' needs the rule 'replace' for unknown characters", "replacement");
        }
    }

    /// <summary>The characters in the order of their tokens.</summary>
    public string Characters { get; }

    /// <summary>The characters as Unicode scalar values, by token.</summary>
    public IReadOnlyList<int> CodePoints { get; }

    /// <summary>How text is changed first.</summary>
    public TextNormalization Normalization { get; }

    /// <summary>The rule for characters outside the vocabulary.</summary>
    public UnknownCharacter Unknown { get; }

    /// <summary>Token of the replacement character, or -1.</summary>
    public int ReplacementToken { get; }

    /// <summary>The replacement character, or null.</summary>
    public string? Replacement => ReplacementToken < 0 ? null : char.ConvertFromUtf32(CodePoints[ReplacementToken]);

    /// <summary>The token of a character as written, without normalization and rule; -1 if it is not in the vocabulary.</summary>
    public int IndexOf(int codePoint) => _tokens.TryGetValue(codePoint, out int token) ? token : -1;

    /// <inheritdoc/>
    public override string Noun => "character";

    /// <inheritdoc/>
    public override bool HasSpaces => false;

    /// <summary>
    /// Reads the character at <paramref name="position"/>, moves past it and returns its token; -1 for a character that is left out (a removed mark,
    /// or one that the rule skips).
    /// </summary>
    /// <exception cref="ArgumentException">The character is unknown and the rule is <see cref="UnknownCharacter.Error"/>.</exception>
    public override int ReadToken(ReadOnlySpan<char> text, ref int position)
    {
        int start = position;
        int codePoint = AsciiFolding.ReadCodePoint(text, ref position);
        if (Normalization == TextNormalization.Ascii)
        {
            codePoint = AsciiFolding.Fold(codePoint);
            if (codePoint == AsciiFolding.Dropped)
            {
                return -1;
            }
        }

        int token = IndexOf(codePoint);
        return token >= 0 || Unknown == UnknownCharacter.Skip ? token
            : Unknown == UnknownCharacter.Replace ? ReplacementToken
            : throw new ArgumentException($"{Describe(codePoint)} at position {start} is not in the vocabulary");
    }

    /// <inheritdoc/>
    public override string TextOf(int token) => char.ConvertFromUtf32(CodePoints[token]);

    // The base class needs the size before the fields are set.
    private static int Count(string characters) => Split(characters).Length;

    private static int[] Split(string characters)
    {
        List<int> codePoints = new(characters.Length);
        for (int position = 0; position < characters.Length;)
        {
            int start = position;
            int codePoint = AsciiFolding.ReadCodePoint(characters.AsSpan(), ref position);
            if (codePoint is >= 0xD800 and <= 0xDFFF)
            {
                throw Invalid($"half a surrogate pair at position {start}");
            }

            codePoints.Add(codePoint);
        }

        return [.. codePoints];
    }

    private static InvalidNetworkException Invalid(string reason, string field = "vocabulary") =>
        new(ModelErrorCode.Vocabulary, reason, "input", field);

    private static string Describe(int codePoint) =>
        codePoint is > ' ' and < 0xD800 or > 0xDFFF && ModelText.IsVisible(CharUnicodeInfo.GetUnicodeCategory(char.ConvertFromUtf32(codePoint), 0))
        ? FormattableString.Invariant($"'{char.ConvertFromUtf32(codePoint)}' (U+{codePoint:X4})")
        : FormattableString.Invariant($"U+{codePoint:X4}");
}
