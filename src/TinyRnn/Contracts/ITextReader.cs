namespace TinyRnn;

/// <summary>Converts texts to a compiled model's tokens, which are characters or words, and tokens to text.</summary>
public interface ITextReader
{
    /// <summary>Whether tokens are words, which spaces separate.</summary>
    static abstract bool HasSpaces { get; }

    /// <summary>Reads a character or a word of a text and moves past it.</summary>
    /// <returns>Its token, or -1 if the model leaves it out, or if there are no more words.</returns>
    /// <exception cref="ArgumentException">The character or word is unknown, and the model refuses it.</exception>
    static abstract int ReadToken(ReadOnlySpan<char> text, ref int position);

    /// <summary>Reads a character or a word of a text and moves past it, unless it is unknown and the model refuses it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">The start; moves past what was read, or to the first unknown character or word.</param>
    /// <param name="token">Its token, or -1 if the model leaves it out, or if there are no more words.</param>
    /// <returns>False if <see cref="ReadToken"/> would throw.</returns>
    static abstract bool TryReadToken(ReadOnlySpan<char> text, ref int position, out int token);

    /// <summary>Writes the text of a token. A token without text writes nothing.</summary>
    /// <returns>Whether the text fits.</returns>
    static abstract bool TryWriteToken(int token, Span<char> destination, out int written);
}

/// <summary>A compiled model that reads one character or word of a text in each step.</summary>
/// <typeparam name="TState">The state that the caller owns.</typeparam>
public interface ITextModel<TState> : ITokenModel<TState>, ITextReader
    where TState : struct
{
    /// <summary>Advances the state over a whole text and writes the outputs: of the last step or of every step, as the model says.</summary>
    /// <returns>Number of tokens that the model read.</returns>
    static abstract int Run(ref TState state, ReadOnlySpan<char> text, Span<float> output);

    /// <summary>The same for a text that the model may be unable to read. In that case state and output do not change.</summary>
    /// <param name="state">The state.</param>
    /// <param name="text">Any text.</param>
    /// <param name="output">Receives the outputs.</param>
    /// <param name="steps">Number of tokens that the model read; 0 if it cannot read the text.</param>
    /// <param name="unknown">Offset in the text of an unknown character or word that the model refuses; -1 for none.</param>
    /// <returns>Whether the model can read the text: the text has at least one token, and nothing that the model refuses.</returns>
    /// <exception cref="ArgumentException">The output is too short.</exception>
    static abstract bool TryRun(ref TState state, ReadOnlySpan<char> text, Span<float> output, out int steps, out int unknown);
}

/// <summary>A compiled model that reads whole texts only, because a layer reads them from the end.</summary>
public interface ITextSequenceModel : ITokenSequenceModel, ITextReader
{
    /// <summary>Runs a whole text and writes the outputs: of the last step or of every step, as the model says.</summary>
    /// <returns>Number of tokens that the model read.</returns>
    static abstract int Run(ReadOnlySpan<char> text, Span<float> output);

    /// <summary>The same for a text that the model may be unable to read. In that case the output does not change.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="output">Receives the outputs.</param>
    /// <param name="steps">Number of tokens that the model read; 0 if it cannot read the text.</param>
    /// <param name="unknown">Offset in the text of an unknown character or word that the model refuses; -1 for none.</param>
    /// <returns>Whether the model can read the text: the text has at least one token, and nothing that the model refuses.</returns>
    /// <exception cref="ArgumentException">The output is too short.</exception>
    static abstract bool TryRun(ReadOnlySpan<char> text, Span<float> output, out int steps, out int unknown);
}
