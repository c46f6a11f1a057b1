namespace TinyRnn.Model;

/// <summary>
/// A layer with a hidden state, in one or both directions. Each direction has the tensors <c>weight_ih</c> [gates * hiddenSize, inputSize],
/// <c>weight_hh</c> [gates * hiddenSize, hidden state], biases [gates * hiddenSize], and those that the kind adds. Names of the reverse direction end
/// in <c>_reverse</c>. Rows lie gate by gate.
/// </summary>
public abstract partial class RecurrentLayer : Layer
{
    private protected RecurrentLayer(string name, int inputSize, int hiddenSize, int directionOutputSize, int gates, RecurrentOptions? options)
        : base(name, inputSize, directionOutputSize * ((options ?? RecurrentOptions.Default).Direction == Direction.Bidirectional ? 2 : 1))
    {
        HiddenSize = hiddenSize;
        DirectionOutputSize = directionOutputSize;
        Gates = gates;
        Options = options ?? RecurrentOptions.Default;
        Directions = Options.Direction switch
        {
            Direction.Forward => [new RecurrentDirection(name, false, Options.Bias)],
            Direction.Reverse => [new RecurrentDirection(name, true, Options.Bias)],
            _ => [new RecurrentDirection(name, false, Options.Bias), new RecurrentDirection(name, true, Options.Bias)],
        };
    }

    /// <summary>Number of units of each direction.</summary>
    public int HiddenSize { get; }

    /// <summary>The size of each direction's output, which is its hidden state.</summary>
    public int DirectionOutputSize { get; }

    /// <summary>Number of pre-activations for each unit.</summary>
    public int Gates { get; }

    /// <summary>Biases, direction, initial state, limit of the pre-activations.</summary>
    public RecurrentOptions Options { get; }

    /// <summary>The biases that the layer has.</summary>
    public BiasForm Bias => Options.Bias;

    /// <summary>The directions: one, or forward and reverse.</summary>
    public IReadOnlyList<RecurrentDirection> Directions { get; }

    /// <inheritdoc/>
    public override int StateSize => Directions.Count * DirectionStateSize;

    /// <summary>Number of floats of state of each direction.</summary>
    public virtual int DirectionStateSize => DirectionOutputSize;

    /// <inheritdoc/>
    public override bool NeedsWholeSequence => Options.Direction != Direction.Forward;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [.. Directions.SelectMany(TensorsOf)];

    internal override bool ReadsTokens => true;

    internal sealed override int FormatVersion =>
        IsOfFirstVersion && Options.Clip is null
            ? base.FormatVersion
            : Math.Max(NetworkReader.CellVersion, Functions.Max(function => function.Kind.FormatVersion()));

    /// <summary>The functions of a unit, in ONNX's order: gates, candidate, cell state, as far as the kind has them.</summary>
    internal abstract IReadOnlyList<ActivationFunction> Functions { get; }

    /// <summary>Whether version 1 of the format has the layer's functions.</summary>
    private protected abstract bool IsOfFirstVersion { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<int> Sizes => [InputSize, HiddenSize, DirectionOutputSize, OutputSize];

    /// <summary>The prefix of the fields for the gates' activation.</summary>
    private protected const string GatePrefix = "gate";

    private protected static ActivationFunction Elementwise(ActivationFunction activation) => activation.Kind.IsElementwise()
        ? activation
        : throw new ArgumentException($"the activation of a recurrent layer must be elementwise, so it cannot be {activation}");

    /// <summary>Describes an activation that differs from the default, as words that follow a comma.</summary>
    private protected static string Named(string what, ActivationFunction activation, ActivationFunction usual) =>
        activation == usual ? "" : $", {what} {activation}";

    /// <summary>The tensors of one direction that a kind has besides the weights, the biases and the initial hidden state.</summary>
    private protected virtual IEnumerable<TensorSpec> AddedTensors(RecurrentDirection direction) => [];

    private IEnumerable<TensorSpec> TensorsOf(RecurrentDirection direction) =>
    [
        new TensorSpec(direction.WeightInput, Gates * HiddenSize, InputSize) { Reads = MatrixInput.Layer },
        new TensorSpec(direction.WeightHidden, Gates * HiddenSize, DirectionOutputSize) { Reads = MatrixInput.Hidden },
        .. direction.BiasNames.Select(bias => new TensorSpec(bias, Gates * HiddenSize)),
        .. AddedTensors(direction),
        .. Options.HasInitialState ? new[] { new TensorSpec(direction.InitialHidden, DirectionOutputSize) } : [],
    ];
}
