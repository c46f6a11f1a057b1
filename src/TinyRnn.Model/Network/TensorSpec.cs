namespace TinyRnn.Model;

/// <summary>What a matrix is multiplied with.</summary>
public enum MatrixInput
{
    /// <summary>Not a matrix.</summary>
    None,

    /// <summary>The layer's input.</summary>
    Layer,

    /// <summary>Windows of the layer's input.</summary>
    Window,

    /// <summary>Windows of the layer's input, with zeros beyond the edges.</summary>
    PaddedWindow,

    /// <summary>The layer's hidden state.</summary>
    Hidden,

    /// <summary>The vector that an LSTM projects, o tanh(c).</summary>
    Cell,

    /// <summary>The layer's input and hidden state, one after another.</summary>
    LayerAndHidden,

    /// <summary>Nothing: its rows are looked up.</summary>
    Lookup,
}

/// <summary>A tensor that a layer needs: its full name, such as <c>rnn.weight_hh</c>, and its shape, row-major.</summary>
public sealed class TensorSpec(string name, params int[] shape)
{
    /// <summary>Full name: the layer's name, a dot, and the role.</summary>
    public string Name { get; } = name;

    /// <summary>Sizes, the slowest-varying first; a matrix is [outputs, inputs].</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>What the matrix is multiplied with; nothing for a vector.</summary>
    public MatrixInput Reads { get; init; }

    /// <summary>Number of elements.</summary>
    public long Length => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
