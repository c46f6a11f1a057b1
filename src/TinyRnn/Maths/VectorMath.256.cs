using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <content>The 256-bit forms. The same operations in the same order as the 128-bit ones.</content>
public static partial class VectorMath
{
    /// <summary>1 / (1 + exp(-a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> a)
    {
        // Both terms of the sum carry 2^-23, so that the largest power is finite where the result is the smallest float of all.
        a = Vector256.MinNative(Vector256.Create(LargestOfSigmoid), Vector256.MaxNative(Vector256.Create(-LargestExponent), a));
        return Vector256.Create(UnitOfSigmoid) / ExpOfMinus(a, RounderOfSigmoid, Vector256.Create(UnitOfSigmoid));
    }

    /// <summary>tanh(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> a)
    {
        // (e - 1) / (e + 1) with e = exp(2 a). Each is rounded once, so that nothing is lost where e is near 1.
        a = Vector256.MinNative(Vector256.Create(LargestOfTanh), Vector256.MaxNative(Vector256.Create(-LargestOfTanh), a));
        Vector256<float> rounded = Vector256.MultiplyAddEstimate(a, Vector256.Create(2 * Log2E), Vector256.Create(Rounder));
        Vector256<float> f = Vector256.MultiplyAddEstimate(rounded - Vector256.Create(Rounder), Vector256.Create(-0.5f * Ln2), a);
        Vector256<float> power = Vector256.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
        Vector256<float> q = Polynomial(f, 2 * C1, 4 * C2, 8 * C3, 16 * C4, 32 * C5, 64 * C6);
        f *= power;
        return Vector256.MultiplyAddEstimate(q, f, power - Vector256<float>.One) / Vector256.MultiplyAddEstimate(q, f, power + Vector256<float>.One);
    }

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
    public static Vector256<float> Elu(Vector256<float> a, float alpha) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, Vector256<float>.Zero), a, ExpMinus1(a) * Vector256.Create(alpha));

    /// <summary>exp(a) - 1 of a at most 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpMinus1(Vector256<float> a)
    {
        a = Vector256.MaxNative(Vector256.Create(LowestOfExpMinus1), a);
        Vector256<float> rounded = Vector256.MultiplyAddEstimate(a, Vector256.Create(Log2E), Vector256.Create(Rounder));
        Vector256<float> f = Vector256.MultiplyAddEstimate(rounded - Vector256.Create(Rounder), Vector256.Create(-Ln2), a);
        Vector256<float> power = Vector256.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
        return Vector256.MultiplyAddEstimate(Polynomial(f, C1, C2, C3, C4, C5, C6), f * power, power - Vector256<float>.One);
    }

    /// <summary>exp(-a) of a from -71 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpOfMinus(Vector256<float> a)
    {
        // 2^24 times the power is a normal number however small the power is.
        a = Vector256.MinNative(Vector256.Create(LargestExponent), Vector256.MaxNative(Vector256.Create(LowestOfExp), a));
        return ExpOfMinus(a, RounderOfExp, Vector256<float>.Zero) * Vector256.Create(UnitOfExp);
    }

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
        // A NaN keeps its sign, so that it is the same in both terms and the order in which they are added does not show.
        Vector256<float> u = ExpOfMinus(Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256<float>.Zero), -a, a));
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

    /// <summary>a within low and high; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clip(Vector256<float> a, float low, float high) =>
        Vector256.MinNative(Vector256.Create(high), Vector256.MaxNative(Vector256.Create(low), a));

    /// <summary>exp(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> a)
    {
        // The square of exp(a / 2): the power itself would leave the range of the exponent before the result does.
        Vector256<float> root = ExpOfMinus(a * Vector256.Create(-0.5f));
        return root * root;
    }

    /// <summary>The natural logarithm: -infinity of 0, NaN of what is below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> a)
    {
        // a = 2^n m with m from sqrt(1/2) to sqrt(2), and log(m) = 2 artanh(s) with s = (m - 1) / (m + 1); subnormal numbers are made normal first.
        Vector256<float> isSmall = Vector256.LessThan(a, Vector256.Create(SmallestNormal));
        Vector256<int> bits = Vector256.ConditionalSelect(isSmall, a * Vector256.Create(ScaleOfSmall), a).AsInt32();
        Vector256<int> exponent = Vector256.ShiftRightArithmetic(bits - Vector256.Create(BitsOfRootOfHalf), 23);
        Vector256<float> m = (bits - Vector256.ShiftLeft(exponent, 23)).AsSingle();
        Vector256<float> n = Vector256.ConvertToSingle(exponent) - (isSmall & Vector256.Create(ExponentOfSmall));
        Vector256<float> f = m - Vector256<float>.One;
        Vector256<float> s = f / (f + Vector256.Create(2f));
        Vector256<float> w = s * s;
        Vector256<float> p = Vector256.MultiplyAddEstimate(Vector256.Create(A3), w, Vector256.Create(A2));
        p = Vector256.MultiplyAddEstimate(p, w, Vector256.Create(A1));
        p = Vector256.MultiplyAddEstimate(p, w, Vector256.Create(A0));
        s += s;
        Vector256<float> rest = Vector256.MultiplyAddEstimate(n, Vector256.Create(RestOfShortLn2), s * w * p);
        Vector256<float> result = (n * Vector256.Create(ShortLn2)) + (s + rest);
        Vector256<float> other = Vector256.ConditionalSelect(
            Vector256.Equals(a, Vector256<float>.Zero), Vector256.Create(float.NegativeInfinity), Vector256.Create(float.NaN));
        result = Vector256.ConditionalSelect(Vector256.Equals(a, Vector256.Create(float.PositiveInfinity)), a, result);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(a, Vector256<float>.Zero), result, other);
    }

    /// <summary>sqrt(a^2 + b^2), without leaving the range of the exponent on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Magnitude(Vector256<float> a, Vector256<float> b)
    {
        Vector256<float> largest = Vector256.Max(Vector256.Abs(a), Vector256.Abs(b));
        Vector256<float> isLarge = Vector256.GreaterThan(largest, Vector256.Create(LargeSquared));
        Vector256<float> isSmall = Vector256.LessThan(largest, Vector256.Create(SmallSquared));
        Vector256<float> factor = Vector256.ConditionalSelect(
            isLarge, Vector256.Create(FactorOfLarge), Vector256.ConditionalSelect(isSmall, Vector256.Create(FactorOfSmall), Vector256<float>.One));
        Vector256<float> inverse = Vector256.ConditionalSelect(
            isLarge, Vector256.Create(1f / FactorOfLarge), Vector256.ConditionalSelect(isSmall, Vector256.Create(1f / FactorOfSmall), Vector256<float>.One));
        a *= factor;
        b *= factor;
        return Vector256.Sqrt(Vector256.MultiplyAddEstimate(a, a, b * b)) * inverse;
    }

    // exp(-a) + addend, where the rounder says by which power of two both are multiplied; a is within limits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpOfMinus(Vector256<float> a, float rounder, Vector256<float> addend)
    {
        Vector256<float> rounded = Vector256.MultiplyAddEstimate(a, Vector256.Create(-Log2E), Vector256.Create(rounder));
        Vector256<float> n = rounded - Vector256.Create(rounder);

        // f = a + n log(2), whose product is exact where it is fused; then the polynomial need not wait for the rest of the logarithm.
        Vector256<float> f = IsFused
            ? Vector256.MultiplyAddEstimate(n, Vector256.Create(Ln2), a)
            : a + (n * Vector256.Create(ShortLn2)) + (n * Vector256.Create(RestOfShortLn2));
        Vector256<float> power = Vector256.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
        Vector256<float> q = Polynomial(f, -C1, C2, -C3, C4, -C5, C6);
        f = (IsFused ? Vector256.MultiplyAddEstimate(n, Vector256.Create(RestOfLn2), f) : f) * power;
        return Vector256.MultiplyAddEstimate(q, f, power + addend);
    }

    // Three products side by side instead of five in a row (Estrin's scheme): a step of a small cell waits for this.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Polynomial(Vector256<float> f, float c1, float c2, float c3, float c4, float c5, float c6)
    {
        Vector256<float> f2 = f * f;
        Vector256<float> low = Vector256.MultiplyAddEstimate(Vector256.Create(c2), f, Vector256.Create(c1));
        Vector256<float> middle = Vector256.MultiplyAddEstimate(Vector256.Create(c4), f, Vector256.Create(c3));
        Vector256<float> high = Vector256.MultiplyAddEstimate(Vector256.Create(c6), f, Vector256.Create(c5));
        return Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(high, f2, middle), f2, low);
    }
}
