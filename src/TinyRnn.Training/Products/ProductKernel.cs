using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// C += A B with B row-major and any strides in A, so that A's transpose needs no copy. A tile of C of six rows and two
/// vectors stays in registers (12 sums, 2 rows of B, 1 of A: the 16 registers of AVX2) over a block of k whose
/// columns of B stay in the first-level cache.
/// </summary>
internal static unsafe class ProductKernel
{
    private const int TileRows = 6;
    private const int DepthBlock = 256;

    public static void Add<T>(int m, int n, int k, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = 2 * Vector<T>.Count;
        int whole = n - (n % width);
        for (int start = 0; start < k; start += DepthBlock)
        {
            int depth = Math.Min(DepthBlock, k - start);
            T* blockA = a + (start * stepA);
            T* blockB = b + (start * rowB);
            for (int column = 0; column < whole; column += width)
            {
                AddColumns(m, depth, blockA, rowA, stepA, blockB + column, rowB, c + column, rowC);
            }

            if (whole < n)
            {
                AddLastColumns(m, n - whole, depth, blockA, rowA, stepA, blockB + whole, rowB, c + whole, rowC);
            }
        }
    }

    [MethodImpl(HotLoop.Optimized)]
    private static void AddColumns<T>(int m, int depth, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int row = 0;
        for (; row + TileRows <= m; row += TileRows)
        {
            AddSixRows(depth, a + (row * rowA), rowA, stepA, b, rowB, c + (row * rowC), rowC);
        }

        for (; row + 2 <= m; row += 2)
        {
            AddTwoRows(depth, a + (row * rowA), rowA, stepA, b, rowB, c + (row * rowC), rowC);
        }

        if (row < m)
        {
            AddOneRow(depth, a + (row * rowA), stepA, b, rowB, c + (row * rowC));
        }
    }

    // Fewer columns than a tile has: the same kernels on a copy of B's columns that is padded with zeros.
    [SkipLocalsInit]
    private static void AddLastColumns<T>(int m, int columns, int depth, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = 2 * Vector<T>.Count;
        T* panel = stackalloc T[DepthBlock * width];
        T* tile = stackalloc T[TileRows * width];
        for (int i = 0; i < depth; i++)
        {
            Span<T> padded = new(panel + (i * width), width);
            new ReadOnlySpan<T>(b + (i * rowB), columns).CopyTo(padded);
            padded[columns..].Clear();
        }

        for (int row = 0; row < m; row += TileRows)
        {
            int rows = Math.Min(TileRows, m - row);
            new Span<T>(tile, rows * width).Clear();
            AddColumns(rows, depth, a + (row * rowA), rowA, stepA, panel, width, tile, width);
            for (int i = 0; i < rows; i++)
            {
                T* target = c + ((row + i) * rowC);
                for (int j = 0; j < columns; j++)
                {
                    target[j] += tile[(i * width) + j];
                }
            }
        }
    }

    [MethodImpl(HotLoop.Optimized)]
    private static void AddSixRows<T>(int depth, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = Vector<T>.Count;
        T* a3 = a + (3 * rowA);
        Vector<T> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        Vector<T> s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        for (int i = 0; i < depth; i++)
        {
            Vector<T> b0 = Vector.Load(b);
            Vector<T> b1 = Vector.Load(b + count);
            Vector<T> x = new(a[0]);
            s00 = Fused.MultiplyAdd(x, b0, s00);
            s01 = Fused.MultiplyAdd(x, b1, s01);
            x = new(a[rowA]);
            s10 = Fused.MultiplyAdd(x, b0, s10);
            s11 = Fused.MultiplyAdd(x, b1, s11);
            x = new(a[2 * rowA]);
            s20 = Fused.MultiplyAdd(x, b0, s20);
            s21 = Fused.MultiplyAdd(x, b1, s21);
            x = new(a3[0]);
            s30 = Fused.MultiplyAdd(x, b0, s30);
            s31 = Fused.MultiplyAdd(x, b1, s31);
            x = new(a3[rowA]);
            s40 = Fused.MultiplyAdd(x, b0, s40);
            s41 = Fused.MultiplyAdd(x, b1, s41);
            x = new(a3[2 * rowA]);
            s50 = Fused.MultiplyAdd(x, b0, s50);
            s51 = Fused.MultiplyAdd(x, b1, s51);
            a += stepA;
            a3 += stepA;
            b += rowB;
        }

        AddTo(c, s00, s01);
        AddTo(c + rowC, s10, s11);
        AddTo(c + (2 * rowC), s20, s21);
        AddTo(c + (3 * rowC), s30, s31);
        AddTo(c + (4 * rowC), s40, s41);
        AddTo(c + (5 * rowC), s50, s51);
    }

    [MethodImpl(HotLoop.Optimized)]
    private static void AddTwoRows<T>(int depth, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = Vector<T>.Count;
        Vector<T> s00 = default, s01 = default, s10 = default, s11 = default;
        for (int i = 0; i < depth; i++)
        {
            Vector<T> b0 = Vector.Load(b);
            Vector<T> b1 = Vector.Load(b + count);
            Vector<T> x = new(a[0]);
            s00 = Fused.MultiplyAdd(x, b0, s00);
            s01 = Fused.MultiplyAdd(x, b1, s01);
            x = new(a[rowA]);
            s10 = Fused.MultiplyAdd(x, b0, s10);
            s11 = Fused.MultiplyAdd(x, b1, s11);
            a += stepA;
            b += rowB;
        }

        AddTo(c, s00, s01);
        AddTo(c + rowC, s10, s11);
    }

    // Two chains a sum: one row alone would wait for each multiply-add before it could start the next.
    [MethodImpl(HotLoop.Optimized)]
    private static void AddOneRow<T>(int depth, T* a, nint stepA, T* b, nint rowB, T* c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = Vector<T>.Count;
        Vector<T> even0 = default, even1 = default, odd0 = default, odd1 = default;
        int i = 0;
        for (; i + 2 <= depth; i += 2)
        {
            Vector<T> x = new(a[0]);
            even0 = Fused.MultiplyAdd(x, Vector.Load(b), even0);
            even1 = Fused.MultiplyAdd(x, Vector.Load(b + count), even1);
            x = new(a[stepA]);
            odd0 = Fused.MultiplyAdd(x, Vector.Load(b + rowB), odd0);
            odd1 = Fused.MultiplyAdd(x, Vector.Load(b + rowB + count), odd1);
            a += 2 * stepA;
            b += 2 * rowB;
        }

        if (i < depth)
        {
            Vector<T> x = new(a[0]);
            even0 = Fused.MultiplyAdd(x, Vector.Load(b), even0);
            even1 = Fused.MultiplyAdd(x, Vector.Load(b + count), even1);
        }

        AddTo(c, even0 + odd0, even1 + odd1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<T>(T* c, Vector<T> first, Vector<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector.Store(Vector.Load(c) + first, c);
        Vector.Store(Vector.Load(c + Vector<T>.Count) + second, c + Vector<T>.Count);
    }
}
