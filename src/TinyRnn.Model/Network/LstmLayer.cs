namespace TinyRnn.Model;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate by Gers et al. 2000): i = sigmoid(W_i x + U_i h + b_i),
/// f = sigmoid(W_f x + U_f h + b_f), g = tanh(W_g x + U_g h + b_g), o = sigmoid(W_o x + U_o h + b_o),
/// c' = f * c + i * g, h' = o * tanh(c'); its output is h'. PyTorch's <c>nn.LSTM</c> by default.
/// With peepholes (Gers and Schmidhuber 2000) p_i * c and p_f * c are added inside i and f, and p_o * c' inside o.
/// With a projection (Sak et al. 2014) h' = W_hr (o * tanh(c')).
/// Tensors: <c>weight_ih</c> [4 * hiddenSize, inputSize], <c>weight_hh</c> [4 * hiddenSize, hidden state], biases [4 * hiddenSize],
/// rows in the order i, f, g, o; <c>weight_hr</c> [projectionSize, hiddenSize]; <c>peephole</c> [3 * hiddenSize] in the order i, f, o.
/// </summary>
/// <param name="name">Name of the layer.</param>
/// <param name="inputSize">Values a step that come in.</param>
/// <param name="hiddenSize">Number of units, the size of the cell state.</param>
/// <param name="projectionSize">Size of the hidden state, or 0 without a projection, where it is <paramref name="hiddenSize"/>.</param>
/// <param name="hasPeepholes">Whether the gates see the cell state.</param>
/// <param name="options">Biases, direction, initial state.</param>
public sealed class LstmLayer(
    string name, int inputSize, int hiddenSize, int projectionSize = 0, bool hasPeepholes = false, RecurrentOptions? options = null)
    : RecurrentLayer(name, inputSize, hiddenSize, projectionSize == 0 ? hiddenSize : projectionSize, gates: 4, options)
{
    internal const string KindName = "lstm";

    /// <summary>Size of the projected hidden state, or 0.</summary>
    public int ProjectionSize { get; } = projectionSize;

    /// <summary>Whether the gates see the cell state.</summary>
    public bool HasPeepholes { get; } = hasPeepholes;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int PassStateSize => PassOutputSize + HiddenSize;

    /// <inheritdoc/>
    public override Activation OutputActivation => ProjectionSize == 0 ? Activation.Tanh : Activation.Identity;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({InputSize} -> {(ProjectionSize == 0 ? "" : $"{HiddenSize} -> ")}{OutputSize}){(HasPeepholes ? ", peepholes" : "")}{Options}");

    internal static LstmLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("hiddenSize"),
        fields.Find("projectionSize") is null ? 0 : fields.ReadSize("projectionSize"),
        fields.FindBoolean("peepholes"),
        RecurrentOptions.Read(fields));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("hiddenSize", HiddenSize);
        if (ProjectionSize != 0)
        {
            writer.WriteNumber("projectionSize", ProjectionSize);
        }

        if (HasPeepholes)
        {
            writer.WriteBoolean("peepholes", true);
        }

        Options.Write(writer);
    }

    private protected override IEnumerable<TensorSpec> AddedTensors(RecurrentPass pass)
    {
        if (ProjectionSize != 0)
        {
            yield return new TensorSpec(pass.Projection, ProjectionSize, HiddenSize) { Reads = MatrixInput.Cell };
        }

        if (HasPeepholes)
        {
            yield return new TensorSpec(pass.Peephole, 3 * HiddenSize);
        }

        if (Options.HasInitialState)
        {
            yield return new TensorSpec(pass.InitialCell, HiddenSize);
        }
    }
}
