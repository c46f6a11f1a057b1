using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// The rows of a layer that reads several values, one behind the other, and the way of their gradients back to each of them. Rows of all steps
/// become those of the last step where the layer reads these alone.
/// </summary>
internal sealed class NodeRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _rows = [];
    private T[] _gradient = [];
    private T[] _part = [];

    /// <summary>The rows that <see cref="Add"/> made.</summary>
    public ReadOnlySpan<T> Rows(int count, int size) => _rows.AsSpan(0, count * size);

    /// <summary>Room for the derivative by the rows.</summary>
    public Span<T> Gradient(int count, int size) => GrowingArray.Ensure(ref _gradient, count * size);

    /// <summary>Copies one value's rows to their place.</summary>
    /// <param name="layout">The layout of the rows of all steps.</param>
    /// <param name="values">The value, [rows, width].</param>
    /// <param name="width">Its values a row.</param>
    /// <param name="count">Rows that the layer reads.</param>
    /// <param name="size">Values that the layer reads a row.</param>
    /// <param name="offset">Where in its row they are.</param>
    public void Add(PackedLayout layout, ReadOnlySpan<T> values, int width, int count, int size, int offset)
    {
        Span<T> rows = GrowingArray.Ensure(ref _rows, count * size);
        bool isLast = values.Length != count * width;
        for (int row = 0; row < count; row++)
        {
            values.Slice((isLast ? layout.LastRow(row) : row) * width, width).CopyTo(rows[((row * size) + offset)..]);
        }
    }

    /// <summary>Sets, or adds to, the derivative by one value.</summary>
    /// <param name="layout">The layout of the rows of all steps.</param>
    /// <param name="gradient">The derivative by the layer's rows.</param>
    /// <param name="target">The derivative by the value, [rows, width].</param>
    /// <param name="width">Its values a row.</param>
    /// <param name="count">Rows that the layer reads.</param>
    /// <param name="size">Values that the layer reads a row.</param>
    /// <param name="offset">Where in its row they are.</param>
    /// <param name="isSet">Whether another layer set the derivative before.</param>
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

    /// <summary>Room for a derivative that is added to one that is there.</summary>
    public Span<T> Part(int length) => GrowingArray.Ensure(ref _part, length);
}
