using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Copies a bias to many rows, and sums their gradients.</summary>
internal static class RowSums
{
    /// <summary>Sets every row to the bias.</summary>
    public static void Fill<T>(ReadOnlySpan<T> bias, Span<T> rows)
    {
        for (int start = 0; start < rows.Length; start += bias.Length)
        {
            bias.CopyTo(rows[start..]);
        }
    }

    /// <summary>Adds all rows to the sum.</summary>
    public static void Add<T>(ReadOnlySpan<T> rows, Span<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < rows.Length; start += sum.Length)
        {
            TensorPrimitives.Add(sum, rows.Slice(start, sum.Length), sum);
        }
    }
}
