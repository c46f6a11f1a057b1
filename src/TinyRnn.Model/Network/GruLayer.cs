namespace TinyRnn.Model;

/// <summary>The position of a GRU's reset gate.</summary>
public enum GruReset
{
    /// <summary>After the product: n = phi(W_n x + b_n + r * (U_n h + c_n)), as in PyTorch, Keras and cuDNN.</summary>
    After,

    /// <summary>Before the product: n = phi(W_n x + U_n (r * h) + b_n), as first published, and the default in ONNX.</summary>
    Before,
}

/// <summary>
/// The gated recurrent unit (Cho et al. 2014): r = sigma(W_r x + U_r h + b_r), z = sigma(W_z x + U_z h + b_z),
/// n as <see cref="Reset"/> says, h' = z * h + (1 - z) * n; its output is h'. PyTorch's <c>nn.GRU</c> by default.
/// Tensors: <c>weight_ih</c> [3 * hiddenSize, inputSize], <c>weight_hh</c> [3 * hiddenSize, hiddenSize], biases [3 * hiddenSize],
/// rows in the order r, z, n. With <see cref="BiasForm.Separate"/> <c>bias_hh</c> holds c_n; with <see cref="BiasForm.Combined"/> c_n = 0.
/// </summary>
/// <param name="name">Name of the layer.</param>
/// <param name="inputSize">Values in a step of input.</param>
/// <param name="hiddenSize">Number of units.</param>
/// <param name="reset">The position of the reset gate.</param>
/// <param name="activation">phi, of the candidate; by default tanh.</param>
/// <param name="options">Biases, direction, initial state, limit of the sums.</param>
/// <param name="gateActivation">sigma, of the gates; by default the sigmoid.</param>
/// <exception cref="ArgumentException">An activation is a soft-max.</exception>
public sealed partial class GruLayer(
    string name, int inputSize, int hiddenSize, GruReset reset = GruReset.After, ActivationFunction? activation = null, RecurrentOptions? options = null,
        ActivationFunction? gateActivation = null)
    : RecurrentLayer(name, inputSize, hiddenSize, hiddenSize, gates: 3, options)
{
    internal const string KindName = "gru";

    /// <summary>The position of the reset gate.</summary>
    public GruReset Reset { get; } = reset;

    /// <summary>phi, of the candidate n.</summary>
    public ActivationFunction Activation { get; } = Elementwise(activation ?? ActivationFunction.Tanh);

    /// <summary>sigma, of the gates r and z.</summary>
    public ActivationFunction GateActivation { get; } = Elementwise(gateActivation ?? ActivationFunction.Sigmoid);

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Kind;

    // The state is a weighted mean of the previous state and the candidate, as long as the gates are from 0 to 1.
    internal override (float Low, float High)? OutputRange => GateActivation.IsGate ? Activation.Range : null;

    internal override IReadOnlyList<ActivationFunction> Functions => [GateActivation, Activation];

    private protected override bool IsOfFirstVersion =>
        Activation.Kind is Model.Activation.Tanh or Model.Activation.Relu && GateActivation == ActivationFunction.Sigmoid;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({InputSize} -> {OutputSize}), {Activation}, reset {Words.Of(Reset)}{Named("gates", GateActivation, ActivationFunction.Sigmoid)}{Options}");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
