using System.Globalization;

namespace TinyRnn;

/// <summary>
/// Converts Unicode to ASCII as PyTorch's tutorial on classifying names does: canonical decomposition (NFD) without nonspacing marks.
/// It uses a table, so that it allocates nothing, gives the same result on every system and does not need ICU.
/// </summary>
public static class AsciiFolding
{
    /// <summary>The result of <see cref="Fold"/> for a nonspacing mark.</summary>
    public const int Dropped = -1;

    private const int LatinStart = 0xC0;
    private const int AdditionalStart = 0x1E00;

    // The ASCII base of U+00C0..U+024F; '.' if there is none, as for U+00D8, which does not decompose.
    private static ReadOnlySpan<byte> Latin =>
        "AAAAAA.CEEEEIIII.NOOOOO..UUUUY..aaaaaa.ceeeeiiii.nooooo..uuuuy.y"u8 +
        "AaAaAaCcCcCcCcDd..EeEeEeEeEeGgGgGgGgHh..IiIiIiIiI...JjKk.LlLlLl."u8 +
        "...NnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTt..UuUuUuUuUuUuWwYyYZzZzZz."u8 +
        "................................Oo.............Uu..............."u8 +
        ".............AaIiOoUuUuUuUuUu.AaAa....GgKkOoOo..j...Gg..NnAa...."u8 +
        "AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh......AaEeOoOoOoOoYy............"u8 +
        "................"u8;

    // The same for U+1E00..U+1EFF.
    private static ReadOnlySpan<byte> Additional =>
        "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm"u8 +
        "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"u8 +
        "WwWwWwWwWwXxXxYyZzZzZzhtwy......AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"u8 +
        "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......"u8;

    /// <summary>The character without its marks.</summary>
    /// <param name="codePoint">A Unicode code point.</param>
    /// <returns>
    /// The ASCII character that the canonical decomposition gives without its nonspacing marks;
    /// <see cref="Dropped"/> for such a mark itself; else <paramref name="codePoint"/>.
    /// </returns>
    public static int Fold(int codePoint)
    {
        if (codePoint < 0x80)
        {
            return codePoint;
        }

        int folded = '.';
        if ((uint)(codePoint - LatinStart) < (uint)Latin.Length)
        {
            folded = Latin[codePoint - LatinStart];
        }
        else if ((uint)(codePoint - AdditionalStart) < (uint)Additional.Length)
        {
            folded = Additional[codePoint - AdditionalStart];
        }
        else
        {
            switch (codePoint)
            {
                case 0x037E: return ';';
                case 0x1FEF: return '`';
                case 0x212A: return 'K';
                case 0x212B: return 'A';
                case 0x2260: return '=';
                case 0x226E: return '<';
                case 0x226F: return '>';
            }
        }

        return folded != '.' ? folded
            : IsNonspacingMark(codePoint) ? Dropped
            : codePoint;
    }

    /// <summary>Reads one code point of UTF-16 and moves past it; half a surrogate pair is returned unchanged.</summary>
    public static int ReadCodePoint(ReadOnlySpan<char> text, ref int position)
    {
        char first = text[position++];
        if (char.IsHighSurrogate(first) && position < text.Length && char.IsLowSurrogate(text[position]))
        {
            return char.ConvertToUtf32(first, text[position++]);
        }

        return first;
    }

    private static bool IsNonspacingMark(int codePoint) =>
#if NETSTANDARD
        (codePoint < 0x10000
            ? CharUnicodeInfo.GetUnicodeCategory((char)codePoint)
            : CharUnicodeInfo.GetUnicodeCategory(char.ConvertFromUtf32(codePoint), 0))
#else
        CharUnicodeInfo.GetUnicodeCategory(codePoint)
#endif
        == UnicodeCategory.NonSpacingMark;
}
