namespace TinyRnn.Model;

/// <summary>
/// A factor and an offset for each value, y_i = a_i * x_i + b_i: a product or a sum with constants, or a folded batch normalisation. Tensors:
/// <c>weight</c> [size], and <c>bias</c> [size] if b exists.
/// </summary>
/// <param name="name">Name of the layer.</param>
/// <param name="size">Values in a step.</param>
/// <param name="bias">Whether b exists.</param>
public sealed partial class ScaleLayer(string name, int size, bool bias = true) : Layer(name, size, size)
{
    internal const string KindName = "scale";

    /// <summary>Whether b exists.</summary>
    public bool Bias { get; } = bias;

    /// <summary>Name of a, [size].</summary>
    public string Weight => Name + ".weight";

    /// <summary>Name of b, [size], if it exists.</summary>
    public string BiasName => Name + ".bias";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors =>
        Bias ? [new TensorSpec(Weight, InputSize), new TensorSpec(BiasName, InputSize)] : [new TensorSpec(Weight, InputSize)];

    internal override int FormatVersion => NetworkReader.GraphVersion;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({InputSize}){(Bias ? "" : ", no bias")}");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
