namespace TinyRnn;

/// <summary>A language model together with its state, compiled or interpreted: what scoring and generation need of it.</summary>
public interface ITokenStepper
{
    /// <summary>What the output values are.</summary>
    OutputForm OutputForm { get; }

    /// <summary>Whether a space parts the tokens of a text: they are words.</summary>
    bool HasSpaces { get; }

    /// <summary>
    /// Reads a character or a word of a text and moves past it: its token, or -1 where the model leaves it out, and where no other word comes.
    /// </summary>
    /// <exception cref="ArgumentException">It is unknown and the model's rule is to fail.</exception>
    int ReadToken(ReadOnlySpan<char> text, ref int position);

    /// <summary>Writes the text of a token; of one that stands for none nothing.</summary>
    /// <returns>Whether there was room for it.</returns>
    bool TryWriteToken(int token, Span<char> destination, out int written);

    /// <summary>Advances by one token and gives the output.</summary>
    void Step(int token, Span<float> output);

    /// <summary>Advances by one token without the output.</summary>
    void Advance(int token);
}
