namespace TinyRnn;

/// <summary>A language model together with its state, compiled or interpreted: what scoring and generation need of it.</summary>
public interface ITokenStepper
{
    /// <summary>What the output values are.</summary>
    OutputForm OutputForm { get; }

    /// <summary>Reads a character of a text and moves past it: its token, or -1 where the model leaves it out.</summary>
    /// <exception cref="ArgumentException">The character is unknown and the model's rule is to fail.</exception>
    int ReadToken(ReadOnlySpan<char> text, ref int position);

    /// <summary>The Unicode scalar value of a token.</summary>
    int GetCodePoint(int token);

    /// <summary>Advances by one character and gives the output.</summary>
    void Step(int token, Span<float> output);

    /// <summary>Advances by one character without the output.</summary>
    void Advance(int token);
}
