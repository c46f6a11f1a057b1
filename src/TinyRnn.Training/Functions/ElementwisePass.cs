using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>Applies a function to each value of an array in place, and its derivative in the backward pass.</summary>
internal static unsafe class ElementwisePass
{
    /// <summary>Replaces each value a by phi(a).</summary>
    [MethodImpl(HotLoop.Optimized)]
    public static void Forward<T, TFunction>(TFunction function, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IElementwise<T>
    {
        fixed (T* v = values)
        {
            for (int i = 0; i < values.Length; i += Vector<T>.Count)
            {
                int left = values.Length - i;
                Lanes.Store(function.Apply(Lanes.Load(v + i, left)), v + i, left);
            }
        }
    }

    /// <summary>Replaces the derivative with respect to each result by that with respect to the argument.</summary>
    [MethodImpl(HotLoop.Optimized)]
    public static void Backward<T, TFunction>(TFunction function, ReadOnlySpan<T> results, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IElementwise<T>
    {
        fixed (T* y = results[..gradient.Length], g = gradient)
        {
            for (int i = 0; i < gradient.Length; i += Vector<T>.Count)
            {
                int left = gradient.Length - i;
                Lanes.Store(Lanes.Load(g + i, left) * function.SlopeAt(Lanes.Load(y + i, left)), g + i, left);
            }
        }
    }
}
