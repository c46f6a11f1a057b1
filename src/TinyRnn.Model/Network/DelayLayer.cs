namespace TinyRnn.Model;

/// <summary>
/// Rows of earlier steps side by side, y_t = (x_(t - lag 1), x_(t - lag 2), ...), with zeros before the first step. Followed by a dense layer or a
/// convolution it is a causal convolution over time; with gaps between the lags, a dilated one. It has no tensors.
/// </summary>
public sealed partial class DelayLayer : Layer
{
    internal const string KindName = "delay";

    // The state is a value type: it lies on the stack and is copied.
    private const int MostRemembered = 128 * 1024;

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="inputSize">Values in a step of input.</param>
    /// <param name="lags">For each part of the output, how many steps back it is from; 0 is this step. At least one lag is above 0.</param>
    /// <exception cref="ArgumentException">No lag is above 0, a lag is below 0, or the state cannot hold the values to remember.</exception>
    public DelayLayer(string name, int inputSize, IReadOnlyList<int> lags)
        : base(name, inputSize, (int)Math.Min(int.MaxValue, (long)inputSize * lags.Count))
    {
        Lags = [.. lags];
        if (ProblemOf(inputSize, Lags) is string problem)
        {
            throw new ArgumentException($"layer '{name}' {problem}", nameof(lags));
        }
    }

    /// <summary>For each part of the output, how many steps back it is from.</summary>
    public IReadOnlyList<int> Lags { get; }

    /// <summary>The largest lag: how many steps are remembered.</summary>
    public int Memory => Lags.Max();

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The rows of earlier steps, the newest first: <see cref="Memory"/> times the input size.</summary>
    public override int StateSize => Memory * InputSize;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [];

    internal override int FormatVersion => NetworkReader.GraphVersion;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({InputSize} -> {OutputSize}), {Described}");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);

    private string Described => Lags.Count == 1
        ? FormattableString.Invariant($"lag {Lags[0]}")
        : FormattableString.Invariant($"{Lags.Count} lags from {Lags[0]} to {Lags[Lags.Count - 1]}");

    /// <summary>The lags of a causal convolution: from the oldest step to the current one.</summary>
    /// <param name="kernel">The number of steps that it reads, from 1.</param>
    /// <param name="dilation">The distance between the steps that it reads, from 1; a lag that is too large for a number becomes the largest
    /// number.</param>
    internal static int[] CausalLags(int kernel, long dilation) =>
        [.. Enumerable.Range(0, kernel).Select(tap => (int)Math.Min(int.MaxValue, (kernel - 1 - tap) * dilation))];

    /// <summary>What is wrong with the lags of a layer, as words to follow its name; or null.</summary>
    internal static string? ProblemOf(int size, IReadOnlyList<int> lags)
    {
        if (lags.Count is 0 or > FieldReader.MaximumSize || lags.Any(lag => lag < 0) || lags.All(lag => lag == 0))
        {
            return FormattableString.Invariant($"needs 1 to {FieldReader.MaximumSize} lags of 0 or more steps, at least one of them above 0");
        }

        return (long)size * lags.Max() > MostRemembered
            ? FormattableString.Invariant($"would remember {lags.Max()} rows of {size} values; the limit is {MostRemembered} values")
            : null;
    }
}
