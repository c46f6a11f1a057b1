namespace TinyRnn.Model;

/// <summary>Where a GRU's reset gate stands.</summary>
public enum GruReset
{
    /// <summary>After the product: n = phi(W_n x + b_n + r * (U_n h + c_n)), as in PyTorch, Keras and cuDNN.</summary>
    After,

    /// <summary>Before the product: n = phi(W_n x + U_n (r * h) + b_n), as first published and as ONNX's default.</summary>
    Before,
}

/// <summary>
/// The gated recurrent unit (Cho et al. 2014): r = sigmoid(W_r x + U_r h + b_r), z = sigmoid(W_z x + U_z h + b_z),
/// n as <see cref="Reset"/> says, h' = z * h + (1 - z) * n; its output is h'. PyTorch's <c>nn.GRU</c> by default.
/// Tensors: <c>weight_ih</c> [3 * hiddenSize, inputSize], <c>weight_hh</c> [3 * hiddenSize, hiddenSize], biases [3 * hiddenSize],
/// rows in the order r, z, n. With <see cref="BiasForm.Separate"/> <c>bias_hh</c> holds c_n; with <see cref="BiasForm.Combined"/> c_n = 0.
/// </summary>
/// <exception cref="ArgumentException">The activation is not tanh or ReLU.</exception>
public sealed class GruLayer(
    string name, int inputSize, int hiddenSize, GruReset reset = GruReset.After, Activation activation = Activation.Tanh, RecurrentOptions? options = null)
    : RecurrentLayer(name, inputSize, hiddenSize, hiddenSize, gates: 3, options)
{
    internal const string KindName = "gru";

    /// <summary>Where the reset gate stands.</summary>
    public GruReset Reset { get; } = reset;

    /// <summary>phi, of the candidate n: tanh or ReLU.</summary>
    public Activation Activation { get; } = Words.CandidateActivations.ContainsValue(activation)
        ? activation
        : throw new ArgumentException($"a gru layer's activation is tanh or relu, not {activation}");

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({InputSize} -> {OutputSize}), {Words.Of(Activation)}, reset {Words.Of(Reset)}{Options}");

    internal static GruLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("hiddenSize"),
        fields.ReadWord("reset", Words.GruResets),
        fields.ReadWord("activation", Words.CandidateActivations),
        RecurrentOptions.Read(fields));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("hiddenSize", HiddenSize);
        writer.WriteString("reset", Words.Of(Reset));
        writer.WriteString("activation", Words.Of(Activation));
        Options.Write(writer);
    }
}
