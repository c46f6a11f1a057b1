using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>A bias, seen from many rows.</summary>
internal static class RowSums
{
    /// <summary>Every row becomes the bias.</summary>
    public static void Fill<T>(ReadOnlySpan<T> bias, Span<T> rows)
    {
        for (int start = 0; start < rows.Length; start += bias.Length)
        {
            bias.CopyTo(rows[start..]);
        }
    }

    /// <summary>sum += the sum of all rows.</summary>
    public static void Add<T>(ReadOnlySpan<T> rows, Span<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < rows.Length; start += sum.Length)
        {
            TensorPrimitives.Add(sum, rows.Slice(start, sum.Length), sum);
        }
    }
}
