namespace TinyRnn;

/// <summary>What a compiled model knows of texts: how they become tokens, characters or words, and tokens become text.</summary>
public interface ITextReader
{
    /// <summary>Whether a space parts the tokens of a text: they are words.</summary>
    static abstract bool HasSpaces { get; }

    /// <summary>Reads a character or a word of a text and moves past it.</summary>
    /// <returns>Its token, or -1 where the model leaves it out, and where no other word comes.</returns>
    /// <exception cref="ArgumentException">It is unknown and the model's rule is to fail.</exception>
    static abstract int ReadToken(ReadOnlySpan<char> text, ref int position);

    /// <summary>Writes the text of a token; of one that stands for none nothing.</summary>
    /// <returns>Whether there was room for it.</returns>
    static abstract bool TryWriteToken(int token, Span<char> destination, out int written);
}

/// <summary>A compiled model that reads one character or word of a text a step.</summary>
/// <typeparam name="TState">The state that the caller owns.</typeparam>
public interface ITextModel<TState> : ITokenModel<TState>, ITextReader
    where TState : struct
{
    /// <summary>Advances the state over a whole text and gives the outputs that count.</summary>
    /// <returns>Number of tokens that the model read.</returns>
    static abstract int Run(ref TState state, ReadOnlySpan<char> text, Span<float> output);
}

/// <summary>A compiled model that reads whole texts only, because a layer reads them from the end.</summary>
public interface ITextSequenceModel : ITokenSequenceModel, ITextReader
{
    /// <summary>Runs a whole text and gives the outputs that count.</summary>
    /// <returns>Number of tokens that the model read.</returns>
    static abstract int Run(ReadOnlySpan<char> text, Span<float> output);
}
