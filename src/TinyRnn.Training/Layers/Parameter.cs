using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>A trained array with its gradient. Both are row-major, and their shape is that of the tensor of the same name.</summary>
/// <typeparam name="T">Element type; vectors are used for <see cref="float"/> and <see cref="double"/>.</typeparam>
public sealed class Parameter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Makes a parameter of zeros.</summary>
    /// <param name="name">Full name of the tensor, such as <c>rnn.weight_hh</c>.</param>
    /// <param name="shape">Sizes, slowest first; a matrix is [outputs, inputs].</param>
    public Parameter(string name, IReadOnlyList<int> shape)
    {
        Name = name;
        Shape = shape;
        int length = shape.Aggregate(1, (product, size) => checked(product * size));
        Value = new T[length];
        Gradient = new T[length];
    }

    /// <summary>Full name of the tensor.</summary>
    public string Name { get; }

    /// <summary>Sizes, slowest first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The elements.</summary>
    public T[] Value { get; private set; }

    /// <summary>Derivative of the loss by each element; backward passes add to it.</summary>
    public T[] Gradient { get; }

    /// <summary>1 for each element that learns, 0 for one that is zero and stays so; null where all learn.</summary>
    internal T[]? Mask { get; set; }

    /// <summary>From now on elements and mask are those of another parameter, which has the same shape; the gradient stays its own.</summary>
    internal void ShareValue(Parameter<T> other)
    {
        Value = other.Value;
        Mask = other.Mask;
    }

    /// <summary>Makes the gradient zero where the mask is.</summary>
    internal void MaskGradient()
    {
        if (Mask is not null)
        {
            TensorPrimitives.Multiply(Gradient, Mask, Gradient);
        }
    }

    /// <summary>Makes zero what belongs to elements that stay zero.</summary>
    /// <param name="values">A value for each element.</param>
    internal void ClearMasked(Span<T> values)
    {
        for (int i = 0; i < Mask?.Length; i++)
        {
            values[i] = Mask[i] == T.Zero ? T.Zero : values[i];
        }
    }
}
