namespace TinyRnn;

/// <summary>How the next character is drawn. The default value draws from the model's own distribution, with another seed at each call.</summary>
public readonly record struct SamplingOptions
{
    // Stored as exclusive-or with the bits of 1, so that default(SamplingOptions) has temperature 1.
    private readonly int _temperatureBits;

    /// <summary>
    /// Divides the logits. Below 1 likely characters become likelier, above 1 the text is more varied; 0 always takes the likeliest. At least 0; 1 if not
    /// set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, NaN or infinite.</exception>
    public float Temperature
    {
        get => BitConverter.Int32BitsToSingle(_temperatureBits ^ BitConverter.SingleToInt32Bits(1f));
        init
        {
            if (!(value >= 0f) || float.IsInfinity(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "the temperature must be finite and at least 0");
            }

            _temperatureBits = BitConverter.SingleToInt32Bits(value) ^ BitConverter.SingleToInt32Bits(1f);
        }
    }

    /// <summary>Draws only from this many of the most probable characters, and those as probable as the last of these; 0 for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int TopK
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>
    /// Draws from the fewest most probable characters whose probabilities add up to at least this (nucleus sampling,
    /// Holtzman et al. 2020). From 0 to 1; 0 or 1 for all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public float TopP
    {
        get;
        init
        {
            if (!(value is >= 0f and <= 1f))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "top-p must be from 0 to 1");
            }

            field = value;
        }
    }

    /// <summary>Seed of the random numbers: the same seed gives the same text. Null for another one at each call.</summary>
    public ulong? Seed { get; init; }

    /// <summary>A Unicode scalar value that ends the text when it is drawn. It is not written; null for none.</summary>
    public int? StopAt { get; init; }
}
