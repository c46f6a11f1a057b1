namespace TinyRnn.Model;

/// <summary>
/// A fully connected layer without memory: y = phi(W x + b). With a non-linear phi between two of them this is
/// the MLP without hidden state, H = phi(X W_xh + b_h). Tensors: <c>weight</c> [outputSize, inputSize], <c>bias</c> [outputSize].
/// </summary>
public sealed class DenseLayer(string name, int inputSize, int outputSize, Activation activation = Activation.Identity, bool bias = true)
    : Layer(name, inputSize, outputSize)
{
    internal const string KindName = "dense";

    /// <summary>phi.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>Whether there is a b.</summary>
    public bool Bias { get; } = bias;

    /// <summary>Name of W, [outputSize, inputSize].</summary>
    public string Weight => Name + ".weight";

    /// <summary>Name of b, [outputSize], where there is one.</summary>
    public string BiasName => Name + ".bias";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => Bias
        ? [new TensorSpec(Weight, OutputSize, InputSize), new TensorSpec(BiasName, OutputSize)]
        : [new TensorSpec(Weight, OutputSize, InputSize)];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({InputSize} -> {OutputSize}), {Words.Of(Activation)}{(Bias ? "" : ", no bias")}");

    internal static DenseLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("outputSize"),
        fields.ReadWord("activation", Words.Activations),
        fields.ReadBoolean("bias"));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("outputSize", OutputSize);
        writer.WriteString("activation", Words.Of(Activation));
        writer.WriteBoolean("bias", Bias);
    }
}
