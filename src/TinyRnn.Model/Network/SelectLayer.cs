namespace TinyRnn.Model;

/// <summary>Selects values of a row in any order, y_i = x_(index i): a slice, a permutation, a repetition. It has no tensors.</summary>
public sealed partial class SelectLayer : Layer
{
    internal const string KindName = "select";

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="inputSize">Values in a step of input.</param>
    /// <param name="indices">For each output, the index of the input value that it is; at least one.</param>
    /// <exception cref="ArgumentException">There is no index, or one is outside the input.</exception>
    public SelectLayer(string name, int inputSize, IReadOnlyList<int> indices)
        : base(name, inputSize, indices.Count)
    {
        if (indices.Count == 0 || indices.Any(index => index < 0 || index >= inputSize))
        {
            throw new ArgumentException($"layer '{name}' needs indices from 0 to {inputSize - 1}", nameof(indices));
        }

        Indices = [.. indices];
    }

    /// <summary>For each output, the index of the input value that it is.</summary>
    public IReadOnlyList<int> Indices { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [];

    internal override bool KeepsRange => true;

    internal override int FormatVersion => NetworkReader.GraphVersion;

    /// <inheritdoc/>
    public override string ToString() => IsSlice
        ? FormattableString.Invariant($"{Kind}({InputSize} -> {OutputSize}), from {Indices[0]} on")
        : FormattableString.Invariant($"{Kind}({InputSize} -> {OutputSize})");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);

    private bool IsSlice => Indices.Select((index, i) => index - i).Distinct().Count() == 1;
}
