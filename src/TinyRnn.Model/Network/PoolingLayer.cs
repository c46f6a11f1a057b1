namespace TinyRnn.Model;

/// <summary>What a pooling layer makes of the steps.</summary>
public enum PoolingMode
{
    /// <summary>The mean of each value over the steps so far.</summary>
    Mean,

    /// <summary>The largest of each value over the steps so far.</summary>
    Max,

    /// <summary>
    /// The final states of a bidirectional layer: the first half of the values from the last step so far,
    /// the second half from the first step, where the reverse direction ends.
    /// </summary>
    Final,
}

/// <summary>
/// Pools over time: output t is made of the inputs of the steps 1 to t, so the last step's output is that of the whole sequence,
/// which is what a classifier reads. Without tensors.
/// </summary>
/// <exception cref="ArgumentException"><see cref="PoolingMode.Final"/> with an odd size.</exception>
public sealed partial class PoolingLayer(string name, int size, PoolingMode mode)
    : Layer(
        name, mode == PoolingMode.Final && size % 2 != 0 ? throw new ArgumentException($"a pooling layer of mode 'final' has an even size, not {size}") : size,
        size)
{
    internal const string KindName = "pooling";

    /// <summary>What is made of the steps.</summary>
    public PoolingMode Mode { get; } = mode;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The pooled values (of <see cref="PoolingMode.Final"/> the half from the first step) and the number of steps so far.</summary>
    public override int StateSize => (Mode == PoolingMode.Final ? InputSize / 2 : InputSize) + 1;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({InputSize}), {Words.Of(Mode)}");

    internal override bool KeepsRange => true;

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
