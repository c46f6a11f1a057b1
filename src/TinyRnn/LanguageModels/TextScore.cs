namespace TinyRnn;

/// <summary>The probability of a text by a language model: log P(x_2, ..., x_n | x_1).</summary>
/// <param name="LogLikelihood">Sum of the natural logarithms of P(x_t | x_1..x_{t-1}) over t = 2..n, in nats.</param>
/// <param name="Predictions">n - 1, the number of characters, or words, that were predicted.</param>
public readonly record struct TextScore(double LogLikelihood, int Predictions)
{
    /// <summary>Mean negative log-likelihood of a predicted character, or word, in nats; NaN if nothing was predicted.</summary>
    public double NatsPerCharacter => -LogLikelihood / Predictions;

    /// <summary>exp of <see cref="NatsPerCharacter"/>: the number of equally probable characters that would be as hard to guess.</summary>
    public double Perplexity => Math.Exp(NatsPerCharacter);
}
