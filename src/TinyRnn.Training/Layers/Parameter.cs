using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>A trained array with its gradient. Both are row-major, in the shape of the tensor of the same name.</summary>
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

    /// <summary>Derivative of the loss with respect to each element. Backward passes add to it.</summary>
    public T[] Gradient { get; }

    /// <summary>1 for each element that learns, 0 for one that stays zero; null if all learn.</summary>
    internal T[]? Mask { get; set; }

    /// <summary>Shares the elements and the mask of another parameter of the same shape. The gradient is not shared.</summary>
    internal void ShareValue(Parameter<T> other)
    {
        Value = other.Value;
        Mask = other.Mask;
    }

    /// <summary>Sets the gradient to zero where the mask is zero.</summary>
    internal void MaskGradient()
    {
        if (Mask is not null)
        {
            TensorPrimitives.Multiply(Gradient, Mask, Gradient);
        }
    }

    /// <summary>Sets the values to zero that belong to elements that stay zero.</summary>
    /// <param name="values">A value for each element.</param>
    internal void ClearMasked(Span<T> values)
    {
        for (int i = 0; i < Mask?.Length; i++)
        {
            values[i] = Mask[i] == T.Zero ? T.Zero : values[i];
        }
    }
}
