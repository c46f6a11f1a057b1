namespace TinyRnn.Training;

/// <summary>Which recurrent layer.</summary>
public enum RecurrentCell
{
    /// <summary>The plain one.</summary>
    Rnn,

    /// <summary>The gated recurrent unit, with the reset gate after the product.</summary>
    Gru,

    /// <summary>Long short-term memory.</summary>
    Lstm,
}

/// <summary>What <see cref="Architecture.Recurrent"/> builds.</summary>
public sealed record RecurrentArchitecture
{
    /// <summary>Which recurrent layer.</summary>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Rnn;

    /// <summary>Units of each recurrent layer and direction.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>Number of recurrent layers, at least 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Tanh, ReLU or the identity; that of a GRU's candidate; tanh for an LSTM.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Biases of the recurrent layers.</summary>
    public BiasForm Bias { get; init; } = BiasForm.Separate;

    /// <summary>Whether the recurrent layers read in both directions; then a stack can classify, but not go on with a text.</summary>
    public bool IsBidirectional { get; init; }

    /// <summary>Values of an embedding before the recurrent layers, for input that is characters; 0 for none.</summary>
    public int EmbeddingSize { get; init; }

    /// <summary>
    /// Channels of causal convolutions over time, one after another, before the recurrent layers; none by default. They read rows of numbers: characters need
    /// an
    /// embedding.
    /// </summary>
    public IReadOnlyList<int> Convolutions { get; init; } = [];

    /// <summary>Steps that a convolution reads, at least 2.</summary>
    public int ConvolutionKernel { get; init; } = 3;

    /// <summary>
    /// What the distance of the steps that a convolution reads is multiplied by from each convolution to the next, which begins at 1: of 2 the third
    /// one reads each fourth step.
    /// </summary>
    public int ConvolutionDilation { get; init; } = 1;

    /// <summary>
    /// Whether the output of each recurrent layer from the second on is added to what the layer reads, before the next one reads it; needs at
    /// least 2 layers.
    /// </summary>
    public bool IsResidual { get; init; }

    /// <summary>
    /// Whether the output of each recurrent layer is normalised over its values before the next layer reads it; with
    /// <see cref="IsResidual"/> after the sum.
    /// </summary>
    public bool HasLayerNorm { get; init; }

    /// <summary>
    /// What is made of the steps before the last layer; null for the last step alone. <see cref="PoolingMode.Final"/>, the two final
    /// states, needs both directions.
    /// </summary>
    public PoolingMode? Pooling { get; init; }
}
