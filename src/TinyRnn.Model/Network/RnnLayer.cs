namespace TinyRnn.Model;

/// <summary>
/// The plain recurrent layer: h_t = phi(W_ih x_t + W_hh h_{t-1} + b), h_0 = 0; its output is h_t
/// (Elman 1990; PyTorch's <c>nn.RNN</c> with <see cref="BiasForm.Separate"/>).
/// Tensors: <c>weight_ih</c> [hiddenSize, inputSize], <c>weight_hh</c> [hiddenSize, hiddenSize], biases [hiddenSize].
/// </summary>
/// <exception cref="ArgumentException">The activation is not tanh, ReLU or the identity.</exception>
public sealed class RnnLayer(string name, int inputSize, int hiddenSize, Activation activation = Activation.Tanh, BiasForm bias = BiasForm.Separate)
    : Layer(name, inputSize, hiddenSize)
{
    internal const string KindName = "rnn";

    /// <summary>Number of hidden units.</summary>
    public int HiddenSize => OutputSize;

    /// <summary>phi.</summary>
    public Activation Activation { get; } = Words.RecurrentActivations.ContainsValue(activation)
        ? activation
        : throw new ArgumentException($"an rnn layer's activation is tanh, relu or identity, not {activation}");

    /// <summary>Which biases there are.</summary>
    public BiasForm Bias { get; } = bias;

    /// <summary>Name of W_ih, [hiddenSize, inputSize].</summary>
    public string WeightInput => Name + ".weight_ih";

    /// <summary>Name of W_hh, [hiddenSize, hiddenSize].</summary>
    public string WeightHidden => Name + ".weight_hh";

    /// <summary>Names of the biases, each [hiddenSize]; their sum is b.</summary>
    public IReadOnlyList<string> BiasNames => RecurrentBias.Names(Name, Bias);

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => HiddenSize;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors =>
    [
        new TensorSpec(WeightInput, HiddenSize, InputSize),
        new TensorSpec(WeightHidden, HiddenSize, HiddenSize),
        .. BiasNames.Select(bias => new TensorSpec(bias, HiddenSize)),
    ];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({InputSize} -> {HiddenSize}), {Words.Of(Activation)}{(Bias == BiasForm.None ? ", no bias" : "")}");

    internal static RnnLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("hiddenSize"),
        fields.ReadWord("activation", Words.RecurrentActivations),
        fields.ReadWord("bias", Words.BiasForms));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("hiddenSize", HiddenSize);
        writer.WriteString("activation", Words.Of(Activation));
        writer.WriteString("bias", Words.Of(Bias));
    }
}
