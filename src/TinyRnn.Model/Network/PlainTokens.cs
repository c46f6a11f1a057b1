using System.Globalization;

namespace TinyRnn.Model;

/// <summary>
/// Tokens whose vocabulary is not in the file. Their text, in test vectors and commands, is their numbers separated by spaces or commas.
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
                $"'{ModelText.Shorten(word)}' at position {start} is not a token; whole numbers from 0 to {Size - 1} were expected"));
    }

    /// <inheritdoc/>
    public override string TextOf(int token) => token.ToString(CultureInfo.InvariantCulture);

    private static bool IsBetween(char c) => c is ' ' or ',' or '\t' or '\r' or '\n';
}
