namespace TinyRnn.Model;

/// <summary>What is computed from the values of a group.</summary>
public enum ReduceMode
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their maximum.</summary>
    Max,
}

/// <summary>Reduces each of several equal groups of a step's values, which lie one after another, to one value. It has no tensors.</summary>
public sealed partial class ReduceLayer : Layer
{
    internal const string KindName = "reduce";

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="inputSize">Values in a step of input.</param>
    /// <param name="mode">What is computed from a group.</param>
    /// <param name="groups">Number of groups, and of outputs; a divisor of the input size.</param>
    /// <exception cref="ArgumentException">The input cannot be divided into these groups.</exception>
    public ReduceLayer(string name, int inputSize, ReduceMode mode, int groups = 1)
        : base(name, inputSize, groups)
    {
        if (groups < 1 || inputSize % groups != 0)
        {
            throw new ArgumentException($"layer '{name}' reads {inputSize} values, which cannot be divided into {groups} equal groups", nameof(groups));
        }

        Mode = mode;
    }

    /// <summary>What is computed from a group.</summary>
    public ReduceMode Mode { get; }

    /// <summary>Number of groups.</summary>
    public int Groups => OutputSize;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [];

    internal override bool KeepsRange => Mode != ReduceMode.Sum;

    internal override int FormatVersion => NetworkReader.GraphVersion;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({InputSize} -> {OutputSize}), {Words.Of(Mode)}");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
