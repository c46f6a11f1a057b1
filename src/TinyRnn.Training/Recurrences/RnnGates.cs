using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>The pass over the pre-activations of a plain cell: h = phi(a).</summary>
internal static unsafe class RnnGates
{
    /// <param name="function">phi.</param>
    /// <param name="gates">a of each unit of each row.</param>
    /// <param name="hidden">Set to h.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void Forward<T, TFunction>(TFunction function, ReadOnlySpan<T> gates, Span<T> hidden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IElementwise<T>
    {
        fixed (T* a = gates, h = hidden[..gates.Length])
        {
            for (int i = 0; i < gates.Length; i += Vector<T>.Count)
            {
                int left = gates.Length - i;
                Lanes.Store(function.Apply(Lanes.Load(a + i, left)), h + i, left);
            }
        }
    }

    /// <summary>da = dh phi'(h).</summary>
    /// <param name="function">phi.</param>
    /// <param name="gates">Set to da.</param>
    /// <param name="hidden">h.</param>
    /// <param name="outputGradient">The part of dh that comes from the output.</param>
    /// <param name="carried">The part of dh that comes from the next step; becomes 0, because all of dh passes through the product with U.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void Backward<T, TFunction>(
        TFunction function, Span<T> gates, ReadOnlySpan<T> hidden, ReadOnlySpan<T> outputGradient, Span<T> carried)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IElementwise<T>
    {
        fixed (T* a = gates, h = hidden[..gates.Length], g = outputGradient[..gates.Length], c = carried[..gates.Length])
        {
            for (int i = 0; i < gates.Length; i += Vector<T>.Count)
            {
                int left = gates.Length - i;
                Vector<T> gradient = Lanes.Load(g + i, left) + Lanes.Load(c + i, left);
                Lanes.Store(gradient * function.SlopeAt(Lanes.Load(h + i, left)), a + i, left);
                Lanes.Store(Vector<T>.Zero, c + i, left);
            }
        }
    }
}
