using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// Loads and stores vectors that may be only partly filled, so that a loop over any number of values needs one body. Lanes past the end
/// read as 0 and are not written.
/// </summary>
internal static unsafe class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Load<T>(T* source, int left)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        left >= Vector<T>.Count ? Vector.Load(source) : LoadSome(source, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector<T> lanes, T* destination, int left)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (left >= Vector<T>.Count)
        {
            Vector.Store(lanes, destination);
        }
        else
        {
            StoreSome(lanes, destination, left);
        }
    }

    /// <summary>Loads four vectors at once. With a branch for each, the compiler would stop inlining in a long loop, and calls save all vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(int left, Vector<T> lanes0, T* to0, Vector<T> lanes1, T* to1, Vector<T> lanes2, T* to2, Vector<T> lanes3, T* to3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (left >= Vector<T>.Count)
        {
            Vector.Store(lanes0, to0);
            Vector.Store(lanes1, to1);
            Vector.Store(lanes2, to2);
            Vector.Store(lanes3, to3);
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
    private static Vector<T> LoadSome<T>(T* source, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> lanes = default;
        new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(&lanes, Vector<T>.Count));
        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreSome<T>(Vector<T> lanes, T* destination, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new ReadOnlySpan<T>(&lanes, count).CopyTo(new Span<T>(destination, count));
}
