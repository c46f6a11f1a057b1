namespace TinyRnn.Model;

/// <summary>How the elements of a tensor are stored.</summary>
public enum TensorType
{
    /// <summary>IEEE 754 binary32, little-endian.</summary>
    F32,
}

/// <summary>A named array of weights.</summary>
public sealed class Tensor
{
    /// <summary>Makes a tensor over an array, which is not copied.</summary>
    /// <exception cref="ArgumentException">The array's length is not the product of the shape.</exception>
    public Tensor(string name, int[] shape, float[] values, TensorType type = TensorType.F32)
    {
        TensorSpec spec = new(name, shape);
        if (spec.Length != values.Length)
        {
            throw new ArgumentException($"tensor '{name}' of shape [{string.Join(", ", shape)}] needs {spec.Length} values, not {values.Length}", nameof(values));
        }

        Name = name;
        Shape = shape;
        Values = values;
        Type = type;
    }

    /// <summary>Full name, such as <c>rnn.weight_hh</c>.</summary>
    public string Name { get; }

    /// <summary>Sizes, slowest first; a matrix is [outputs, inputs].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How the elements are stored in the file.</summary>
    public TensorType Type { get; }

    /// <summary>The elements, row-major.</summary>
    public float[] Values { get; }
}
