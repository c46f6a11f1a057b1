namespace TinyRnn.Model;

/// <summary>
/// Makes one row of several, value by value; an input of one value goes with all values of the others. With <see cref="CombineOperation.Add"/> it is
/// a residual connection. Several sums and products are made from the left to the right. Without tensors.
/// </summary>
public sealed partial class CombineLayer : Layer
{
    internal const string KindName = "combine";

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="operation">What is made of the inputs.</param>
    /// <param name="inputSizes">Values of each input: at least two, of a difference, a quotient and a magnitude just two; all the same size, or 1.</param>
    /// <exception cref="ArgumentException">There is no such operation, or the sizes are not like that.</exception>
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

    /// <summary>What is made of the inputs.</summary>
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
        return CombineOperations.Of(operation).IsOfTwo && sizes.Length != 2 ? $"makes '{Words.Of(operation)}' of two inputs, not of {sizes.Length}"
            : sizes.Length < 2 ? "needs at least two inputs"
            : sizes.Any(size => size != 1 && size != sizes.Max()) ? "needs inputs of one size; one of a single value goes with all values of the others"
            : null;
    }
}
