using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The weights of a few input values, which a recurrent kernel adds itself: column by column, the rows in the order of its tiles.</summary>
internal sealed class SmallInput(FloatTable weights, InputRow row)
{
    /// <summary>Up to so many values a product of its own does not pay.</summary>
    public const int MaximumColumns = 4;

    public FloatTable Weights { get; } = weights;

    public InputRow Row { get; } = row;

    public int Columns => Row.Columns;

    /// <summary>Offset of a value in the input row.</summary>
    public int OffsetOf(int column) => Enumerable.Range(0, Row.Stride).First(offset => Row.ColumnAt(offset) == column);

    /// <summary>Offset of a column's weights.</summary>
    public int WeightsOf(int column) => column * Weights.Columns;
}
