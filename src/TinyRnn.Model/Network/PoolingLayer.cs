namespace TinyRnn.Model;

/// <summary>What a pooling layer computes from the steps.</summary>
public enum PoolingMode
{
    /// <summary>The mean of each value over the steps so far.</summary>
    Mean,

    /// <summary>The maximum of each value over the steps so far.</summary>
    Max,

    /// <summary>
    /// The final states of a bidirectional layer: the first half of the values from the latest step, the second half from the first step, where the
    /// reverse direction ends.
    /// </summary>
    Final,
}

/// <summary>
/// Pools over time: output t is computed from the inputs of the steps 1 to t, so the last step's output, which a classifier uses, covers the whole
/// sequence. It has no tensors.
/// </summary>
/// <exception cref="ArgumentException">The mode is <see cref="PoolingMode.Final"/> and the size is odd.</exception>
public sealed partial class PoolingLayer(string name, int size, PoolingMode mode)
    : Layer(
        name, mode == PoolingMode.Final && size % 2 != 0 ? throw new ArgumentException($"a pooling layer of mode 'final' needs an even size, not {size}")
            : size,
        size)
{
    internal const string KindName = "pooling";

    /// <summary>What is computed from the steps.</summary>
    public PoolingMode Mode { get; } = mode;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The pooled values (for <see cref="PoolingMode.Final"/> the half from the first step) and the number of steps so far.</summary>
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
