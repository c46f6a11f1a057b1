namespace TinyRnn;

/// <summary>How the case of letters is changed before words are looked up.</summary>
public enum LetterCase
{
    /// <summary>Not at all.</summary>
    AsWritten,

    /// <summary>A to Z become lower case; other letters do not change, as in TensorFlow's <c>strings.lower</c>.</summary>
    AsciiLower,

    /// <summary>Every letter becomes lower case by Unicode's simple mapping, character by character and the same in every culture.</summary>
    Lower,
}

/// <summary>Converts letters by <see cref="LetterCase"/>.</summary>
public static class LetterCases
{
    /// <summary>Converts a character; half a surrogate pair does not change.</summary>
    /// <param name="codePoint">A Unicode code point.</param>
    /// <param name="letters">The case.</param>
    public static int Change(int codePoint, LetterCase letters) =>
        letters == LetterCase.AsWritten ? codePoint
        : codePoint < 0x80 ? codePoint is >= 'A' and <= 'Z' ? codePoint | 0x20 : codePoint
        : letters == LetterCase.AsciiLower ? codePoint
        : codePoint < 0x10000 ? char.ToLowerInvariant((char)codePoint)
#if NETSTANDARD
        : char.ConvertToUtf32(char.ConvertFromUtf32(codePoint).ToLowerInvariant(), 0);
#else
        : System.Text.Rune.ToLowerInvariant(new System.Text.Rune(codePoint)).Value;
#endif
}
