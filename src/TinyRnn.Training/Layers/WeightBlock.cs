using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Some neighbouring columns of a weight matrix [outputs, inputs], such as the half of a concatenated matrix that reads x_t.</summary>
internal readonly struct WeightBlock<T>(Parameter<T> parameter, int firstColumn, int columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public WeightBlock(Parameter<T> parameter)
        : this(parameter, 0, parameter.Shape[1])
    {
    }

    public int Rows => parameter.Shape[0];

    public int Columns => columns;

    public int Stride => parameter.Shape[1];

    public ReadOnlySpan<T> Value => parameter.Value.AsSpan(firstColumn);

    public Span<T> Gradient => parameter.Gradient.AsSpan(firstColumn);
}
