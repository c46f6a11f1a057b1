namespace TinyRnn.Model;

/// <summary>
/// A fully connected layer without memory: y = phi(W x + b). With a non-linear phi between two of them this is
/// the MLP without hidden state, H = phi(X W_xh + b_h). Tensors: <c>weight</c> [outputSize, inputSize], <c>bias</c> [outputSize].
/// </summary>
/// <param name="name">Name of the layer.</param>
/// <param name="inputSize">Values in a step of input.</param>
/// <param name="outputSize">Values in a step of output.</param>
/// <param name="activation">phi; by default the identity.</param>
/// <param name="bias">Whether b exists.</param>
public sealed partial class DenseLayer(string name, int inputSize, int outputSize, ActivationFunction? activation = null, bool bias = true)
    : Layer(name, inputSize, outputSize)
{
    internal const string KindName = "dense";

    /// <summary>phi.</summary>
    public ActivationFunction Activation { get; } = activation ?? Model.Activation.Identity;

    /// <summary>Whether b exists.</summary>
    public bool Bias { get; } = bias;

    /// <summary>Name of W, [outputSize, inputSize].</summary>
    public string Weight => Name + ".weight";

    /// <summary>Name of b, [outputSize], if it exists.</summary>
    public string BiasName => Name + ".bias";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Kind;

    internal override (float Low, float High)? OutputRange => Activation.Range;

    internal override int FormatVersion => Activation.Kind.FormatVersion();

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => Bias
        ? [new TensorSpec(Weight, OutputSize, InputSize) { Reads = MatrixInput.Layer }, new TensorSpec(BiasName, OutputSize)]
        : [new TensorSpec(Weight, OutputSize, InputSize) { Reads = MatrixInput.Layer }];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({InputSize} -> {OutputSize}), {Activation}{(Bias ? "" : ", no bias")}");

    internal override bool ReadsTokens => true;

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
