namespace TinyRnn;

/// <summary>How letters are changed before words are looked up.</summary>
public enum LetterCase
{
    /// <summary>Not at all.</summary>
    AsWritten,

    /// <summary>A to Z become lower case; other letters stay, as TensorFlow's <c>strings.lower</c> has it.</summary>
    AsciiLower,

    /// <summary>Every letter becomes lower case by Unicode's simple mapping, character by character and the same in every culture.</summary>
    Lower,
}

/// <summary>Letters as <see cref="LetterCase"/> says.</summary>
public static class LetterCases
{
    /// <summary>A character in that case; half a surrogate pair stays as it is.</summary>
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
