using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TinyRnn.Training;

/// <summary>
/// C += A^T B, the gradient of weights: a sum over all rows of a batch, computed in blocks of rows. For each block, B is packed once and A a few
/// columns at a time, so that a tile's data are contiguous whatever the strides are (strides of a power of two would map to few sets of the
/// cache). The processor cannot predict the reads of A's columns, which are far apart, so the next columns are prefetched during the products
/// with the current ones.
/// </summary>
internal static unsafe class OuterProduct
{
    private const int DepthBlock = 256;

    // A whole cache line of single precision.
    private const int TileColumns = 16;

    /// <param name="packed">A buffer for a block of B.</param>
    /// <param name="m">Columns of A.</param>
    /// <param name="n">Columns of B.</param>
    /// <param name="k">Rows of both.</param>
    /// <param name="a">A [k, m].</param>
    /// <param name="strideA">Distance between rows of A.</param>
    /// <param name="b">B [k, n].</param>
    /// <param name="strideB">Distance between rows of B.</param>
    /// <param name="c">C [m, n].</param>
    /// <param name="strideC">Distance between rows of C.</param>
    /// <param name="rowsB">The place of each row of B, counted in rows; null if they are contiguous.</param>
    [SkipLocalsInit]
    public static void Add<T>(PackedMatrix<T> packed, int m, int n, int k, T* a, nint strideA, T* b, nint strideB, T* c, nint strideC, int* rowsB = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* tile = stackalloc T[DepthBlock * TileColumns];
        for (int start = 0; start < k; start += DepthBlock)
        {
            int depth = Math.Min(DepthBlock, k - start);
            T* block = a + (start * strideA);
            if (rowsB is null)
            {
                packed.Pack(depth, n, b + (start * strideB), strideB);
            }
            else
            {
                packed.Pack(depth, n, b, strideB, rowsB + start);
            }

            for (int column = 0; column < m; column += TileColumns)
            {
                int columns = Math.Min(TileColumns, m - column);
                Copy(depth, columns, block + column, strideA, tile);
                T* next = block + column + TileColumns;
                int rowsToFetch = column + TileColumns < m ? depth : 0;
                for (int panel = 0, end; panel < n; panel = end)
                {
                    end = packed.PanelEnd(panel);
                    int firstRow = (int)((long)rowsToFetch * panel / n);
                    int endRow = (int)((long)rowsToFetch * end / n);
                    Prefetch(next + (firstRow * strideA), strideA, endRow - firstRow);
                    packed.AddProduct(columns, tile, 1, TileColumns, c + (column * strideC), strideC, panel, end);
                }
            }
        }
    }

    private static void Prefetch<T>(T* source, nint stride, int rows)
        where T : unmanaged
    {
        for (int i = 0; Sse.IsSupported && i < rows; i++)
        {
            Sse.Prefetch1(source);
            source += stride;
        }
    }

    private static void Copy<T>(int depth, int columns, T* source, nint stride, T* tile)
        where T : unmanaged
    {
        for (int i = 0; i < depth; i++)
        {
            if (columns == TileColumns)
            {
                // Copies a fixed length of a few vectors.
                Unsafe.CopyBlockUnaligned(tile, source, (uint)(TileColumns * sizeof(T)));
            }
            else
            {
                new ReadOnlySpan<T>(source, columns).CopyTo(new Span<T>(tile, columns));
            }

            source += stride;
            tile += TileColumns;
        }
    }
}
