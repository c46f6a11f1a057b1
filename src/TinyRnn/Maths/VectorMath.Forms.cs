using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <content>The 128-bit forms. With this order of operands a limit keeps NaN, on x64 and on arm64.</content>
public static partial class VectorMath
{
    /// <summary>1 / (1 + exp(-a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> a)
    {
        // Both terms of the sum carry 2^-23, so that the largest power is finite where the result is the smallest float of all.
        a = Vector128.MinNative(Vector128.Create(LargestOfSigmoid), Vector128.MaxNative(Vector128.Create(-LargestExponent), a));
        return Vector128.Create(UnitOfSigmoid) / ExpOfMinus(a, RounderOfSigmoid, Vector128.Create(UnitOfSigmoid));
    }

    /// <summary>tanh(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> a)
    {
        // (e - 1) / (e + 1) with e = exp(2 a). Each term is rounded once, so no precision is lost where e is near 1.
        a = Vector128.MinNative(Vector128.Create(LargestOfTanh), Vector128.MaxNative(Vector128.Create(-LargestOfTanh), a));
        Vector128<float> rounded = Vector128.MultiplyAddEstimate(a, Vector128.Create(2 * Log2E), Vector128.Create(Rounder));
        Vector128<float> f = Vector128.MultiplyAddEstimate(rounded - Vector128.Create(Rounder), Vector128.Create(-0.5f * Ln2), a);
        Vector128<float> power = Vector128.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
        Vector128<float> q = Polynomial(f, 2 * C1, 4 * C2, 8 * C3, 16 * C4, 32 * C5, 64 * C6);
        f *= power;
        return Vector128.MultiplyAddEstimate(q, f, power - Vector128<float>.One) / Vector128.MultiplyAddEstimate(q, f, power + Vector128<float>.One);
    }

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
    public static Vector128<float> Elu(Vector128<float> a, float alpha) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, Vector128<float>.Zero), a, ExpMinus1(a) * Vector128.Create(alpha));

    /// <summary>exp(a) - 1 for a at most 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ExpMinus1(Vector128<float> a)
    {
        a = Vector128.MaxNative(Vector128.Create(LowestOfExpMinus1), a);
        Vector128<float> rounded = Vector128.MultiplyAddEstimate(a, Vector128.Create(Log2E), Vector128.Create(Rounder));
        Vector128<float> f = Vector128.MultiplyAddEstimate(rounded - Vector128.Create(Rounder), Vector128.Create(-Ln2), a);
        Vector128<float> power = Vector128.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
        return Vector128.MultiplyAddEstimate(Polynomial(f, C1, C2, C3, C4, C5, C6), f * power, power - Vector128<float>.One);
    }

    /// <summary>exp(-a) for a of at least -71.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ExpOfMinus(Vector128<float> a)
    {
        // 2^24 times the power is a normal number, however small the power is.
        a = Vector128.MinNative(Vector128.Create(LargestExponent), Vector128.MaxNative(Vector128.Create(LowestOfExp), a));
        return ExpOfMinus(a, RounderOfExp, Vector128<float>.Zero) * Vector128.Create(UnitOfExp);
    }

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
        // A NaN keeps its sign, so it is the same in both terms and their order does not matter.
        Vector128<float> u = ExpOfMinus(Vector128.ConditionalSelect(Vector128.LessThan(a, Vector128<float>.Zero), -a, a));
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

    /// <summary>a within low and high; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Clip(Vector128<float> a, float low, float high) =>
        Vector128.MinNative(Vector128.Create(high), Vector128.MaxNative(Vector128.Create(low), a));

    /// <summary>exp(a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> a)
    {
        // The square of exp(a / 2), because the power itself would overflow before the result does.
        Vector128<float> root = ExpOfMinus(a * Vector128.Create(-0.5f));
        return root * root;
    }

    /// <summary>The natural logarithm: -infinity for 0, NaN for negative values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> a)
    {
        // a = 2^n m with m from sqrt(1/2) to sqrt(2), and log(m) = 2 artanh(s) with s = (m - 1) / (m + 1); subnormal numbers are made normal first.
        Vector128<float> isSmall = Vector128.LessThan(a, Vector128.Create(SmallestNormal));
        Vector128<int> bits = Vector128.ConditionalSelect(isSmall, a * Vector128.Create(ScaleOfSmall), a).AsInt32();
        Vector128<int> exponent = Vector128.ShiftRightArithmetic(bits - Vector128.Create(BitsOfRootOfHalf), 23);
        Vector128<float> m = (bits - Vector128.ShiftLeft(exponent, 23)).AsSingle();
        Vector128<float> n = Vector128.ConvertToSingle(exponent) - (isSmall & Vector128.Create(ExponentOfSmall));
        Vector128<float> f = m - Vector128<float>.One;
        Vector128<float> s = f / (f + Vector128.Create(2f));
        Vector128<float> w = s * s;
        Vector128<float> p = Vector128.MultiplyAddEstimate(Vector128.Create(A3), w, Vector128.Create(A2));
        p = Vector128.MultiplyAddEstimate(p, w, Vector128.Create(A1));
        p = Vector128.MultiplyAddEstimate(p, w, Vector128.Create(A0));
        s += s;
        Vector128<float> rest = Vector128.MultiplyAddEstimate(n, Vector128.Create(RestOfShortLn2), s * w * p);
        Vector128<float> result = (n * Vector128.Create(ShortLn2)) + (s + rest);
        Vector128<float> other = Vector128.ConditionalSelect(
            Vector128.Equals(a, Vector128<float>.Zero), Vector128.Create(float.NegativeInfinity), Vector128.Create(float.NaN));
        result = Vector128.ConditionalSelect(Vector128.Equals(a, Vector128.Create(float.PositiveInfinity)), a, result);
        return Vector128.ConditionalSelect(Vector128.GreaterThan(a, Vector128<float>.Zero), result, other);
    }

    /// <summary>a^exponent; 0 and infinity as their logarithms give them, NaN of what is below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Power(Vector128<float> a, float exponent)
    {
        // In double precision, because the exponent multiplies the error of the logarithm.
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(a);
        return Vector128.Narrow(
            Vector128.Exp(Vector128.Log(lower) * Vector128.Create((double)exponent)),
            Vector128.Exp(Vector128.Log(upper) * Vector128.Create((double)exponent)));
    }

    /// <summary>sqrt(a^2 + b^2) without intermediate overflow or underflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Magnitude(Vector128<float> a, Vector128<float> b)
    {
        Vector128<float> largest = Vector128.Max(Vector128.Abs(a), Vector128.Abs(b));
        Vector128<float> isLarge = Vector128.GreaterThan(largest, Vector128.Create(LargeSquared));
        Vector128<float> isSmall = Vector128.LessThan(largest, Vector128.Create(SmallSquared));
        Vector128<float> factor = Vector128.ConditionalSelect(
            isLarge, Vector128.Create(FactorOfLarge), Vector128.ConditionalSelect(isSmall, Vector128.Create(FactorOfSmall), Vector128<float>.One));
        Vector128<float> inverse = Vector128.ConditionalSelect(
            isLarge, Vector128.Create(1f / FactorOfLarge), Vector128.ConditionalSelect(isSmall, Vector128.Create(1f / FactorOfSmall), Vector128<float>.One));
        a *= factor;
        b *= factor;
        return Vector128.Sqrt(Vector128.MultiplyAddEstimate(a, a, b * b)) * inverse;
    }

    // exp(-a) + addend, both times a power of two that the rounder sets; a is within limits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ExpOfMinus(Vector128<float> a, float rounder, Vector128<float> addend)
    {
        Vector128<float> rounded = Vector128.MultiplyAddEstimate(a, Vector128.Create(-Log2E), Vector128.Create(rounder));
        Vector128<float> n = rounded - Vector128.Create(rounder);

        // f = a + n log(2). A fused product is exact, so the polynomial need not wait for the low part of the logarithm.
        Vector128<float> f = IsFused
            ? Vector128.MultiplyAddEstimate(n, Vector128.Create(Ln2), a)
            : a + (n * Vector128.Create(ShortLn2)) + (n * Vector128.Create(RestOfShortLn2));
        Vector128<float> power = Vector128.ShiftLeft(rounded.AsInt32(), 23).AsSingle();
        Vector128<float> q = Polynomial(f, -C1, C2, -C3, C4, -C5, C6);
        f = (IsFused ? Vector128.MultiplyAddEstimate(n, Vector128.Create(RestOfLn2), f) : f) * power;
        return Vector128.MultiplyAddEstimate(q, f, power + addend);
    }

    // Three parallel products instead of five in a row (Estrin's scheme), because a step of a small cell waits for this.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Polynomial(Vector128<float> f, float c1, float c2, float c3, float c4, float c5, float c6)
    {
        Vector128<float> f2 = f * f;
        Vector128<float> low = Vector128.MultiplyAddEstimate(Vector128.Create(c2), f, Vector128.Create(c1));
        Vector128<float> middle = Vector128.MultiplyAddEstimate(Vector128.Create(c4), f, Vector128.Create(c3));
        Vector128<float> high = Vector128.MultiplyAddEstimate(Vector128.Create(c6), f, Vector128.Create(c5));
        return Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(high, f2, middle), f2, low);
    }
}
