using System.Globalization;

namespace TinyRnn.Model;

/// <summary>
/// Tokens of a vocabulary that the file does not hold. A text of them, as test vectors and commands have it, is their numbers with spaces or commas between.
/// </summary>
/// <param name="size">Number of tokens.</param>
public sealed class PlainTokens(int size) : TokenInput(size)
{
    /// <inheritdoc/>
    public override string Noun => "token";

    /// <inheritdoc/>
    public override bool HasSpaces => true;

    /// <inheritdoc/>
    public override int ReadToken(ReadOnlySpan<char> text, ref int position)
    {
        while (position < text.Length && IsBetween(text[position]))
        {
            position++;
        }

        int start = position;
        while (position < text.Length && !IsBetween(text[position]))
        {
            position++;
        }

        if (start == position)
        {
            return -1;
        }

        string word = text.Slice(start, position - start).ToString();
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int token) && token < Size ? token
            : throw new ArgumentException(FormattableString.Invariant(
                $"'{ModelText.Shorten(word)}' at position {start} is no token; whole numbers from 0 to {Size - 1} were expected"));
    }

    /// <inheritdoc/>
    public override string TextOf(int token) => token.ToString(CultureInfo.InvariantCulture);

    private static bool IsBetween(char c) => c is ' ' or ',' or '\t' or '\r' or '\n';
}
