using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TinyRnn;

/// <content>The 512-bit forms. The same results as the 128-bit ones.</content>
public static partial class VectorMath
{
    // Of the instructions that round: to the nearest whole number, ties to even.
    private const byte ToNearest = 0;

    /// <summary>1 / (1 + 2^t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SigmoidOfScaled(Vector512<float> t) =>
        Vector512<float>.One / Exp2Plus(t, Vector512<float>.One);

    /// <summary>1 - 2 / (1 + 2^t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> TanhOfScaled(Vector512<float> t) =>
        Vector512<float>.One - Vector512.Create(2f) / Exp2Plus(t, Vector512<float>.One);

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
        Exp2Plus(a * Vector512.Create(Log2E), Vector512.Create(-1f)) * Vector512.Create(alpha));

    /// <summary>max(0, min(1, alpha * a + beta)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HardSigmoid(Vector512<float> a, float alpha, float beta) =>
        Vector512.MinNative(Vector512<float>.One, Vector512.MaxNative(Vector512<float>.Zero, Affine(a, alpha, beta)));

    /// <summary>alpha * a + beta.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Affine(Vector512<float> a, float alpha, float beta) =>
        Vector512.MultiplyAddEstimate(a, Vector512.Create(alpha), Vector512.Create(beta));

    /// <summary>a where it is above alpha, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ThresholdedRelu(Vector512<float> a, float alpha) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(a, Vector512.Create(alpha)), Vector512<float>.Zero, a);

    /// <summary>a / (1 + |a|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softsign(Vector512<float> a)
    {
        // An infinity over itself would be NaN.
        a = Clip(a, float.MaxValue);
        return a / (Vector512<float>.One + Vector512.Abs(a));
    }

    /// <summary>log(1 + exp(a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> a)
    {
        // max(a, 0) + log(1 + u) with u = exp(-|a|), and log(1 + u) = 2 artanh(s) with s = u / (2 + u), at most 1/3.
        Vector512<float> t = Vector512.MaxNative(Vector512.Create(LowestExponent), Vector512.Abs(a) * Vector512.Create(-Log2E));
        Vector512<float> u = Exp2Plus(t, Vector512<float>.Zero);
        Vector512<float> s = u / (Vector512.Create(2f) + u);
        Vector512<float> w = s * s;
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(A3), w, Vector512.Create(A2));
        p = Vector512.MultiplyAddEstimate(p, w, Vector512.Create(A1));
        p = Vector512.MultiplyAddEstimate(p, w, Vector512.Create(A0));
        s += s;
        return Relu(a) + Vector512.MultiplyAddEstimate(s * w, p, s);
    }

    /// <summary>a within -limit and limit; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Clip(Vector512<float> a, float limit) =>
        Vector512.MinNative(Vector512.Create(limit), Vector512.MaxNative(Vector512.Create(-limit), a));

    // What the narrower forms do in whole numbers is one instruction here, which needs no limits. A product with a power of two is
    // exact, so the sums are theirs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Exp2Plus(Vector512<float> t, Vector512<float> addend)
    {
        if (!Avx512DQ.IsSupported)
        {
            return Vector512.Create(Exp2Plus(t.GetLower(), addend.GetLower()), Exp2Plus(t.GetUpper(), addend.GetUpper()));
        }

        Vector512<float> f = Avx512DQ.Reduce(t, ToNearest);
        Vector512<float> f2 = f * f;
        Vector512<float> low = Vector512.MultiplyAddEstimate(Vector512.Create(C1), f, Vector512<float>.One);
        Vector512<float> middle = Vector512.MultiplyAddEstimate(Vector512.Create(C3), f, Vector512.Create(C2));
        Vector512<float> high = Vector512.MultiplyAddEstimate(Vector512.Create(C5), f, Vector512.Create(C4));
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(high, f2, middle), f2, low);
        return Avx512F.Scale(p, Avx512F.RoundScale(t, ToNearest)) + addend;
    }
}
