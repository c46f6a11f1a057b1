using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// C += A^T B, the gradient of weights: a sum over all rows of a batch, taken in blocks of rows. Of a block B is packed once, and A eight
/// columns at a time, so that what a tile reads lies close together whatever the strides are (strides of a power of two would meet in few
/// sets of the cache).
/// </summary>
internal static unsafe class OuterProduct
{
    private const int DepthBlock = 256;
    private const int TileColumns = 8;

    /// <param name="packed">Room for a block of B.</param>
    /// <param name="m">Columns of A.</param>
    /// <param name="n">Columns of B.</param>
    /// <param name="k">Rows of both.</param>
    /// <param name="a">A [k, m].</param>
    /// <param name="strideA">Distance of two rows of A.</param>
    /// <param name="b">B [k, n].</param>
    /// <param name="strideB">Distance of two rows of B.</param>
    /// <param name="c">C [m, n].</param>
    /// <param name="strideC">Distance of two rows of C.</param>
    [SkipLocalsInit]
    public static void Add<T>(PackedMatrix<T> packed, int m, int n, int k, T* a, nint strideA, T* b, nint strideB, T* c, nint strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* tile = stackalloc T[DepthBlock * TileColumns];
        for (int start = 0; start < k; start += DepthBlock)
        {
            int depth = Math.Min(DepthBlock, k - start);
            packed.Pack(depth, n, b + (start * strideB), strideB);
            for (int column = 0; column < m; column += TileColumns)
            {
                int columns = Math.Min(TileColumns, m - column);
                Copy(depth, columns, a + (start * strideA) + column, strideA, tile);
                packed.AddProduct(columns, tile, 1, TileColumns, c + (column * strideC), strideC);
            }
        }
    }

    private static void Copy<T>(int depth, int columns, T* source, nint stride, T* tile)
        where T : unmanaged
    {
        for (int i = 0; i < depth; i++)
        {
            if (columns == TileColumns)
            {
                // Of a known length: one or two vectors.
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
