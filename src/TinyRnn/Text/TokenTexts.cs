using System.ComponentModel;
using System.Text;

namespace TinyRnn;

/// <summary>Texts and their tokens, for compiled models.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TokenTexts
{
    /// <summary>Writes a character.</summary>
    public static bool TryWrite(int codePoint, Span<char> destination, out int written) => new Rune(codePoint).TryEncodeToUtf16(destination, out written);

    /// <summary>Whether a model can read a text: it holds a token, and nothing at which the model's rule is to fail.</summary>
    /// <typeparam name="TModel">The model that reads the text.</typeparam>
    /// <param name="text">The text.</param>
    /// <param name="most">How many tokens the model reads of the beginning; what follows them is not looked at.</param>
    /// <param name="unknown">Offset of what is unknown; -1 where there is no such.</param>
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
    /// Reads the tokens of a text into room for as many as a model reads at most. Of more the first or the last ones are left out, and of fewer
    /// the room is filled with padding.
    /// </summary>
    /// <typeparam name="TModel">The model that reads the text.</typeparam>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Receives the tokens.</param>
    /// <param name="cutsBefore">Whether of a longer text the first tokens are left out.</param>
    /// <param name="padding">The token of padding; -1 for none.</param>
    /// <param name="padsBefore">Whether padding stands before the text.</param>
    /// <returns>Number of tokens; 0 where the text holds none that the model reads.</returns>
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
            // The oldest of the last ones may stand anywhere in the ring.
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
