namespace TinyRnn.Model;

/// <summary>What is made of the values of a step.</summary>
public enum ReduceMode
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The largest.</summary>
    Max,
}

/// <summary>Makes one value of those of a step: of each of some groups of equal size, which lie one behind the other. Without tensors.</summary>
public sealed partial class ReduceLayer : Layer
{
    internal const string KindName = "reduce";

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="inputSize">Values a step that come in.</param>
    /// <param name="mode">What is made of a group.</param>
    /// <param name="groups">Groups, and values that go out; a divisor of the input's size.</param>
    /// <exception cref="ArgumentException">The input has no such groups.</exception>
    public ReduceLayer(string name, int inputSize, ReduceMode mode, int groups = 1)
        : base(name, inputSize, groups)
    {
        if (groups < 1 || inputSize % groups != 0)
        {
            throw new ArgumentException($"the {inputSize} values that layer '{name}' reads are not {groups} groups", nameof(groups));
        }

        Mode = mode;
    }

    /// <summary>What is made of a group.</summary>
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
