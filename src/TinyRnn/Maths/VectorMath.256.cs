using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <content>The 256-bit forms. The same operations in the same order as the 128-bit ones.</content>
public static partial class VectorMath
{
    /// <summary>1 / (1 + 2^t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SigmoidOfScaled(Vector256<float> t) =>
        Vector256<float>.One / Exp2Plus(t, Vector256<float>.One);

    /// <summary>1 - 2 / (1 + 2^t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> TanhOfScaled(Vector256<float> t) =>
        Vector256<float>.One - Vector256.Create(2f) / Exp2Plus(t, Vector256<float>.One);

    /// <summary>max(a, 0); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> a) =>
        Vector256.MaxNative(Vector256<float>.Zero, a);

    /// <summary>a where it is above 0, else alpha * a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LeakyRelu(Vector256<float> a, float alpha) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, Vector256<float>.Zero), a, a * Vector256.Create(alpha));

    /// <summary>a where it is above 0, else alpha * (exp(a) - 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Elu(Vector256<float> a, float alpha) => Vector256.ConditionalSelect(
        Vector256.GreaterThan(a, Vector256<float>.Zero),
        a,
        Exp2Plus(a * Vector256.Create(Log2E), Vector256.Create(-1f)) * Vector256.Create(alpha));

    /// <summary>max(0, min(1, alpha * a + beta)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> HardSigmoid(Vector256<float> a, float alpha, float beta) =>
        Vector256.MinNative(Vector256<float>.One, Vector256.MaxNative(Vector256<float>.Zero, Affine(a, alpha, beta)));

    /// <summary>alpha * a + beta.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Affine(Vector256<float> a, float alpha, float beta) =>
        Vector256.MultiplyAddEstimate(a, Vector256.Create(alpha), Vector256.Create(beta));

    /// <summary>a where it is above alpha, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ThresholdedRelu(Vector256<float> a, float alpha) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(a, Vector256.Create(alpha)), Vector256<float>.Zero, a);

    /// <summary>a / (1 + |a|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softsign(Vector256<float> a)
    {
        // An infinity over itself would be NaN.
        a = Clip(a, float.MaxValue);
        return a / (Vector256<float>.One + Vector256.Abs(a));
    }

    /// <summary>log(1 + exp(a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> a)
    {
        // max(a, 0) + log(1 + u) with u = exp(-|a|), and log(1 + u) = 2 artanh(s) with s = u / (2 + u), at most 1/3.
        Vector256<float> t = Vector256.MaxNative(Vector256.Create(LowestExponent), Vector256.Abs(a) * Vector256.Create(-Log2E));
        Vector256<float> u = Exp2Plus(t, Vector256<float>.Zero);
        Vector256<float> s = u / (Vector256.Create(2f) + u);
        Vector256<float> w = s * s;
        Vector256<float> p = Vector256.MultiplyAddEstimate(Vector256.Create(A3), w, Vector256.Create(A2));
        p = Vector256.MultiplyAddEstimate(p, w, Vector256.Create(A1));
        p = Vector256.MultiplyAddEstimate(p, w, Vector256.Create(A0));
        s += s;
        return Relu(a) + Vector256.MultiplyAddEstimate(s * w, p, s);
    }

    /// <summary>a within -limit and limit; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clip(Vector256<float> a, float limit) =>
        Vector256.MinNative(Vector256.Create(limit), Vector256.MaxNative(Vector256.Create(-limit), a));

    // Of t below -125 what -125 gives.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp2Plus(Vector256<float> t, Vector256<float> addend)
    {
        // In this order of operands NaN goes through on x64 as on arm64.
        t = Vector256.MinNative(Vector256.Create(HighestExponent), Vector256.MaxNative(Vector256.Create(LowestExponent), t));
        Vector256<float> rounded = t + Vector256.Create(Rounder);
        Vector256<float> f = t - (rounded - Vector256.Create(Rounder));

        // Three products side by side instead of five in a row (Estrin's scheme): a step of a small cell waits for this.
        Vector256<float> f2 = f * f;
        Vector256<float> low = Vector256.MultiplyAddEstimate(Vector256.Create(2 * C1), f, Vector256.Create(2f));
        Vector256<float> middle = Vector256.MultiplyAddEstimate(Vector256.Create(2 * C3), f, Vector256.Create(2 * C2));
        Vector256<float> high = Vector256.MultiplyAddEstimate(Vector256.Create(2 * C5), f, Vector256.Create(2 * C4));
        Vector256<float> twice = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(high, f2, middle), f2, low);
        return Vector256.MultiplyAddEstimate(twice, Vector256.ShiftLeft(rounded.AsInt32(), 23).AsSingle(), addend);
    }
}
