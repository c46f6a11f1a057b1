namespace TinyRnn.Model;

/// <summary>
/// A fully connected layer without memory: y = phi(W x + b). With a non-linear phi between two of them this is
/// the MLP without hidden state, H = phi(X W_xh + b_h). Tensors: <c>weight</c> [outputSize, inputSize], <c>bias</c> [outputSize].
/// </summary>
/// <exception cref="ArgumentException">Alpha is not finite, or given to an activation without one.</exception>
public sealed class DenseLayer(
    string name, int inputSize, int outputSize, Activation activation = Activation.Identity, bool bias = true, float alpha = 0f)
    : Layer(name, inputSize, outputSize)
{
    internal const string KindName = "dense";

    /// <summary>phi.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>alpha of a leaky ReLU or ELU; else 0.</summary>
    public float Alpha { get; } = float.IsNaN(alpha) || float.IsInfinity(alpha) || (alpha != 0f && !activation.HasAlpha())
        ? throw new ArgumentException("alpha is finite, and 0 but for a leaky ReLU or an ELU")
        : alpha;

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
        ? [new TensorSpec(Weight, OutputSize, InputSize) { Reads = MatrixInput.Layer }, new TensorSpec(BiasName, OutputSize)]
        : [new TensorSpec(Weight, OutputSize, InputSize) { Reads = MatrixInput.Layer }];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({InputSize} -> {OutputSize}), {Words.Of(Activation)}{(Activation.HasAlpha() ? FormattableString.Invariant($" {Alpha}") : "")}{(Bias ? "" : ", no bias")}");

    internal static DenseLayer Read(FieldReader fields, string name)
    {
        int inputSize = fields.ReadSize("inputSize");
        int outputSize = fields.ReadSize("outputSize");
        Activation activation = fields.ReadWord("activation", Words.Activations);
        return new DenseLayer(name, inputSize, outputSize, activation, fields.ReadBoolean("bias"), activation.HasAlpha() ? fields.ReadNumber("alpha") : 0f);
    }

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("outputSize", OutputSize);
        writer.WriteString("activation", Words.Of(Activation));
        if (Activation.HasAlpha())
        {
            writer.WriteNumber("alpha", Alpha);
        }

        writer.WriteBoolean("bias", Bias);
    }
}
