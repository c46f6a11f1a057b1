using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// The transcendental functions inside cells, on whole vectors: for <see cref="float"/> by our own power of two, for
/// <see cref="double"/> exactly, lane by lane, because it is there to check.
/// </summary>
/// <remarks>
/// Single precision: relative error below 3e-7 for tanh and exp - 1 (near 0 too) and for the sigmoid, which is at least 2^-126; right
/// at the infinities; NaN stays NaN.
/// </remarks>
internal static class VectorFunctions
{
    private const float Log2E = 1.442695041f;

    // (2^f - 1) / f = c1 + f (c2 + ...) for |f| <= 1/2, minimax in the relative error (1.1e-8). Without the 1 of 2^f the difference
    // 2^f - 1 does not cancel, so that tanh is right near 0.
    private const float C1 = 0.6931471824645996f;
    private const float C2 = 0.24022649228572845f;
    private const float C3 = 0.05550357326865196f;
    private const float C4 = 0.009618237614631653f;
    private const float C5 = 0.0013390735257416964f;
    private const float C6 = 0.00015403512225020677f;

    private const float HighestExponent = 126f;

    // Adding it (1.5 * 2^23 + 127) leaves the nearest integer in the low bits of the sum, with the exponent's bias:
    // shifted up, they are the power of two.
    private const float Rounder = 12583039f;

    /// <summary>1 / (1 + exp(-a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sigmoid<T>(Vector<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector<float> shifted = new Vector<float>(2f) + Exp2Minus1(Vector.As<T, float>(a) * -Log2E);
            return Vector.As<float, T>(Vector<float>.One / shifted);
        }

        for (int i = 0; i < Vector<T>.Count; i++)
        {
            a = a.WithElement(i, T.One / (T.One + T.Exp(-a[i])));
        }

        return a;
    }

    /// <summary>tanh(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Tanh<T>(Vector<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector<float> power = Exp2Minus1(Vector.As<T, float>(a) * (2 * Log2E));
            return Vector.As<float, T>(power / (power + new Vector<float>(2f)));
        }

        for (int i = 0; i < Vector<T>.Count; i++)
        {
            a = a.WithElement(i, T.Tanh(a[i]));
        }

        return a;
    }

    /// <summary>exp(a) - 1, at most 2^126.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> ExpMinus1<T>(Vector<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return Vector.As<float, T>(Exp2Minus1(Vector.As<T, float>(a) * Log2E));
        }

        for (int i = 0; i < Vector<T>.Count; i++)
        {
            a = a.WithElement(i, T.ExpM1(a[i]));
        }

        return a;
    }

    // 2^t - 1 = 2^n (2^f - 1) + (2^n - 1) with t = n + f.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Exp2Minus1(Vector<float> t)
    {
        // In this order of operands NaN goes through on x64 as on arm64.
        t = Vector.MinNative(new Vector<float>(HighestExponent), Vector.MaxNative(new Vector<float>(-HighestExponent), t));
        Vector<float> rounded = t + new Vector<float>(Rounder);
        Vector<float> f = t - (rounded - new Vector<float>(Rounder));
        Vector<float> p = Vector.MultiplyAddEstimate(new Vector<float>(C6), f, new Vector<float>(C5));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(C4));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(C3));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(C2));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(C1));
        Vector<float> power = Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(rounded), 23));
        return Vector.MultiplyAddEstimate(p * f, power, power - Vector<float>.One);
    }
}
