namespace TinyRnn.Model;

/// <summary>A tensor that a layer needs: its full name, such as <c>rnn.weight_hh</c>, and its shape, row-major.</summary>
public sealed class TensorSpec(string name, params int[] shape)
{
    /// <summary>Full name: the layer's name, a dot, and the role.</summary>
    public string Name { get; } = name;

    /// <summary>Sizes, slowest first; a matrix is [outputs, inputs].</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>Number of elements.</summary>
    public long Length => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
