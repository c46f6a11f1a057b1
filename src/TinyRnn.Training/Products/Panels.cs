using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// Cuts a matrix [k, n] into panels of one to three vectors' width, each [k, width] without gaps, so that a tile reads memory in
/// order. The last columns are padded with zeros to a whole vector.
/// </summary>
internal static unsafe class Panels
{
    /// <summary>Width of the next panel: three vectors, but two and two instead of three and one, because a panel of one would wait for its loads.</summary>
    /// <param name="columns">Columns that are left.</param>
    /// <param name="lanes">Values of a vector.</param>
    public static int Width(int columns, int lanes)
    {
        int vectors = (columns + lanes - 1) / lanes;
        return lanes * (vectors == 4 ? 2 : Math.Min(vectors, 3));
    }

    /// <summary>Number of values of all panels.</summary>
    public static int Length(int n, int k, int lanes) => checked((n + lanes - 1) / lanes * lanes * k);

    /// <summary>Packs B [k, n], whose rows may be in another order.</summary>
    public static void Pack<T>(int n, int k, T* b, nint rowB, T* packed, int lanes, int* order = null)
        where T : unmanaged
    {
        for (int column = 0; column < n;)
        {
            int width = Width(n - column, lanes);
            int columns = Math.Min(width, n - column);
            T* panel = packed + ((nint)column * k);
            for (int i = 0; i < k; i++)
            {
                Span<T> target = new(panel + ((nint)i * width), width);
                new ReadOnlySpan<T>(b + ((order is null ? i : order[i]) * rowB) + column, columns).CopyTo(target);
                target[columns..].Clear();
            }

            column += width;
        }
    }

    /// <summary>Packs B, given as its transpose [n, k].</summary>
    [MethodImpl(HotLoop.Optimized)]
    public static void PackTransposed<T>(int n, int k, T* turned, nint rowTurned, T* packed, int lanes)
        where T : unmanaged
    {
        for (int column = 0; column < n;)
        {
            int width = Width(n - column, lanes);
            int columns = Math.Min(width, n - column);
            T* target = packed + ((nint)column * k);
            for (int i = 0; i < k; i++)
            {
                T* source = turned + (column * rowTurned) + i;
                int j = 0;
                for (; j + 4 <= columns; j += 4)
                {
                    T v0 = source[0], v1 = source[rowTurned], v2 = source[2 * rowTurned], v3 = source[3 * rowTurned];
                    target[j] = v0;
                    target[j + 1] = v1;
                    target[j + 2] = v2;
                    target[j + 3] = v3;
                    source += 4 * rowTurned;
                }

                for (; j < columns; j++)
                {
                    target[j] = source[0];
                    source += rowTurned;
                }

                for (; j < width; j++)
                {
                    target[j] = default;
                }

                target += width;
            }

            column += width;
        }
    }
}
