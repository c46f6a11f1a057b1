namespace TinyRnn.Model;

/// <summary>
/// A table with one vector for each token: y = row x of the table (PyTorch's <c>nn.Embedding</c>). It is the first layer of a network that reads
/// tokens. Tensor: <c>weight</c> [inputSize, outputSize].
/// </summary>
public sealed partial class EmbeddingLayer(string name, int inputSize, int outputSize) : Layer(name, inputSize, outputSize)
{
    internal const string KindName = "embedding";

    /// <summary>Name of the table, [inputSize, outputSize].</summary>
    public string Weight => Name + ".weight";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [new TensorSpec(Weight, InputSize, OutputSize) { Reads = MatrixInput.Lookup }];

    /// <inheritdoc/>
    public override long MultiplyAdds => 0;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({InputSize} -> {OutputSize})");

    internal override bool ReadsTokens => true;

    // The table is not multiplied, so there may be more tokens than a row may have values.
    internal override IReadOnlyList<int> Sizes => [OutputSize];

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
