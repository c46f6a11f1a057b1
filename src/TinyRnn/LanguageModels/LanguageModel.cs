using System.Diagnostics.CodeAnalysis;

namespace TinyRnn;

/// <summary>Scoring and generation over any language model: P(x_t | x_1..x_{t-1}) is read from the state after x_{t-1}.</summary>
public static class LanguageModel
{
    /// <summary>The log-likelihood of a text given its first character.</summary>
    /// <param name="model">The model with its state, which moves on.</param>
    /// <param name="text">The text; characters that the model leaves out do not count.</param>
    /// <param name="scratch">Room for one output of the model.</param>
    /// <exception cref="ArgumentException">A character is unknown and the model's rule is to fail.</exception>
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

    /// <summary>Continues a text, character by character.</summary>
    /// <param name="model">The model with its state, which moves on.</param>
    /// <param name="prompt">What comes before; at least one character of the vocabulary.</param>
    /// <param name="destination">Receives the continuation, without the prompt.</param>
    /// <param name="options">How characters are drawn.</param>
    /// <param name="scratch">Room for one output of the model.</param>
    /// <returns>The number of UTF-16 code units written.</returns>
    /// <exception cref="ArgumentException">The prompt holds no character of the vocabulary, or an unknown one and the model's rule is to fail.</exception>
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
            ThrowEmptyPrompt();
        }

        SamplingRandom random = new(options.Seed);
        int written = 0;
        while (true)
        {
            model.Step(token, scratch);
            token = TokenSampler.Sample(scratch, model.OutputForm, options, ref random);
            int codePoint = model.GetCodePoint(token);
            int length = codePoint >= 0x10000 ? 2 : 1;
            if (codePoint == options.StopAt || written + length > destination.Length)
            {
                return written;
            }

            if (length == 1)
            {
                destination[written] = (char)codePoint;
            }
            else
            {
                destination[written] = (char)(0xD800 + ((codePoint - 0x10000) >> 10));
                destination[written + 1] = (char)(0xDC00 + ((codePoint - 0x10000) & 0x3FF));
            }

            written += length;
        }
    }

    [DoesNotReturn]
    private static void ThrowEmptyPrompt() =>
        throw new ArgumentException("the prompt must hold at least one character of the vocabulary", "prompt");
}
