using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn.Training;

/// <summary>
/// The transcendental functions inside cells, on whole vectors: for <see cref="float"/> those of compiled models (<see cref="VectorMath"/>, which
/// states their accuracy), for <see cref="double"/> lane by lane, because double precision is only for checks.
/// </summary>
internal static class VectorFunctions
{
    /// <summary>1 / (1 + exp(-a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sigmoid<T>(Vector<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector<float> x = Vector.As<T, float>(a);
            return Vector.As<float, T>(
                Vector<float>.Count == Vector512<float>.Count ? VectorMath.Sigmoid(x.AsVector512()).AsVector()
                : Vector<float>.Count == Vector256<float>.Count ? VectorMath.Sigmoid(x.AsVector256()).AsVector()
                : VectorMath.Sigmoid(x.AsVector128()).AsVector());
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
            Vector<float> x = Vector.As<T, float>(a);
            return Vector.As<float, T>(
                Vector<float>.Count == Vector512<float>.Count ? VectorMath.Tanh(x.AsVector512()).AsVector()
                : Vector<float>.Count == Vector256<float>.Count ? VectorMath.Tanh(x.AsVector256()).AsVector()
                : VectorMath.Tanh(x.AsVector128()).AsVector());
        }

        for (int i = 0; i < Vector<T>.Count; i++)
        {
            a = a.WithElement(i, T.Tanh(a[i]));
        }

        return a;
    }

    /// <summary>exp(a) - 1 of a at most 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> ExpMinus1<T>(Vector<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector<float> x = Vector.As<T, float>(a);
            return Vector.As<float, T>(
                Vector<float>.Count == Vector512<float>.Count ? VectorMath.ExpMinus1(x.AsVector512()).AsVector()
                : Vector<float>.Count == Vector256<float>.Count ? VectorMath.ExpMinus1(x.AsVector256()).AsVector()
                : VectorMath.ExpMinus1(x.AsVector128()).AsVector());
        }

        // exp(2 x) - 1 = 2 tanh(x) / (1 - tanh(x)), where the difference loses no precision.
        for (int i = 0; i < Vector<T>.Count; i++)
        {
            T half = T.Tanh(a[i] / T.CreateChecked(2));
            a = a.WithElement(i, (half + half) / (T.One - half));
        }

        return a;
    }

    /// <summary>log(1 + exp(a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Softplus<T>(Vector<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector<float> x = Vector.As<T, float>(a);
            return Vector.As<float, T>(
                Vector<float>.Count == Vector512<float>.Count ? VectorMath.Softplus(x.AsVector512()).AsVector()
                : Vector<float>.Count == Vector256<float>.Count ? VectorMath.Softplus(x.AsVector256()).AsVector()
                : VectorMath.Softplus(x.AsVector128()).AsVector());
        }

        // max(a, 0) + log(1 + u) with u = exp(-|a|), and log(1 + u) = log(w) u / (w - 1) with w = 1 + u as it is rounded (Kahan).
        for (int i = 0; i < Vector<T>.Count; i++)
        {
            T u = T.Exp(-T.Abs(a[i]));
            T w = T.One + u;
            a = a.WithElement(i, T.MaxNative(a[i], T.Zero) + (w == T.One ? u : T.Log(w) * (u / (w - T.One))));
        }

        return a;
    }
}
