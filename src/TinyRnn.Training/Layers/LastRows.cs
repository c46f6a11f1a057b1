using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Copies between the rows of all steps and the row of each sequence's last step.</summary>
internal static class LastRows
{
    /// <param name="layout">The layout of the rows.</param>
    /// <param name="size">Values in a row.</param>
    /// <param name="rows">[rows, size].</param>
    /// <param name="last">Receives one row for each sequence.</param>
    /// <param name="stride">Distance between rows in <paramref name="last"/>.</param>
    public static void Gather<T>(PackedLayout layout, int size, ReadOnlySpan<T> rows, Span<T> last, int stride)
    {
        for (int sequence = 0; sequence < layout.Sequences; sequence++)
        {
            rows.Slice(layout.LastRow(sequence) * size, size).CopyTo(last[(sequence * stride)..]);
        }
    }

    /// <summary>The backward pass of <see cref="Gather"/>. The rows of all other steps become zero.</summary>
    public static void Scatter<T>(PackedLayout layout, int size, ReadOnlySpan<T> last, int stride, Span<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        rows.Clear();
        for (int sequence = 0; sequence < layout.Sequences; sequence++)
        {
            last.Slice(sequence * stride, size).CopyTo(rows[(layout.LastRow(sequence) * size)..]);
        }
    }
}
