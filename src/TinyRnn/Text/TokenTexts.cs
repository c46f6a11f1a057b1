using System.ComponentModel;
using System.Text;

namespace TinyRnn;

/// <summary>Converts between texts and tokens for compiled models.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TokenTexts
{
    /// <summary>Writes a character.</summary>
    public static bool TryWrite(int codePoint, Span<char> destination, out int written) => new Rune(codePoint).TryEncodeToUtf16(destination, out written);

    /// <summary>Whether a model can read a text: the text has at least one token, and nothing that the model refuses.</summary>
    /// <typeparam name="TModel">The model that reads the text.</typeparam>
    /// <param name="text">The text.</param>
    /// <param name="most">How many tokens the model reads from the beginning. The rest is not checked.</param>
    /// <param name="unknown">Offset of an unknown character or word; -1 for none.</param>
    public static bool CanRead<TModel>(ReadOnlySpan<char> text, int most, out int unknown)
        where TModel : ITextReader
    {
        unknown = -1;
        int count = 0;
        for (int position = 0; position < text.Length && count < most;)
        {
            if (!TModel.TryReadToken(text, ref position, out int token))
            {
                unknown = position;
                return false;
            }

            count += token >= 0 ? 1 : 0;
        }

        return count > 0;
    }

    /// <summary>
    /// Reads the tokens of a text into a span for the largest number that a model reads. From a longer text the first or last tokens are left out; after
    /// a shorter one the span is filled with padding.
    /// </summary>
    /// <typeparam name="TModel">The model that reads the text.</typeparam>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Receives the tokens.</param>
    /// <param name="cutsBefore">Whether the first tokens of a longer text are left out.</param>
    /// <param name="padding">The token of padding; -1 for none.</param>
    /// <param name="padsBefore">Whether padding comes before the text.</param>
    /// <returns>Number of tokens; 0 if the text has none that the model reads.</returns>
    public static int Read<TModel>(ReadOnlySpan<char> text, Span<int> tokens, bool cutsBefore, int padding, bool padsBefore)
        where TModel : ITextReader
    {
        int count = 0;
        for (int position = 0; position < text.Length && (cutsBefore || count < tokens.Length);)
        {
            int token = TModel.ReadToken(text, ref position);
            if (token >= 0)
            {
                tokens[count++ % tokens.Length] = token;
            }
        }

        if (count >= tokens.Length)
        {
            // The oldest of the last tokens may be anywhere in the ring.
            int oldest = count % tokens.Length;
            tokens[..oldest].Reverse();
            tokens[oldest..].Reverse();
            tokens.Reverse();
            return tokens.Length;
        }

        if (count == 0 || padding < 0)
        {
            return count;
        }

        if (padsBefore)
        {
            tokens[..count].CopyTo(tokens[^count..]);
            tokens[..^count].Fill(padding);
        }
        else
        {
            tokens[count..].Fill(padding);
        }

        return tokens.Length;
    }
}
