using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Between the rows of all steps and one row a sequence: that of its last step.</summary>
internal static class LastRows
{
    /// <param name="layout">The layout of the rows.</param>
    /// <param name="size">Values in a row.</param>
    /// <param name="rows">[rows, size].</param>
    /// <param name="last">Set, a row a sequence.</param>
    /// <param name="stride">Distance between rows in <paramref name="last"/>.</param>
    public static void Gather<T>(PackedLayout layout, int size, ReadOnlySpan<T> rows, Span<T> last, int stride)
    {
        for (int sequence = 0; sequence < layout.Sequences; sequence++)
        {
            rows.Slice(layout.LastRow(sequence) * size, size).CopyTo(last[(sequence * stride)..]);
        }
    }

    /// <summary>The way back of <see cref="Gather"/>; the rows of all other steps become zero.</summary>
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
