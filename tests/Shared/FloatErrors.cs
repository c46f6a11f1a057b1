namespace TinyRnn.Tests;

/// <summary>How far floats are from exact numbers, and floats to try.</summary>
internal static class FloatErrors
{
    /// <summary>What the README promises of every activation.</summary>
    public const double Bound = 4;

    private const int MantissaBits = 23;
    private const int LeastExponent = -126;

    /// <summary>Every exponent and both signs, the bounds of what activations limit their inputs to, zeros, infinities.</summary>
    public static float[] Sweep { get; } =
    [
        .. Enumerable.Range(0, 2048).SelectMany(i => new[] { FromBits((i * 0x000FF3D1) & 0x7FFFFFFF), FromBits((i * 0x000FF3D1) | int.MinValue) })
            .Where(value => !float.IsNaN(value)),
        .. Enumerable.Range(1, 1100).SelectMany(i => new[] { i * 0.1f, i * -0.1f, i * 0.0009765f, i * -0.0009765f }),
        0f, -0f, float.Epsilon, -float.Epsilon, 1e-30f, -1e-30f, 1e-6f, -1e-6f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity,
    ];

    /// <summary>
    /// The difference in units in the last place of the exact number, of which the smallest is that of the smallest normal float; NaN where one is NaN.
    /// </summary>
    public static double InLastPlaces(float actual, double exact)
    {
        if (actual == (float)exact)
        {
            return 0;
        }

        return Math.Abs(actual - exact) / LastPlace(exact);
    }

    /// <summary>The unit in the last place of a number.</summary>
    public static double LastPlace(double exact)
    {
        int exponent = exact == 0 ? LeastExponent : Math.Max(Math.ILogB(exact), LeastExponent);
        return Math.ScaleB(1, Math.Min(exponent, 127) - MantissaBits);
    }

    private static float FromBits(int bits) => BitConverter.Int32BitsToSingle(bits);
}
