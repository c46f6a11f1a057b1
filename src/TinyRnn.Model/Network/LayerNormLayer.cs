namespace TinyRnn.Model;

/// <summary>
/// Layer normalisation (Ba et al. 2016) over the values of a step, y_i = a_i * (x_i - m) / sqrt(v + epsilon) + b_i, where m and v are the mean and
/// the variance of the group of i; the variance is the mean of the squared differences from m. With one group it is PyTorch's <c>nn.LayerNorm</c>,
/// with more <c>nn.GroupNorm</c>. Tensors: <c>weight</c> [size] and <c>bias</c> [size], or none.
/// </summary>
public sealed partial class LayerNormLayer : Layer
{
    internal const string KindName = "layer-norm";

    internal const float UsualEpsilon = 1e-5f;

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="size">Values in a step.</param>
    /// <param name="epsilon">Added to the variance; at least 0.</param>
    /// <param name="groups">Number of equal groups, one after another, each normalised by itself; a divisor of the size.</param>
    /// <param name="isAffine">Whether a and b exist.</param>
    /// <exception cref="ArgumentException">Epsilon is out of range, or the size is not a multiple of the groups.</exception>
    public LayerNormLayer(string name, int size, float epsilon = UsualEpsilon, int groups = 1, bool isAffine = true)
        : base(name, size, size)
    {
        if (groups < 1 || size % groups != 0)
        {
            throw new ArgumentException($"layer '{name}' reads {size} values, which cannot be divided into {groups} equal groups", nameof(groups));
        }

        if (!(epsilon >= 0f) || float.IsInfinity(epsilon))
        {
            throw new ArgumentException($"epsilon of layer '{name}' must be 0 or more", nameof(epsilon));
        }

        Epsilon = epsilon;
        Groups = groups;
        IsAffine = isAffine;
    }

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>Whether a and b exist.</summary>
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
