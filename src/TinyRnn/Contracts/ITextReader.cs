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

    /// <summary>Reads a character or a word of a text and moves past it, unless it is unknown and the model's rule is to fail.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">Where to begin; moves behind what is read, or to the first character of what is unknown.</param>
    /// <param name="token">Its token, or -1 where the model leaves it out, and where no other word comes.</param>
    /// <returns>False where <see cref="ReadToken"/> would throw.</returns>
    static abstract bool TryReadToken(ReadOnlySpan<char> text, ref int position, out int token);

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

    /// <summary>The same for a text that the model may be unable to read; then state and output stay as they are.</summary>
    /// <param name="state">The state.</param>
    /// <param name="text">The text; any.</param>
    /// <param name="output">Receives the outputs that count.</param>
    /// <param name="steps">Number of tokens that the model read; 0 where it cannot read the text.</param>
    /// <param name="unknown">Offset in the text of what is unknown and not to be; -1 where there is no such.</param>
    /// <returns>Whether the model can read the text: it holds something that the model reads, and nothing at which its rule is to fail.</returns>
    /// <exception cref="ArgumentException">The output is too short.</exception>
    static abstract bool TryRun(ref TState state, ReadOnlySpan<char> text, Span<float> output, out int steps, out int unknown);
}

/// <summary>A compiled model that reads whole texts only, because a layer reads them from the end.</summary>
public interface ITextSequenceModel : ITokenSequenceModel, ITextReader
{
    /// <summary>Runs a whole text and gives the outputs that count.</summary>
    /// <returns>Number of tokens that the model read.</returns>
    static abstract int Run(ReadOnlySpan<char> text, Span<float> output);

    /// <summary>The same for a text that the model may be unable to read; then the output stays as it is.</summary>
    /// <param name="text">The text; any.</param>
    /// <param name="output">Receives the outputs that count.</param>
    /// <param name="steps">Number of tokens that the model read; 0 where it cannot read the text.</param>
    /// <param name="unknown">Offset in the text of what is unknown and not to be; -1 where there is no such.</param>
    /// <returns>Whether the model can read the text: it holds something that the model reads, and nothing at which its rule is to fail.</returns>
    /// <exception cref="ArgumentException">The output is too short.</exception>
    static abstract bool TryRun(ReadOnlySpan<char> text, Span<float> output, out int steps, out int unknown);
}
