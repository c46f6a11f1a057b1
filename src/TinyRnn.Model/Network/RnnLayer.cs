namespace TinyRnn.Model;

/// <summary>
/// The plain recurrent layer: h_t = phi(W_ih x_t + W_hh h_{t-1} + b); its output is h_t
/// (Elman 1990; PyTorch's <c>nn.RNN</c> with <see cref="BiasForm.Separate"/>).
/// Tensors: <c>weight_ih</c> [hiddenSize, inputSize], <c>weight_hh</c> [hiddenSize, hiddenSize], biases [hiddenSize].
/// </summary>
/// <exception cref="ArgumentException">The activation is not tanh, ReLU or the identity.</exception>
public sealed class RnnLayer(string name, int inputSize, int hiddenSize, Activation activation = Activation.Tanh, RecurrentOptions? options = null)
    : RecurrentLayer(name, inputSize, hiddenSize, hiddenSize, gates: 1, options)
{
    internal const string KindName = "rnn";

    /// <summary>phi.</summary>
    public Activation Activation { get; } = Words.RecurrentActivations.ContainsValue(activation)
        ? activation
        : throw new ArgumentException($"an rnn layer's activation is tanh, relu or identity, not {activation}");

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({InputSize} -> {OutputSize}), {Words.Of(Activation)}{Options}");

    internal static RnnLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("hiddenSize"),
        fields.ReadWord("activation", Words.RecurrentActivations),
        RecurrentOptions.Read(fields));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("hiddenSize", HiddenSize);
        writer.WriteString("activation", Words.Of(Activation));
        Options.Write(writer);
    }
}
