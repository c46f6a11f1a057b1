using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// The input rows of a layer that reads several values, which follow one another in a row, and the way of gradients back to each value. If the
/// layer reads only the last step, the rows of all steps are reduced to it.
/// </summary>
internal sealed class NodeRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _rows = [];
    private T[] _gradient = [];
    private T[] _part = [];

    /// <summary>The rows that <see cref="Add"/> filled.</summary>
    public ReadOnlySpan<T> Rows(int count, int size) => _rows.AsSpan(0, count * size);

    /// <summary>A buffer for the derivative with respect to the rows.</summary>
    public Span<T> Gradient(int count, int size) => GrowingArray.Ensure(ref _gradient, count * size);

    /// <summary>Copies the rows of one value to their place.</summary>
    /// <param name="layout">The layout of the rows of all steps.</param>
    /// <param name="values">The value, [rows, width].</param>
    /// <param name="width">Its number of values in a row.</param>
    /// <param name="count">Rows that the layer reads.</param>
    /// <param name="size">Number of values in a row of the layer's input.</param>
    /// <param name="offset">Their offset in that row.</param>
    public void Add(PackedLayout layout, ReadOnlySpan<T> values, int width, int count, int size, int offset)
    {
        Span<T> rows = GrowingArray.Ensure(ref _rows, count * size);
        bool isLast = values.Length != count * width;
        for (int row = 0; row < count; row++)
        {
            values.Slice((isLast ? layout.LastRow(row) : row) * width, width).CopyTo(rows[((row * size) + offset)..]);
        }
    }

    /// <summary>Sets the derivative with respect to one value, or adds to it.</summary>
    /// <param name="layout">The layout of the rows of all steps.</param>
    /// <param name="gradient">The derivative with respect to the layer's rows.</param>
    /// <param name="target">The derivative with respect to the value, [rows, width].</param>
    /// <param name="width">Its number of values in a row.</param>
    /// <param name="count">Rows that the layer reads.</param>
    /// <param name="size">Number of values in a row of the layer's input.</param>
    /// <param name="offset">Their offset in that row.</param>
    /// <param name="isSet">Whether another layer has already set the derivative.</param>
    public static void Spread(PackedLayout layout, ReadOnlySpan<T> gradient, Span<T> target, int width, int count, int size, int offset, bool isSet)
    {
        if (!isSet)
        {
            target.Clear();
        }

        bool isLast = target.Length != count * width;
        for (int row = 0; row < count; row++)
        {
            Span<T> to = target.Slice((isLast ? layout.LastRow(row) : row) * width, width);
            TensorPrimitives.Add(to, gradient.Slice((row * size) + offset, width), to);
        }
    }

    /// <summary>A buffer for a derivative that is then added to an existing one.</summary>
    public Span<T> Part(int length) => GrowingArray.Ensure(ref _part, length);
}
