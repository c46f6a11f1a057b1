using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// A block of neighbouring rows and columns of a weight matrix [outputs, inputs], such as the half of a concatenated matrix that reads x_t, or
/// the rows of some gates.
/// </summary>
internal readonly struct WeightBlock<T>(Parameter<T> parameter, int firstRow, int rows, int firstColumn, int columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public WeightBlock(Parameter<T> parameter)
        : this(parameter, 0, parameter.Shape[0], 0, parameter.Shape[1])
    {
    }

    public int Rows => rows;

    public int Columns => columns;

    public int Stride => parameter.Shape[1];

    public ReadOnlySpan<T> Value => parameter.Value.AsSpan(Start);

    public Span<T> Gradient => parameter.Gradient.AsSpan(Start);

    private int Start => (firstRow * Stride) + firstColumn;

    public static WeightBlock<T> OfRows(Parameter<T> parameter, int firstRow, int rows) => new(parameter, firstRow, rows, 0, parameter.Shape[1]);

    public static WeightBlock<T> OfColumns(Parameter<T> parameter, int firstColumn, int columns) => new(parameter, 0, parameter.Shape[0], firstColumn, columns);
}
