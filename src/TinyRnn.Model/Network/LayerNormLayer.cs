namespace TinyRnn.Model;

/// <summary>
/// Layer normalisation (Ba et al. 2016) over the values of a step, y_i = a_i * (x_i - m) / sqrt(v + epsilon) + b_i with the mean m and the variance v,
/// the mean of the squared differences from m, of the group that i is in. With one group PyTorch's <c>nn.LayerNorm</c>, with more its
/// <c>nn.GroupNorm</c>. Tensors: <c>weight</c> [size] and <c>bias</c> [size], or none.
/// </summary>
public sealed partial class LayerNormLayer : Layer
{
    internal const string KindName = "layer-norm";

    internal const float UsualEpsilon = 1e-5f;

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="size">Values a step.</param>
    /// <param name="epsilon">What is added to the variance; at least 0.</param>
    /// <param name="groups">Groups of equal size, one behind the other, which are normalised by themselves; a divisor of the size.</param>
    /// <param name="isAffine">Whether there are a and b.</param>
    /// <exception cref="ArgumentException">Epsilon is out of range, or there are no such groups.</exception>
    public LayerNormLayer(string name, int size, float epsilon = UsualEpsilon, int groups = 1, bool isAffine = true)
        : base(name, size, size)
    {
        if (groups < 1 || size % groups != 0)
        {
            throw new ArgumentException($"the {size} values that layer '{name}' reads are not {groups} groups", nameof(groups));
        }

        if (!(epsilon >= 0f) || float.IsInfinity(epsilon))
        {
            throw new ArgumentException($"epsilon of layer '{name}' must be a number from 0 on", nameof(epsilon));
        }

        Epsilon = epsilon;
        Groups = groups;
        IsAffine = isAffine;
    }

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>Whether there are a and b.</summary>
    public bool IsAffine { get; }

    /// <summary>Name of a, [size].</summary>
    public string Weight => Name + ".weight";

    /// <summary>Name of b, [size].</summary>
    public string BiasName => Name + ".bias";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => IsAffine ? [new TensorSpec(Weight, InputSize), new TensorSpec(BiasName, InputSize)] : [];

    internal override int FormatVersion => NetworkReader.GraphVersion;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({InputSize}){(Groups == 1 ? "" : FormattableString.Invariant($", {Groups} groups"))}, epsilon {Epsilon}{(IsAffine ? "" : ", no weights")}");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
