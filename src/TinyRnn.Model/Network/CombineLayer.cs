namespace TinyRnn.Model;

/// <summary>
/// Combines several rows into one, value by value. An input with a single value is combined with every value of the others. With <see
/// cref="CombineOperation.Add"/> it is a residual connection. Sums and products of more than two inputs are computed from left to right. It has no
/// tensors.
/// </summary>
public sealed partial class CombineLayer : Layer
{
    internal const string KindName = "combine";

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="operation">How the inputs are combined.</param>
    /// <param name="inputSizes">Values of each input: at least two inputs, exactly two for a difference, a quotient or a magnitude; all of one size,
    /// or of size 1.</param>
    /// <exception cref="ArgumentException">There is no such operation, or the sizes do not follow these rules.</exception>
    public CombineLayer(string name, CombineOperation operation, params int[] inputSizes)
        : base(name, inputSizes.Sum(), inputSizes.DefaultIfEmpty(0).Max())
    {
        if (WhyNot(operation, inputSizes) is string reason)
        {
            throw new ArgumentException($"layer '{name}' {reason}", nameof(inputSizes));
        }

        Operation = operation;
        Terms = [.. inputSizes];
    }

    /// <summary>How the inputs are combined.</summary>
    public CombineOperation Operation { get; }

    /// <summary>Values of each input.</summary>
    public IReadOnlyList<int> Terms { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [];

    internal override IReadOnlyList<int>? InputSizes => Terms;

    internal override bool KeepsRange => CombineOperations.Of(Operation).KeepsRange;

    internal override int FormatVersion => NetworkReader.GraphVersion;

    /// <inheritdoc/>
    public override string ToString() => $"{Words.Of(Operation)}({string.Join(", ", Terms.Select(size => FormattableString.Invariant($"{size}")))})";

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);

    private static string? WhyNot(CombineOperation operation, int[] sizes)
    {
        return CombineOperations.Of(operation).IsOfTwo && sizes.Length != 2 ? $"needs exactly two inputs for '{Words.Of(operation)}', not {sizes.Length}"
            : sizes.Length < 2 ? "needs at least two inputs"
            : sizes.Any(size => size != 1 && size != sizes.Max()) ? "needs inputs of one size; only an input of a single value may differ"
            : null;
    }
}
