using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The weights of a few input values, whose products a recurrent kernel adds by itself: column by column, with the rows in the order of the
/// kernel's tiles.</summary>
internal sealed class SmallInput(FloatTable weights, InputRow row)
{
    /// <summary>The largest number of values for which a separate product does not pay.</summary>
    public const int MaximumColumns = 4;

    public FloatTable Weights { get; } = weights;

    public InputRow Row { get; } = row;

    public int Columns => Row.Columns;

    /// <summary>Offset of a value in the input row.</summary>
    public int OffsetOf(int column) => Enumerable.Range(0, Row.Stride).First(offset => Row.ColumnAt(offset) == column);

    /// <summary>Offset of a column's weights.</summary>
    public int WeightsOf(int column) => column * Weights.Columns;
}
