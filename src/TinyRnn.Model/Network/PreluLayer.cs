namespace TinyRnn.Model;

/// <summary>
/// The parametric ReLU (He et al. 2015): y_i = x_i if x_i is above 0, else a_i * x_i. Tensor: <c>weight</c> [size], the slopes a. PyTorch's
/// <c>nn.PReLU</c> may have a single slope, which becomes a vector of equal slopes here.
/// </summary>
/// <param name="name">Name of the layer.</param>
/// <param name="size">Values in a step.</param>
public sealed partial class PreluLayer(string name, int size) : Layer(name, size, size)
{
    internal const string KindName = "prelu";

    /// <summary>Name of a, [size].</summary>
    public string Weight => Name + ".weight";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.LeakyRelu;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [new TensorSpec(Weight, InputSize)];

    internal override int FormatVersion => NetworkReader.GraphVersion;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({InputSize})");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
