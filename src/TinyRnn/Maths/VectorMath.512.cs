using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <content>The 512-bit forms. The same operations in the same order as the 128-bit ones.</content>
public static partial class VectorMath
{
    /// <summary>1 / (1 + exp(-a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> a)
    {
        // Both terms of the sum carry 2^-23, so that the largest power is finite where the result is the smallest float of all.
        a = Vector512.MinNative(Vector512.Create(LargestOfSigmoid), Vector512.MaxNative(Vector512.Create(-LargestExponent), a));
        return Vector512.Create(UnitOfSigmoid) / ExpOfMinus(a, RounderOfSigmoid, Vector512.Create(UnitOfSigmoid));
    }

    /// <summary>tanh(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> a)
    {
        // (e - 1) / (e + 1) with e = exp(2 a). Each is rounded once, so that nothing is lost where e is near 1.
        a = Vector512.MinNative(Vector512.Create(LargestOfTanh), Vector512.MaxNative(Vector512.Create(-LargestOfTanh), a));
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(a, Vector512.Create(2 * Log2E), Vector512.Create(Rounder));
        Vector512<float> f = Vector512.MultiplyAddEstimate(rounded - Vector512.Create(Rounder), Vector512.Create(-0.5f * Ln2), a);
        Vector512<float> power = Vector512.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
        Vector512<float> q = Polynomial(f, 2 * C1, 4 * C2, 8 * C3, 16 * C4, 32 * C5, 64 * C6);
        f *= power;
        return Vector512.MultiplyAddEstimate(q, f, power - Vector512<float>.One) / Vector512.MultiplyAddEstimate(q, f, power + Vector512<float>.One);
    }

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
    public static Vector512<float> Elu(Vector512<float> a, float alpha) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512<float>.Zero), a, ExpMinus1(a) * Vector512.Create(alpha));

    /// <summary>exp(a) - 1 of a at most 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpMinus1(Vector512<float> a)
    {
        a = Vector512.MaxNative(Vector512.Create(LowestOfExpMinus1), a);
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(a, Vector512.Create(Log2E), Vector512.Create(Rounder));
        Vector512<float> f = Vector512.MultiplyAddEstimate(rounded - Vector512.Create(Rounder), Vector512.Create(-Ln2), a);
        Vector512<float> power = Vector512.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
        return Vector512.MultiplyAddEstimate(Polynomial(f, C1, C2, C3, C4, C5, C6), f * power, power - Vector512<float>.One);
    }

    /// <summary>exp(-a) of a from -71 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpOfMinus(Vector512<float> a)
    {
        // 2^24 times the power is a normal number however small the power is.
        a = Vector512.MinNative(Vector512.Create(LargestExponent), Vector512.MaxNative(Vector512.Create(LowestOfExp), a));
        return ExpOfMinus(a, RounderOfExp, Vector512<float>.Zero) * Vector512.Create(UnitOfExp);
    }

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
        // A NaN keeps its sign, so that it is the same in both terms and the order in which they are added does not show.
        Vector512<float> u = ExpOfMinus(Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<float>.Zero), -a, a));
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

    /// <summary>a within low and high; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Clip(Vector512<float> a, float low, float high) =>
        Vector512.MinNative(Vector512.Create(high), Vector512.MaxNative(Vector512.Create(low), a));

    /// <summary>exp(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> a)
    {
        // The square of exp(a / 2): the power itself would leave the range of the exponent before the result does.
        Vector512<float> root = ExpOfMinus(a * Vector512.Create(-0.5f));
        return root * root;
    }

    /// <summary>The natural logarithm: -infinity of 0, NaN of what is below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> a)
    {
        // a = 2^n m with m from sqrt(1/2) to sqrt(2), and log(m) = 2 artanh(s) with s = (m - 1) / (m + 1); subnormal numbers are made normal first.
        Vector512<float> isSmall = Vector512.LessThan(a, Vector512.Create(SmallestNormal));
        Vector512<int> bits = Vector512.ConditionalSelect(isSmall, a * Vector512.Create(ScaleOfSmall), a).AsInt32();
        Vector512<int> exponent = Vector512.ShiftRightArithmetic(bits - Vector512.Create(BitsOfRootOfHalf), 23);
        Vector512<float> m = (bits - Vector512.ShiftLeft(exponent, 23)).AsSingle();
        Vector512<float> n = Vector512.ConvertToSingle(exponent) - (isSmall & Vector512.Create(ExponentOfSmall));
        Vector512<float> f = m - Vector512<float>.One;
        Vector512<float> s = f / (f + Vector512.Create(2f));
        Vector512<float> w = s * s;
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(A3), w, Vector512.Create(A2));
        p = Vector512.MultiplyAddEstimate(p, w, Vector512.Create(A1));
        p = Vector512.MultiplyAddEstimate(p, w, Vector512.Create(A0));
        s += s;
        Vector512<float> rest = Vector512.MultiplyAddEstimate(n, Vector512.Create(RestOfShortLn2), s * w * p);
        Vector512<float> result = (n * Vector512.Create(ShortLn2)) + (s + rest);
        Vector512<float> other = Vector512.ConditionalSelect(
            Vector512.Equals(a, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), Vector512.Create(float.NaN));
        result = Vector512.ConditionalSelect(Vector512.Equals(a, Vector512.Create(float.PositiveInfinity)), a, result);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512<float>.Zero), result, other);
    }

    /// <summary>sqrt(a^2 + b^2), without leaving the range of the exponent on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Magnitude(Vector512<float> a, Vector512<float> b)
    {
        Vector512<float> largest = Vector512.Max(Vector512.Abs(a), Vector512.Abs(b));
        Vector512<float> isLarge = Vector512.GreaterThan(largest, Vector512.Create(LargeSquared));
        Vector512<float> isSmall = Vector512.LessThan(largest, Vector512.Create(SmallSquared));
        Vector512<float> factor = Vector512.ConditionalSelect(
            isLarge, Vector512.Create(FactorOfLarge), Vector512.ConditionalSelect(isSmall, Vector512.Create(FactorOfSmall), Vector512<float>.One));
        Vector512<float> inverse = Vector512.ConditionalSelect(
            isLarge, Vector512.Create(1f / FactorOfLarge), Vector512.ConditionalSelect(isSmall, Vector512.Create(1f / FactorOfSmall), Vector512<float>.One));
        a *= factor;
        b *= factor;
        return Vector512.Sqrt(Vector512.MultiplyAddEstimate(a, a, b * b)) * inverse;
    }

    // exp(-a) + addend, where the rounder says by which power of two both are multiplied; a is within limits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpOfMinus(Vector512<float> a, float rounder, Vector512<float> addend)
    {
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(a, Vector512.Create(-Log2E), Vector512.Create(rounder));
        Vector512<float> n = rounded - Vector512.Create(rounder);

        // f = a + n log(2), whose product is exact where it is fused; then the polynomial need not wait for the rest of the logarithm.
        Vector512<float> f = IsFused
            ? Vector512.MultiplyAddEstimate(n, Vector512.Create(Ln2), a)
            : a + (n * Vector512.Create(ShortLn2)) + (n * Vector512.Create(RestOfShortLn2));
        Vector512<float> power = Vector512.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
        Vector512<float> q = Polynomial(f, -C1, C2, -C3, C4, -C5, C6);
        f = (IsFused ? Vector512.MultiplyAddEstimate(n, Vector512.Create(RestOfLn2), f) : f) * power;
        return Vector512.MultiplyAddEstimate(q, f, power + addend);
    }

    // Three products side by side instead of five in a row (Estrin's scheme): a step of a small cell waits for this.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Polynomial(Vector512<float> f, float c1, float c2, float c3, float c4, float c5, float c6)
    {
        Vector512<float> f2 = f * f;
        Vector512<float> low = Vector512.MultiplyAddEstimate(Vector512.Create(c2), f, Vector512.Create(c1));
        Vector512<float> middle = Vector512.MultiplyAddEstimate(Vector512.Create(c4), f, Vector512.Create(c3));
        Vector512<float> high = Vector512.MultiplyAddEstimate(Vector512.Create(c6), f, Vector512.Create(c5));
        return Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(high, f2, middle), f2, low);
    }
}
