namespace TinyRnn;

/// <summary>A language model, compiled or interpreted, together with its state, as scoring and generation use it.</summary>
public interface ITokenStepper
{
    /// <summary>The meaning of the output values.</summary>
    OutputForm OutputForm { get; }

    /// <summary>Whether tokens are words, which spaces separate.</summary>
    bool HasSpaces { get; }

    /// <summary>
    /// Reads a character or a word of a text and moves past it: its token, or -1 if the model leaves it out, or if there are no more words.
    /// </summary>
    /// <exception cref="ArgumentException">The character or word is unknown, and the model refuses it.</exception>
    int ReadToken(ReadOnlySpan<char> text, ref int position);

    /// <summary>Writes the text of a token. A token without text writes nothing.</summary>
    /// <returns>Whether the text fits.</returns>
    bool TryWriteToken(int token, Span<char> destination, out int written);

    /// <summary>Advances by one token and computes the output.</summary>
    void Step(int token, Span<float> output);

    /// <summary>Advances by one token without the output.</summary>
    void Advance(int token);
}
