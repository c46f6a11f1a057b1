using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <content>The 512-bit forms. The same operations in the same order as the 128-bit ones.</content>
public static partial class VectorMath
{
    /// <summary>2^t; at least 2^-126, and infinity from 127.5 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp2(Vector512<float> t)
    {
        // In this order of operands NaN goes through on x64 as on arm64.
        t = Vector512.MinNative(Vector512.Create(HighestExponent), Vector512.MaxNative(Vector512.Create(LowestExponent), t));
        Vector512<float> rounded = t + Vector512.Create(Rounder);
        Vector512<float> f = t - (rounded - Vector512.Create(Rounder));

        // Three products side by side instead of five in a row (Estrin's scheme): a step of a small cell waits for this.
        Vector512<float> f2 = f * f;
        Vector512<float> low = Vector512.MultiplyAddEstimate(Vector512.Create(C1), f, Vector512<float>.One);
        Vector512<float> middle = Vector512.MultiplyAddEstimate(Vector512.Create(C3), f, Vector512.Create(C2));
        Vector512<float> high = Vector512.MultiplyAddEstimate(Vector512.Create(C5), f, Vector512.Create(C4));
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(high, f2, middle), f2, low);
        return p * Vector512.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
    }

    /// <summary>1 / (1 + 2^t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SigmoidOfScaled(Vector512<float> t) =>
        Vector512<float>.One / (Vector512<float>.One + Exp2(t));

    /// <summary>1 - 2 / (1 + 2^t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> TanhOfScaled(Vector512<float> t) =>
        Vector512<float>.One - Vector512.Create(2f) / (Vector512<float>.One + Exp2(t));

    /// <summary>max(a, 0); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Relu(Vector512<float> a) =>
        Vector512.MaxNative(Vector512<float>.Zero, a);

    /// <summary>a where it is above 0, else alpha * a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LeakyRelu(Vector512<float> a, float alpha) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512<float>.Zero), a, a * Vector512.Create(alpha));

    /// <summary>a where it is above 0, else alpha * (exp(a) - 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Elu(Vector512<float> a, float alpha) => Vector512.ConditionalSelect(
        Vector512.GreaterThan(a, Vector512<float>.Zero),
        a,
        (Exp2(a * Vector512.Create(Log2E)) - Vector512<float>.One) * Vector512.Create(alpha));
}
