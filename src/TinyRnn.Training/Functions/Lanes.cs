using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// Vectors from and to memory where fewer values than a vector has may be left, so that a loop over any number of values needs one
/// body. Lanes past the end read as 0 and are not written.
/// </summary>
internal static unsafe class Lanes<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load(T* source, int left) =>
        left >= TLanes.Count ? TLanes.Load(source) : LoadSome(source, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TLanes lanes, T* destination, int left)
    {
        if (left >= TLanes.Count)
        {
            TLanes.Store(lanes, destination);
        }
        else
        {
            StoreSome(lanes, destination, left);
        }
    }

    /// <summary>Four at once: with one branch for each the compiler gives up inlining in a long loop, and calls save all vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int left, TLanes lanes0, T* to0, TLanes lanes1, T* to1, TLanes lanes2, T* to2, TLanes lanes3, T* to3)
    {
        if (left >= TLanes.Count)
        {
            TLanes.Store(lanes0, to0);
            TLanes.Store(lanes1, to1);
            TLanes.Store(lanes2, to2);
            TLanes.Store(lanes3, to3);
        }
        else
        {
            StoreSome(lanes0, to0, left);
            StoreSome(lanes1, to1, left);
            StoreSome(lanes2, to2, left);
            StoreSome(lanes3, to3, left);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes LoadSome(T* source, int count)
    {
        TLanes lanes = default;
        new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(&lanes, TLanes.Count));
        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreSome(TLanes lanes, T* destination, int count) =>
        new ReadOnlySpan<T>(&lanes, count).CopyTo(new Span<T>(destination, count));
}
