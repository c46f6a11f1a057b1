namespace TinyRnn.Model;

/// <summary>
/// The plain recurrent layer: h_t = phi(W_ih x_t + W_hh h_{t-1} + b); its output is h_t
/// (Elman 1990; PyTorch's <c>nn.RNN</c> with <see cref="BiasForm.Separate"/>).
/// Tensors: <c>weight_ih</c> [hiddenSize, inputSize], <c>weight_hh</c> [hiddenSize, hiddenSize], biases [hiddenSize].
/// </summary>
/// <param name="name">Name of the layer.</param>
/// <param name="inputSize">Values in a step of input.</param>
/// <param name="hiddenSize">Number of units.</param>
/// <param name="activation">phi, which must be elementwise; by default tanh.</param>
/// <param name="options">Biases, direction, initial state, limit of the pre-activations.</param>
/// <exception cref="ArgumentException">The activation is a soft-max.</exception>
public sealed partial class RnnLayer(string name, int inputSize, int hiddenSize, ActivationFunction? activation = null, RecurrentOptions? options = null)
    : RecurrentLayer(name, inputSize, hiddenSize, hiddenSize, gates: 1, options)
{
    internal const string KindName = "rnn";

    /// <summary>phi.</summary>
    public ActivationFunction Activation { get; } = Elementwise(activation ?? ActivationFunction.Tanh);

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Kind;

    internal override (float Low, float High)? OutputRange => Activation.Range;

    internal override IReadOnlyList<ActivationFunction> Functions => [Activation];

    private protected override bool IsOfFirstVersion => Activation.Kind is Model.Activation.Tanh or Model.Activation.Relu or Model.Activation.Identity;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({InputSize} -> {OutputSize}), {Activation}{Options}");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
