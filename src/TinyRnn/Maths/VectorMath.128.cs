using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <content>The 128-bit forms.</content>
public static partial class VectorMath
{
    /// <summary>2^t; at least 2^-125, and infinity from 128 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp2(Vector128<float> t) => Exp2Plus(t, Vector128<float>.Zero);

    /// <summary>1 / (1 + 2^t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SigmoidOfScaled(Vector128<float> t) =>
        Vector128<float>.One / Exp2Plus(t, Vector128<float>.One);

    /// <summary>1 - 2 / (1 + 2^t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> TanhOfScaled(Vector128<float> t) =>
        Vector128<float>.One - Vector128.Create(2f) / Exp2Plus(t, Vector128<float>.One);

    /// <summary>max(a, 0); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Relu(Vector128<float> a) =>
        Vector128.MaxNative(Vector128<float>.Zero, a);

    /// <summary>a where it is above 0, else alpha * a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LeakyRelu(Vector128<float> a, float alpha) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, Vector128<float>.Zero), a, a * Vector128.Create(alpha));

    /// <summary>a where it is above 0, else alpha * (exp(a) - 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Elu(Vector128<float> a, float alpha) => Vector128.ConditionalSelect(
        Vector128.GreaterThan(a, Vector128<float>.Zero),
        a,
        Exp2Plus(a * Vector128.Create(Log2E), Vector128.Create(-1f)) * Vector128.Create(alpha));

    /// <summary>max(0, min(1, alpha * a + beta)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> HardSigmoid(Vector128<float> a, float alpha, float beta) =>
        Vector128.MinNative(Vector128<float>.One, Vector128.MaxNative(Vector128<float>.Zero, Affine(a, alpha, beta)));

    /// <summary>alpha * a + beta.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Affine(Vector128<float> a, float alpha, float beta) =>
        Vector128.MultiplyAddEstimate(a, Vector128.Create(alpha), Vector128.Create(beta));

    /// <summary>a where it is above alpha, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ThresholdedRelu(Vector128<float> a, float alpha) =>
        Vector128.ConditionalSelect(Vector128.LessThanOrEqual(a, Vector128.Create(alpha)), Vector128<float>.Zero, a);

    /// <summary>a / (1 + |a|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Softsign(Vector128<float> a)
    {
        // An infinity over itself would be NaN.
        a = Clip(a, float.MaxValue);
        return a / (Vector128<float>.One + Vector128.Abs(a));
    }

    /// <summary>log(1 + exp(a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Softplus(Vector128<float> a)
    {
        // max(a, 0) + log(1 + u) with u = exp(-|a|), and log(1 + u) = 2 artanh(s) with s = u / (2 + u), at most 1/3.
        Vector128<float> t = Vector128.MaxNative(Vector128.Create(LowestExponent), Vector128.Abs(a) * Vector128.Create(-Log2E));
        Vector128<float> u = Exp2Plus(t, Vector128<float>.Zero);
        Vector128<float> s = u / (Vector128.Create(2f) + u);
        Vector128<float> w = s * s;
        Vector128<float> p = Vector128.MultiplyAddEstimate(Vector128.Create(A3), w, Vector128.Create(A2));
        p = Vector128.MultiplyAddEstimate(p, w, Vector128.Create(A1));
        p = Vector128.MultiplyAddEstimate(p, w, Vector128.Create(A0));
        s += s;
        return Relu(a) + Vector128.MultiplyAddEstimate(s * w, p, s);
    }

    /// <summary>a within -limit and limit; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Clip(Vector128<float> a, float limit) =>
        Vector128.MinNative(Vector128.Create(limit), Vector128.MaxNative(Vector128.Create(-limit), a));

    // Of t below -125 what -125 gives.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Exp2Plus(Vector128<float> t, Vector128<float> addend)
    {
        // In this order of operands NaN goes through on x64 as on arm64.
        t = Vector128.MinNative(Vector128.Create(HighestExponent), Vector128.MaxNative(Vector128.Create(LowestExponent), t));
        Vector128<float> rounded = t + Vector128.Create(Rounder);
        Vector128<float> f = t - (rounded - Vector128.Create(Rounder));

        // Three products side by side instead of five in a row (Estrin's scheme): a step of a small cell waits for this.
        Vector128<float> f2 = f * f;
        Vector128<float> low = Vector128.MultiplyAddEstimate(Vector128.Create(2 * C1), f, Vector128.Create(2f));
        Vector128<float> middle = Vector128.MultiplyAddEstimate(Vector128.Create(2 * C3), f, Vector128.Create(2 * C2));
        Vector128<float> high = Vector128.MultiplyAddEstimate(Vector128.Create(2 * C5), f, Vector128.Create(2 * C4));
        Vector128<float> twice = Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(high, f2, middle), f2, low);
        return Vector128.MultiplyAddEstimate(twice, Vector128.ShiftLeft(rounded.AsInt32(), 23).AsSingle(), addend);
    }
}
