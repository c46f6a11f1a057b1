namespace TinyRnn.Model;

/// <summary>
/// The range of the values that an 8-bit matrix is multiplied with. A value x is quantised to q = round((x - Low) * 127 / (High - Low)), limited to 0
/// to 127: seven bits, so that the sum of two products with signed 8-bit weights fits into 16 bits. The product of a row with scale s is then s *
/// sum_k weight_k * (Low + q_k * <see cref="Step"/>).
/// </summary>
/// <param name="Low">The value that 0 stands for.</param>
/// <param name="High">The value that 127 stands for, above <paramref name="Low"/>.</param>
public sealed record QuantizationRange(float Low, float High)
{
    /// <summary>The largest quantised value.</summary>
    public const int MaximumQuantized = 127;

    // Of finite ends the step is at most 5.4e36, whose inverse is a normal number too.
    private const double LeastStep = 1e-37;

    /// <summary>The range of tanh, and so of the hidden states of a tanh RNN, a GRU and an LSTM.</summary>
    public static QuantizationRange Tanh { get; } = new(-1f, 1f);

    /// <summary>The difference between two neighbouring quantised values.</summary>
    public double Step => ((double)High - Low) / MaximumQuantized;

    /// <summary>The factor of x - Low before rounding.</summary>
    public float InverseStep => (float)(1 / Step);

    /// <summary>Whether both ends are finite, Low is below High, and the step and its inverse are normal numbers of binary32.</summary>
    internal bool IsValid => IsFinite(Low) && IsFinite(High) && Step >= LeastStep;

    /// <summary>Quantises a value; every operation rounds to binary32, and halves are rounded to even.</summary>
    public int Quantize(float x)
    {
        // NaN becomes 0.
        float t = (x - Low) * InverseStep;
        return t >= MaximumQuantized ? MaximumQuantized : t > 0 ? (int)Math.Round((double)t, MidpointRounding.ToEven) : 0;
    }

    private static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);
}
