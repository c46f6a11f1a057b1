using System.Diagnostics.CodeAnalysis;

namespace TinyRnn;

/// <summary>Scoring and generation over any language model: P(x_t | x_1..x_{t-1}) is read from the state after x_{t-1}.</summary>
public static class LanguageModel
{
    /// <summary>The log-likelihood of a text given its first character or word.</summary>
    /// <param name="model">The model with its state, which advances.</param>
    /// <param name="text">The text. Characters and words that the model leaves out are ignored.</param>
    /// <param name="scratch">A buffer for one output of the model.</param>
    /// <exception cref="ArgumentException">The text has an unknown character or word that the model refuses.</exception>
    public static TextScore Score<TStepper>(scoped ref TStepper model, ReadOnlySpan<char> text, Span<float> scratch)
        where TStepper : ITokenStepper, allows ref struct
    {
        double logLikelihood = 0;
        int tokens = 0;
        for (int position = 0; position < text.Length;)
        {
            int token = model.ReadToken(text, ref position);
            if (token < 0)
            {
                continue;
            }

            if (tokens > 0)
            {
                logLikelihood += Softmax.LogProbability(scratch, token, model.OutputForm);
            }

            model.Step(token, scratch);
            tokens++;
        }

        return new TextScore(logLikelihood, Math.Max(0, tokens - 1));
    }

    /// <summary>Continues a text, character by character or word by word.</summary>
    /// <param name="model">The model with its state, which advances.</param>
    /// <param name="prompt">The prompt; at least one character or word of the vocabulary.</param>
    /// <param name="destination">Receives the continuation, without the prompt.</param>
    /// <param name="options">How characters are drawn.</param>
    /// <param name="scratch">A buffer for one output of the model.</param>
    /// <returns>The number of UTF-16 code units written.</returns>
    /// <exception cref="ArgumentException">The prompt has nothing of the vocabulary, or an unknown character or word that the model refuses.</exception>
    public static int Generate<TStepper>(
        scoped ref TStepper model, ReadOnlySpan<char> prompt, Span<char> destination, scoped in SamplingOptions options, Span<float> scratch)
        where TStepper : ITokenStepper, allows ref struct
    {
        int token = -1;
        for (int position = 0; position < prompt.Length;)
        {
            int next = model.ReadToken(prompt, ref position);
            if (next < 0)
            {
                continue;
            }

            if (token >= 0)
            {
                model.Advance(token);
            }

            token = next;
        }

        if (token < 0)
        {
            ThrowEmptyPrompt(prompt, model.HasSpaces ? "word" : "character");
        }

        SamplingRandom random = new(options.Seed);
        int written = 0;
        bool isParted = prompt.Length > 0 && char.IsWhiteSpace(prompt[^1]);
        while (true)
        {
            model.Step(token, scratch);
            token = TokenSampler.Sample(scratch, model.OutputForm, options, ref random);

            // Words have a space before them, unless the prompt ends with one.
            int space = model.HasSpaces && !isParted ? 1 : 0;
            if (written + space > destination.Length
                || !model.TryWriteToken(token, destination[(written + space)..], out int length)
                || IsEnd(destination.Slice(written + space, length), options.StopAt))
            {
                return written;
            }

            destination.Slice(written, space).Fill(' ');
            written += space + length;
            isParted = false;
        }
    }

    /// <summary>The log-likelihood of tokens given the first of them.</summary>
    /// <param name="state">The state, which advances.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="scratch">A buffer for one output of the model.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public static TextScore Score<TModel, TState>(ref TState state, ReadOnlySpan<int> tokens, Span<float> scratch)
        where TModel : ITokenModel<TState>
        where TState : struct
    {
        double logLikelihood = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            ModelArguments.CheckToken(tokens[i], TModel.VocabularySize);
            if (i > 0)
            {
                logLikelihood += Softmax.LogProbability(scratch, tokens[i], TModel.OutputForm);
            }

            TModel.Step(ref state, tokens[i], scratch);
        }

        return new TextScore(logLikelihood, Math.Max(0, tokens.Length - 1));
    }

    /// <summary>Continues tokens until the destination is full.</summary>
    /// <param name="state">The state, which advances to before the last token that was drawn.</param>
    /// <param name="prompt">The prompt; at least one token.</param>
    /// <param name="destination">Receives the continuation, without the prompt.</param>
    /// <param name="options">How tokens are drawn. A stop character is ignored.</param>
    /// <param name="scratch">A buffer for one output of the model.</param>
    /// <exception cref="ArgumentException">The prompt is empty, or one of its tokens is out of range.</exception>
    public static void Generate<TModel, TState>(
        ref TState state, ReadOnlySpan<int> prompt, Span<int> destination, in SamplingOptions options, Span<float> scratch)
        where TModel : ITokenModel<TState>
        where TState : struct
    {
        ModelArguments.CheckNotEmpty(prompt.Length, nameof(prompt));
        foreach (int token in prompt[..^1])
        {
            TModel.Advance(ref state, token);
        }

        SamplingRandom random = new(options.Seed);
        int last = prompt[^1];
        for (int i = 0; i < destination.Length; i++)
        {
            TModel.Step(ref state, last, scratch);
            last = TokenSampler.Sample(scratch, TModel.OutputForm, options, ref random);
            destination[i] = last;
        }
    }

    // A token without text, such as padding, also ends a text.
    private static bool IsEnd(ReadOnlySpan<char> text, int? stopAt) =>
        text.IsEmpty || (System.Text.Rune.DecodeFromUtf16(text, out System.Text.Rune rune, out int length) == System.Buffers.OperationStatus.Done
            && length == text.Length && rune.Value == stopAt);

    [DoesNotReturn]
    private static void ThrowEmptyPrompt(ReadOnlySpan<char> prompt, string noun) =>
        throw new ArgumentException($"the prompt must hold at least one {noun} of the vocabulary", nameof(prompt));
}
