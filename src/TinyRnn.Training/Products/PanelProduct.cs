using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>C += A B, panel by panel of B and tile by tile of C.</summary>
internal static unsafe class PanelProduct<T, TVector, TWidth>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TWidth : struct, IVectorWidth<T, TVector>
{
    private const int MostRows = 8;

    private static int Lanes => sizeof(TVector) / sizeof(T);

    /// <summary>Uses B as packed by <see cref="PackedMatrix{T}"/>. A may have any strides, so its transpose needs no copy.</summary>
    public static void AddPacked(int m, int start, int end, int n, int k, T* a, nint rowA, nint stepA, T* packed, T* c, nint rowC)
    {
        for (int column = start; column < end;)
        {
            int width = Panels.Width(n - column, Lanes);
            AddPanel(width / Lanes, m, Math.Min(width, n - column), k, a, rowA, stepA, packed + ((nint)column * k), width, c + column, rowC);
            column += width;
        }
    }

    /// <summary>
    /// Uses an unpacked B [k, n], for so few rows of A that packing is not worthwhile. Its last columns, which do not fill a vector, are packed into
    /// <paramref name="lastColumns"/>, which has space for k vectors.
    /// </summary>
    public static void AddPlain(int m, int n, int k, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC, T* lastColumns)
    {
        int whole = n - (n % Lanes);
        for (int column = 0; column < whole;)
        {
            int width = Panels.Width(whole - column, Lanes);
            AddPanel(width / Lanes, m, width, k, a, rowA, stepA, b + column, rowB, c + column, rowC);
            column += width;
        }

        if (whole < n)
        {
            Panels.Pack(n - whole, k, b + whole, rowB, lastColumns, Lanes);
            AddPanel(1, m, n - whole, k, a, rowA, stepA, lastColumns, Lanes, c + whole, rowC);
        }
    }

    private static void AddPanel(int vectors, int m, int columns, int k, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
    {
        if (columns < vectors * Lanes)
        {
            AddPartly(vectors, m, columns, k, a, rowA, stepA, b, rowB, c, rowC);
        }
        else if (vectors == 3)
        {
            AddRows<Three>(m, k, a, rowA, stepA, b, rowB, c, rowC);
        }
        else if (vectors == 2)
        {
            AddRows<Two>(m, k, a, rowA, stepA, b, rowB, c, rowC);
        }
        else
        {
            AddRows<One>(m, k, a, rowA, stepA, b, rowB, c, rowC);
        }
    }

    // The panel is padded with zeros but C is not, so the sums go through a tile of whole vectors.
    [SkipLocalsInit]
    private static void AddPartly(int vectors, int m, int columns, int k, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
    {
        int width = vectors * Lanes;
        T* tile = stackalloc T[MostRows * width];
        for (int row = 0; row < m; row += MostRows)
        {
            int rows = Math.Min(MostRows, m - row);
            new Span<T>(tile, rows * width).Clear();
            AddPanel(vectors, rows, width, k, a + (row * rowA), rowA, stepA, b, rowB, tile, width);
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

    private static void AddRows<TColumns>(int m, int k, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
        where TColumns : struct, ITileSize
    {
        int row = 0;
        for (; TWidth.TileRows >= 8 && row + 8 <= m; row += 8)
        {
            TileKernel<T, TVector, TWidth>.AddRows<Eight, TColumns>(k, a + (row * rowA), rowA, stepA, b, rowB, c + (row * rowC), rowC);
        }

        for (; row + 4 <= m; row += 4)
        {
            TileKernel<T, TVector, TWidth>.AddRows<Four, TColumns>(k, a + (row * rowA), rowA, stepA, b, rowB, c + (row * rowC), rowC);
        }

        for (; row + 2 <= m; row += 2)
        {
            TileKernel<T, TVector, TWidth>.AddRows<Two, TColumns>(k, a + (row * rowA), rowA, stepA, b, rowB, c + (row * rowC), rowC);
        }

        if (row < m)
        {
            TileKernel<T, TVector, TWidth>.AddRow<TColumns>(k, a + (row * rowA), stepA, b, rowB, c + (row * rowC));
        }
    }
}
