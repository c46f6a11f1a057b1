namespace TinyRnn.Training;

/// <summary>The kind of recurrent layer.</summary>
public enum RecurrentCell
{
    /// <summary>The plain recurrent layer.</summary>
    Rnn,

    /// <summary>The gated recurrent unit, with the reset gate after the product.</summary>
    Gru,

    /// <summary>Long short-term memory.</summary>
    Lstm,
}

/// <summary>The settings of <see cref="Architecture.Recurrent"/>.</summary>
public sealed record RecurrentArchitecture
{
    /// <summary>The kind of recurrent layer.</summary>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Rnn;

    /// <summary>Units of each recurrent layer and direction.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>Number of recurrent layers, at least 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Tanh, ReLU or the identity; for a GRU in the candidate; for an LSTM tanh only.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Biases of the recurrent layers.</summary>
    public BiasForm Bias { get; init; } = BiasForm.Separate;

    /// <summary>Whether the recurrent layers read in both directions. Such a network can classify texts, but not continue them.</summary>
    public bool IsBidirectional { get; init; }

    /// <summary>Size of an embedding before the recurrent layers, for character input; 0 for none.</summary>
    public int EmbeddingSize { get; init; }

    /// <summary>
    /// Channels of causal convolutions over time, one after another, before the recurrent layers; none by default. They read rows of numbers, so characters
    /// need an embedding.
    /// </summary>
    public IReadOnlyList<int> Convolutions { get; init; } = [];

    /// <summary>Steps that a convolution reads, at least 2.</summary>
    public int ConvolutionKernel { get; init; } = 3;

    /// <summary>
    /// Factor between the dilations of one convolution and the next. The first dilation is 1; with a factor of 2 the third convolution reads every fourth
    /// step.
    /// </summary>
    public int ConvolutionDilation { get; init; } = 1;

    /// <summary>
    /// Whether each recurrent layer from the second on has a residual connection, which adds its input to its output. Needs at least 2
    /// layers.
    /// </summary>
    public bool IsResidual { get; init; }

    /// <summary>
    /// Whether each recurrent layer is followed by a layer normalisation; with <see cref="IsResidual"/> after the
    /// sum.
    /// </summary>
    public bool HasLayerNorm { get; init; }

    /// <summary>
    /// How the steps are pooled before the last layer; null for the last step only. <see cref="PoolingMode.Final"/>, the two final
    /// states, needs both directions.
    /// </summary>
    public PoolingMode? Pooling { get; init; }
}
