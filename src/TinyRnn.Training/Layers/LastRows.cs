using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Between the rows of all steps and one row a sequence: that of its last step.</summary>
internal static class LastRows
{
    public static void Gather<T>(PackedLayout layout, int size, ReadOnlySpan<T> rows, Span<T> last)
    {
        for (int sequence = 0; sequence < layout.Sequences; sequence++)
        {
            rows.Slice(layout.LastRow(sequence) * size, size).CopyTo(last[(sequence * size)..]);
        }
    }

    /// <summary>The rows of all other steps become zero.</summary>
    public static void Scatter<T>(PackedLayout layout, int size, ReadOnlySpan<T> last, Span<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        rows.Clear();
        for (int sequence = 0; sequence < layout.Sequences; sequence++)
        {
            last.Slice(sequence * size, size).CopyTo(rows[(layout.LastRow(sequence) * size)..]);
        }
    }
}
