namespace TinyRnn.Model;

/// <summary>
/// The cell of PyTorch's tutorial on classifying names: with c_t = [x_t, h_{t-1}],
/// h_t = W_i2h c_t + b_i2h (no activation in the recurrence) and y_t = phi(W_i2o c_t + b_i2o), h_0 = 0.
/// The output depends on the <em>previous</em> hidden state, so no later layer can see h_t
/// (https://pytorch.org/tutorials/intermediate/char_rnn_classification_tutorial.html).
/// Tensors: <c>i2h.weight</c> [hiddenSize, inputSize + hiddenSize], <c>i2h.bias</c> [hiddenSize],
/// <c>i2o.weight</c> [outputSize, inputSize + hiddenSize], <c>i2o.bias</c> [outputSize].
/// </summary>
/// <exception cref="ArgumentException">The activation has parameters.</exception>
public sealed partial class ConcatRnnLayer(string name, int inputSize, int hiddenSize, int outputSize, Activation activation = Activation.LogSoftmax)
    : Layer(name, inputSize, outputSize)
{
    internal const string KindName = "concat-rnn";

    /// <summary>Number of hidden units.</summary>
    public int HiddenSize { get; } = hiddenSize;

    /// <summary>phi, applied only to the output.</summary>
    public Activation Activation { get; } = activation.HasAlpha()
        ? throw new ArgumentException($"a concat-rnn layer has no alpha, so its activation cannot be {Words.Of(activation)}")
        : activation;

    /// <summary>Name of W_i2h, [hiddenSize, inputSize + hiddenSize].</summary>
    public string HiddenWeight => Name + ".i2h.weight";

    /// <summary>Name of b_i2h, [hiddenSize].</summary>
    public string HiddenBias => Name + ".i2h.bias";

    /// <summary>Name of W_i2o, [outputSize, inputSize + hiddenSize].</summary>
    public string OutputWeight => Name + ".i2o.weight";

    /// <summary>Name of b_i2o, [outputSize].</summary>
    public string OutputBias => Name + ".i2o.bias";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => HiddenSize;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation;

    internal override (float Low, float High)? OutputRange => new ActivationFunction(Activation).Range;

    internal override int FormatVersion => Activation.FormatVersion();

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors =>
    [
        new TensorSpec(HiddenWeight, HiddenSize, InputSize + HiddenSize) { Reads = MatrixInput.LayerAndHidden },
        new TensorSpec(HiddenBias, HiddenSize),
        new TensorSpec(OutputWeight, OutputSize, InputSize + HiddenSize) { Reads = MatrixInput.LayerAndHidden },
        new TensorSpec(OutputBias, OutputSize),
    ];

    /// <inheritdoc/>
    internal override IReadOnlyList<int> Sizes => [InputSize, HiddenSize, OutputSize];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({InputSize} -> {HiddenSize} -> {OutputSize}), {Words.Of(Activation)}");

    internal override bool ReadsTokens => true;

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
