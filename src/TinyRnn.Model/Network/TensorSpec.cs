namespace TinyRnn.Model;

/// <summary>What a matrix is multiplied with.</summary>
public enum MatrixInput
{
    /// <summary>Not a matrix.</summary>
    None,

    /// <summary>The input of its layer.</summary>
    Layer,

    /// <summary>Windows of the input of its layer.</summary>
    Window,

    /// <summary>Windows of the input of its layer, with zeros beyond the edges.</summary>
    PaddedWindow,

    /// <summary>The hidden state of its layer.</summary>
    Hidden,

    /// <summary>What an LSTM projects, o tanh(c).</summary>
    Cell,

    /// <summary>The input of its layer and the hidden state, one behind the other.</summary>
    LayerAndHidden,

    /// <summary>Nothing: its rows are looked up.</summary>
    Lookup,
}

/// <summary>A tensor that a layer needs: its full name, such as <c>rnn.weight_hh</c>, and its shape, row-major.</summary>
public sealed class TensorSpec(string name, params int[] shape)
{
    /// <summary>Full name: the layer's name, a dot, and the role.</summary>
    public string Name { get; } = name;

    /// <summary>Sizes, slowest first; a matrix is [outputs, inputs].</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>What the matrix is multiplied with; of vectors nothing.</summary>
    public MatrixInput Reads { get; init; }

    /// <summary>Number of elements.</summary>
    public long Length => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
