namespace TinyRnn.Model;

/// <summary>An activation as a layer of its own, y = phi(x). With the identity it gives a name to values that are concatenated. It has no
/// tensors.</summary>
/// <param name="name">Name of the layer.</param>
/// <param name="size">Values in a step.</param>
/// <param name="activation">phi.</param>
public sealed partial class ActivationLayer(string name, int size, ActivationFunction activation) : Layer(name, size, size)
{
    internal const string KindName = "activation";

    /// <summary>phi.</summary>
    public ActivationFunction Activation { get; } = activation;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Kind;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [];

    internal override bool KeepsRange => Activation.Kind == Model.Activation.Identity;

    internal override (float Low, float High)? OutputRange => Activation.Range;

    internal override int FormatVersion => Math.Max(NetworkReader.GraphVersion, Activation.Kind.FormatVersion());

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Activation}({InputSize})");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
