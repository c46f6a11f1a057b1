using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <content>The 512-bit forms: the same operations in the same order as the 128-bit ones.</content>
public static partial class VectorMath
{
    /// <summary>2^t; at least 2^-126, and infinity from 127.5 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp2(Vector512<float> t)
    {
        t = Vector512.MinNative(Vector512.Create(HighestExponent), Vector512.MaxNative(Vector512.Create(LowestExponent), t));
        Vector512<float> rounded = t + Vector512.Create(Rounder);
        Vector512<float> f = t - (rounded - Vector512.Create(Rounder));
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(C5), f, Vector512.Create(C4));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(C3));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(C2));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(C1));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512<float>.One);
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
}
