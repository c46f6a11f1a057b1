using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TinyRnn.Training;

/// <summary>C += A B on a tile of C whose sums stay in registers.</summary>
internal static unsafe class TileKernel<T, TVector, TWidth>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TWidth : struct, IVectorWidth<T, TVector>
{
    /// <summary>Computes two, four or eight rows.</summary>
    /// <param name="depth">Number of products in each sum.</param>
    /// <param name="a">First value of A.</param>
    /// <param name="rowA">Distance between rows of A.</param>
    /// <param name="stepA">Distance between values in a row of A.</param>
    /// <param name="b">First value of B.</param>
    /// <param name="rowB">Distance between rows of B.</param>
    /// <param name="c">First value of C.</param>
    /// <param name="rowC">Distance between rows of C.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void AddRows<TRows, TColumns>(int depth, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
        where TRows : struct, ITileSize
        where TColumns : struct, ITileSize
    {
        int count = sizeof(TVector) / sizeof(T);
        nint twoRows = 2 * rowA;
        T* a2 = a + twoRows;
        T* a4 = a2 + twoRows;
        T* a6 = a4 + twoRows;
        for (int row = 0; row < TRows.Count; row++)
        {
            Prefetch<TColumns>(c + (row * rowC));
        }

        TVector s00 = default, s01 = default, s02 = default;
        TVector s10 = default, s11 = default, s12 = default;
        TVector s20 = default, s21 = default, s22 = default;
        TVector s30 = default, s31 = default, s32 = default;
        TVector s40 = default, s41 = default, s42 = default;
        TVector s50 = default, s51 = default, s52 = default;
        TVector s60 = default, s61 = default, s62 = default;
        TVector s70 = default, s71 = default, s72 = default;
        for (int i = 0; i < depth; i++)
        {
            TVector b0 = TWidth.Load(b);
            TVector b1 = TColumns.Count > 1 ? TWidth.Load(b + count) : default;
            TVector b2 = TColumns.Count > 2 ? TWidth.Load(b + (2 * count)) : default;
            Multiply<TColumns>(a[0], b0, b1, b2, ref s00, ref s01, ref s02);
            Multiply<TColumns>(a[rowA], b0, b1, b2, ref s10, ref s11, ref s12);
            if (TRows.Count > 2)
            {
                Multiply<TColumns>(a2[0], b0, b1, b2, ref s20, ref s21, ref s22);
                Multiply<TColumns>(a2[rowA], b0, b1, b2, ref s30, ref s31, ref s32);
            }

            if (TRows.Count > 4)
            {
                Multiply<TColumns>(a4[0], b0, b1, b2, ref s40, ref s41, ref s42);
                Multiply<TColumns>(a4[rowA], b0, b1, b2, ref s50, ref s51, ref s52);
                Multiply<TColumns>(a6[0], b0, b1, b2, ref s60, ref s61, ref s62);
                Multiply<TColumns>(a6[rowA], b0, b1, b2, ref s70, ref s71, ref s72);
            }

            a += stepA;
            a2 += stepA;
            a4 += stepA;
            a6 += stepA;
            b += rowB;
        }

        AddTo<TColumns>(c, s00, s01, s02);
        AddTo<TColumns>(c + rowC, s10, s11, s12);
        if (TRows.Count > 2)
        {
            AddTo<TColumns>(c + (2 * rowC), s20, s21, s22);
            AddTo<TColumns>(c + (3 * rowC), s30, s31, s32);
        }

        if (TRows.Count > 4)
        {
            AddTo<TColumns>(c + (4 * rowC), s40, s41, s42);
            AddTo<TColumns>(c + (5 * rowC), s50, s51, s52);
            AddTo<TColumns>(c + (6 * rowC), s60, s61, s62);
            AddTo<TColumns>(c + (7 * rowC), s70, s71, s72);
        }
    }

    /// <summary>
    /// Computes one row with four accumulators for each column: with one, each multiply-add would wait for the one before. They are added in a fixed order.
    /// </summary>
    /// <inheritdoc cref="AddRows"/>
    [MethodImpl(HotLoop.Optimized)]
    public static void AddRow<TColumns>(int depth, T* a, nint stepA, T* b, nint rowB, T* c)
        where TColumns : struct, ITileSize
    {
        int count = sizeof(TVector) / sizeof(T);
        TVector s00 = default, s01 = default, s02 = default;
        TVector s10 = default, s11 = default, s12 = default;
        TVector s20 = default, s21 = default, s22 = default;
        TVector s30 = default, s31 = default, s32 = default;
        int i = 0;
        for (; i + 4 <= depth; i += 4)
        {
            T* b1 = b + rowB;
            T* b2 = b1 + rowB;
            T* b3 = b2 + rowB;
            Multiply<TColumns>(
                a[0], TWidth.Load(b), TColumns.Count > 1 ? TWidth.Load(b + count) : default, TColumns.Count > 2 ? TWidth.Load(b + (2 * count)) : default,
                ref s00, ref s01, ref s02);
            Multiply<TColumns>(
                a[stepA], TWidth.Load(b1), TColumns.Count > 1 ? TWidth.Load(b1 + count) : default, TColumns.Count > 2 ? TWidth.Load(b1 + (2 * count)) : default,
                ref s10, ref s11, ref s12);
            Multiply<TColumns>(
                a[2 * stepA], TWidth.Load(b2), TColumns.Count > 1 ? TWidth.Load(b2 + count) : default,
                TColumns.Count > 2 ? TWidth.Load(b2 + (2 * count)) : default, ref s20, ref s21, ref s22);
            Multiply<TColumns>(
                a[3 * stepA], TWidth.Load(b3), TColumns.Count > 1 ? TWidth.Load(b3 + count) : default,
                TColumns.Count > 2 ? TWidth.Load(b3 + (2 * count)) : default, ref s30, ref s31, ref s32);
            a += 4 * stepA;
            b = b3 + rowB;
        }

        for (; i < depth; i++)
        {
            Multiply<TColumns>(
                a[0], TWidth.Load(b), TColumns.Count > 1 ? TWidth.Load(b + count) : default, TColumns.Count > 2 ? TWidth.Load(b + (2 * count)) : default,
                ref s00, ref s01, ref s02);
            a += stepA;
            b += rowB;
        }

        AddTo<TColumns>(
            c,
            TWidth.Add(TWidth.Add(s00, s10), TWidth.Add(s20, s30)),
            TWidth.Add(TWidth.Add(s01, s11), TWidth.Add(s21, s31)),
            TWidth.Add(TWidth.Add(s02, s12), TWidth.Add(s22, s32)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TColumns>(T value, TVector b0, TVector b1, TVector b2, ref TVector s0, ref TVector s1, ref TVector s2)
        where TColumns : struct, ITileSize
    {
        TVector x = TWidth.Broadcast(value);
        s0 = TWidth.MultiplyAdd(x, b0, s0);
        if (TColumns.Count > 1)
        {
            s1 = TWidth.MultiplyAdd(x, b1, s1);
        }

        if (TColumns.Count > 2)
        {
            s2 = TWidth.MultiplyAdd(x, b2, s2);
        }
    }

    // C is needed only at the end, so it is prefetched.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TColumns>(T* c)
        where TColumns : struct, ITileSize
    {
        if (Sse.IsSupported)
        {
            int count = sizeof(TVector) / sizeof(T);
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + ((TColumns.Count - 1) * count));
            if (TColumns.Count > 2)
            {
                Sse.Prefetch0(c + count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TColumns>(T* c, TVector s0, TVector s1, TVector s2)
        where TColumns : struct, ITileSize
    {
        int count = sizeof(TVector) / sizeof(T);
        TWidth.Store(TWidth.Add(TWidth.Load(c), s0), c);
        if (TColumns.Count > 1)
        {
            TWidth.Store(TWidth.Add(TWidth.Load(c + count), s1), c + count);
        }

        if (TColumns.Count > 2)
        {
            TWidth.Store(TWidth.Add(TWidth.Load(c + (2 * count)), s2), c + (2 * count));
        }
    }
}
