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
internal static unsafe class VectorFunctions<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
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
    public static TLanes Sigmoid(TLanes a)
    {
        if (typeof(T) == typeof(float))
        {
            return TLanes.One / (TLanes.FillSingle(2f) + Exp2Minus1(a * TLanes.FillSingle(-Log2E)));
        }

        return Each(a, &SigmoidOf);
    }

    /// <summary>tanh(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh(TLanes a)
    {
        if (typeof(T) == typeof(float))
        {
            TLanes power = Exp2Minus1(a * TLanes.FillSingle(2 * Log2E));
            return power / (power + TLanes.FillSingle(2f));
        }

        return Each(a, &T.Tanh);
    }

    /// <summary>exp(a) - 1, at most 2^126.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ExpMinus1(TLanes a)
    {
        if (typeof(T) == typeof(float))
        {
            return Exp2Minus1(a * TLanes.FillSingle(Log2E));
        }

        return Each(a, &T.ExpM1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes Each(TLanes lanes, delegate*<T, T> function)
    {
        T* values = (T*)&lanes;
        for (int i = 0; i < TLanes.Count; i++)
        {
            values[i] = function(values[i]);
        }

        return lanes;
    }

    private static T SigmoidOf(T a) => T.One / (T.One + T.Exp(-a));

    // 2^t - 1 = 2^n (2^f - 1) + (2^n - 1) with t = n + f.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Exp2Minus1(TLanes t)
    {
        // In this order of operands NaN goes through on x64 as on arm64.
        t = TLanes.Min(TLanes.FillSingle(HighestExponent), TLanes.Max(TLanes.FillSingle(-HighestExponent), t));
        TLanes rounded = t + TLanes.FillSingle(Rounder);
        TLanes f = t - (rounded - TLanes.FillSingle(Rounder));
        TLanes p = TLanes.MultiplyAdd(TLanes.FillSingle(C6), f, TLanes.FillSingle(C5));
        p = TLanes.MultiplyAdd(p, f, TLanes.FillSingle(C4));
        p = TLanes.MultiplyAdd(p, f, TLanes.FillSingle(C3));
        p = TLanes.MultiplyAdd(p, f, TLanes.FillSingle(C2));
        p = TLanes.MultiplyAdd(p, f, TLanes.FillSingle(C1));
        TLanes power = TLanes.ShiftBitsLeft(rounded, 23);
        return TLanes.MultiplyAdd(p * f, power, power - TLanes.One);
    }
}
