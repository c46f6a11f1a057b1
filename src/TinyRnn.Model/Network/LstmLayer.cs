namespace TinyRnn.Model;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate by Gers et al. 2000): i = sigma(W_i x + U_i h + b_i),
/// f = sigma(W_f x + U_f h + b_f), g = phi(W_g x + U_g h + b_g), o = sigma(W_o x + U_o h + b_o),
/// c' = f * c + i * g, h' = o * psi(c'); its output is h'. PyTorch's <c>nn.LSTM</c> by default.
/// With peepholes (Gers and Schmidhuber 2000) p_i * c and p_f * c are added inside i and f, and p_o * c' inside o.
/// With a projection (Sak et al. 2014) h' = W_hr (o * psi(c')).
/// With coupled gates (Greff et al. 2015) f = 1 - i, and there are no weights, biases and peepholes of f.
/// Tensors: <c>weight_ih</c> [4 * hiddenSize, inputSize], <c>weight_hh</c> [4 * hiddenSize, hidden state], biases [4 * hiddenSize],
/// rows in the order i, f, g, o; <c>weight_hr</c> [projectionSize, hiddenSize]; <c>peephole</c> [3 * hiddenSize] in the order i, f, o.
/// </summary>
/// <param name="name">Name of the layer.</param>
/// <param name="inputSize">Values in a step of input.</param>
/// <param name="hiddenSize">Number of units, the size of the cell state.</param>
/// <param name="projectionSize">Size of the projected hidden state; 0 for no projection, in which case the hidden state has <paramref
/// name="hiddenSize"/> values.</param>
/// <param name="hasPeepholes">Whether the gates see the cell state.</param>
/// <param name="options">Biases, direction, initial state, limit of the sums.</param>
/// <param name="gateActivation">sigma, of the gates; by default the sigmoid.</param>
/// <param name="activation">phi, of the candidate g; by default tanh.</param>
/// <param name="cellActivation">psi, applied to the cell state before the output gate; by default tanh.</param>
/// <param name="hasCoupledGates">Whether f = 1 - i.</param>
/// <exception cref="ArgumentException">An activation is a soft-max.</exception>
public sealed partial class LstmLayer(
    string name,
    int inputSize,
    int hiddenSize,
    int projectionSize = 0,
    bool hasPeepholes = false,
    RecurrentOptions? options = null,
    ActivationFunction? gateActivation = null,
    ActivationFunction? activation = null,
    ActivationFunction? cellActivation = null,
    bool hasCoupledGates = false)
    : RecurrentLayer(name, inputSize, hiddenSize, projectionSize == 0 ? hiddenSize : projectionSize, gates: hasCoupledGates ? 3 : 4, options)
{
    internal const string KindName = "lstm";

    private const string CellPrefix = "cell";

    /// <summary>Size of the projected hidden state, or 0.</summary>
    public int ProjectionSize { get; } = projectionSize;

    /// <summary>Whether the gates see the cell state.</summary>
    public bool HasPeepholes { get; } = hasPeepholes;

    /// <summary>sigma, of the gates i, f and o.</summary>
    public ActivationFunction GateActivation { get; } = Elementwise(gateActivation ?? ActivationFunction.Sigmoid);

    /// <summary>phi, of the candidate g.</summary>
    public ActivationFunction Activation { get; } = Elementwise(activation ?? ActivationFunction.Tanh);

    /// <summary>psi, applied to the cell state before the output gate.</summary>
    public ActivationFunction CellActivation { get; } = Elementwise(cellActivation ?? ActivationFunction.Tanh);

    /// <summary>Whether f = 1 - i; the rows are then those of i, g, o and the peepholes those of i, o.</summary>
    public bool HasCoupledGates { get; } = hasCoupledGates;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int DirectionStateSize => DirectionOutputSize + HiddenSize;

    /// <inheritdoc/>
    public override Activation OutputActivation => ProjectionSize == 0 ? CellActivation.Kind : Model.Activation.Identity;

    internal override (float Low, float High)? OutputRange => ProjectionSize == 0 ? UnprojectedRange : null;

    /// <summary>The range of o * psi(c').</summary>
    internal (float Low, float High)? UnprojectedRange => GateActivation.IsGate ? CellActivation.Range : null;

    internal override IReadOnlyList<ActivationFunction> Functions => [GateActivation, Activation, CellActivation];

    private protected override bool IsOfFirstVersion => !HasCoupledGates
        && (GateActivation, Activation, CellActivation) == (ActivationFunction.Sigmoid, ActivationFunction.Tanh, ActivationFunction.Tanh);

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Kind}({InputSize} -> {(ProjectionSize == 0 ? "" : FormattableString.Invariant($"{HiddenSize} -> "))}{OutputSize})")
            + (HasPeepholes ? ", peepholes" : "")
            + (HasCoupledGates ? ", coupled gates" : "")
            + Named("gates", GateActivation, ActivationFunction.Sigmoid)
            + Named("candidate", Activation, ActivationFunction.Tanh)
            + Named("cell", CellActivation, ActivationFunction.Tanh)
            + Options;

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);

    private protected override IEnumerable<TensorSpec> AddedTensors(RecurrentDirection direction)
    {
        if (ProjectionSize != 0)
        {
            yield return new TensorSpec(direction.Projection, ProjectionSize, HiddenSize) { Reads = MatrixInput.Cell };
        }

        if (HasPeepholes)
        {
            yield return new TensorSpec(direction.Peephole, (Gates - 1) * HiddenSize);
        }

        if (Options.HasInitialState)
        {
            yield return new TensorSpec(direction.InitialCell, HiddenSize);
        }
    }
}
