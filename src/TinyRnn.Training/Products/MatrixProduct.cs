using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Adds products of row-major matrices to a third matrix: nearly all of the work of a layer's forward and backward pass.
/// A stride is the distance between the starts of two rows in elements, at least the number of columns, so that a matrix can be
/// a block of a larger one. The order of sums depends only on the sizes and the vector width, so a run repeats bit for bit.
/// </summary>
public static class MatrixProduct
{
    // With fewer rows of A, packing B costs more than it saves.
    private const int RowsWorthPacking = 8;
    private const int RowsWorthTransposing = 4;

    /// <summary>C += A B, with A [m, k], B [k, n] and C [m, n].</summary>
    /// <exception cref="ArgumentException">A span is too short or a stride too small for the sizes.</exception>
    public static unsafe void Add<T>(
        int m, int n, int k, ReadOnlySpan<T> a, int strideA, ReadOnlySpan<T> b, int strideB, Span<T> c, int strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(m, k, a.Length, strideA, nameof(a));
        Check(k, n, b.Length, strideB, nameof(b));
        Check(m, n, c.Length, strideC, nameof(c));
        fixed (T* pa = a, pb = b, pc = c)
        {
            if (m < RowsWorthPacking)
            {
                ProductScratch<T>.Packed.AddPlainProduct(m, n, k, pa, strideA, 1, pb, strideB, pc, strideC);
                return;
            }

            PackedMatrix<T> packed = ProductScratch<T>.Packed;
            packed.Pack(k, n, pb, strideB);
            packed.AddProduct(m, pa, strideA, 1, pc, strideC);
        }
    }

    /// <summary>C += A^T B, with A [k, m], B [k, n] and C [m, n].</summary>
    /// <inheritdoc cref="Add{T}(int, int, int, ReadOnlySpan{T}, int, ReadOnlySpan{T}, int, Span{T}, int)" path="/exception"/>
    public static unsafe void AddTransposedLeft<T>(
        int m, int n, int k, ReadOnlySpan<T> a, int strideA, ReadOnlySpan<T> b, int strideB, Span<T> c, int strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(k, m, a.Length, strideA, nameof(a));
        Check(k, n, b.Length, strideB, nameof(b));
        Check(m, n, c.Length, strideC, nameof(c));
        fixed (T* pa = a, pb = b, pc = c)
        {
            OuterProduct.Add(ProductScratch<T>.Packed, m, n, k, pa, strideA, pb, strideB, pc, strideC);
        }
    }

    /// <summary>C += A^T B, with A [k, m], C [m, n], and with k rows of a matrix of n columns as B.</summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="a">A.</param>
    /// <param name="strideA">Distance between rows of A.</param>
    /// <param name="b">The matrix.</param>
    /// <param name="strideB">Distance between its rows.</param>
    /// <param name="rowsB">Which of its rows are B.</param>
    /// <param name="c">C.</param>
    /// <param name="strideC">Distance between rows of C.</param>
    internal static unsafe void AddTransposedLeft<T>(
        int m, int n, ReadOnlySpan<T> a, int strideA, ReadOnlySpan<T> b, int strideB, ReadOnlySpan<int> rowsB, Span<T> c, int strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rowsB.IsEmpty)
        {
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(TensorPrimitives.Min(rowsB), nameof(rowsB));
        Check(rowsB.Length, m, a.Length, strideA, nameof(a));
        Check(TensorPrimitives.Max(rowsB) + 1, n, b.Length, strideB, nameof(b));
        Check(m, n, c.Length, strideC, nameof(c));
        fixed (T* pa = a, pb = b, pc = c)
        fixed (int* rows = rowsB)
        {
            OuterProduct.Add(ProductScratch<T>.Packed, m, n, rowsB.Length, pa, strideA, pb, strideB, pc, strideC, rows);
        }
    }

    /// <summary>C += A B^T, with A [m, k], B [n, k] and C [m, n].</summary>
    /// <inheritdoc cref="Add{T}(int, int, int, ReadOnlySpan{T}, int, ReadOnlySpan{T}, int, Span{T}, int)" path="/exception"/>
    public static unsafe void AddTransposedRight<T>(
        int m, int n, int k, ReadOnlySpan<T> a, int strideA, ReadOnlySpan<T> b, int strideB, Span<T> c, int strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(m, k, a.Length, strideA, nameof(a));
        Check(n, k, b.Length, strideB, nameof(b));
        Check(m, n, c.Length, strideC, nameof(c));
        fixed (T* pa = a, pb = b, pc = c)
        {
            if (m < RowsWorthTransposing)
            {
                for (int i = 0; i < m; i++)
                {
                    DotKernel.AddDots(n, k, pa + ((nint)i * strideA), pb, strideB, pc + ((nint)i * strideC));
                }

                return;
            }

            PackedMatrix<T> packed = ProductScratch<T>.Packed;
            packed.PackTransposed(k, n, pb, strideB);
            packed.AddProduct(m, pa, strideA, 1, pc, strideC);
        }
    }

    /// <summary>C += A B with a packed B; A [m, k], C [m, n].</summary>
    internal static unsafe void Add<T>(int m, ReadOnlySpan<T> a, int strideA, PackedMatrix<T> b, Span<T> c, int strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(m, b.Rows, a.Length, strideA, nameof(a));
        Check(m, b.Columns, c.Length, strideC, nameof(c));
        fixed (T* pa = a, pc = c)
        {
            b.AddProduct(m, pa, strideA, 1, pc, strideC);
        }
    }

    /// <summary>Copies a matrix [rows, columns] to its transpose [columns, rows] without gaps.</summary>
    /// <exception cref="ArgumentException">A span is too short or the stride too small for the sizes.</exception>
    public static void Transpose<T>(int rows, int columns, ReadOnlySpan<T> source, int stride, Span<T> destination)
        where T : unmanaged
    {
        Check(rows, columns, source.Length, stride, nameof(source));
        Check(columns, rows, destination.Length, rows, nameof(destination));
        const int Tile = 16;
        for (int rowTile = 0; rowTile < rows; rowTile += Tile)
        {
            int rowEnd = Math.Min(rowTile + Tile, rows);
            for (int column = 0; column < columns; column++)
            {
                Span<T> target = destination.Slice(column * rows, rows);
                for (int row = rowTile; row < rowEnd; row++)
                {
                    target[row] = source[(row * stride) + column];
                }
            }
        }
    }

    private static void Check(int rows, int columns, int length, int stride, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        long needed = rows == 0 || columns == 0 ? 0 : ((long)(rows - 1) * stride) + columns;
        if (length < needed || (rows > 1 && stride < columns))
        {
            throw new ArgumentException($"a matrix of {rows} rows and {columns} columns with stride {stride} needs {needed} elements, not {length}", name);
        }
    }
}
