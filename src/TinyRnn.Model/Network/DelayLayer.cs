namespace TinyRnn.Model;

/// <summary>
/// Rows of earlier steps side by side, y_t = (x_(t - lag 1), x_(t - lag 2), ...), with zeros before the first step. A dense layer or a convolution
/// after it is a causal convolution over time, of lags that lie apart a dilated one. Without tensors.
/// </summary>
public sealed partial class DelayLayer : Layer
{
    internal const string KindName = "delay";

    // A state is a value: it lies on the stack, and is copied.
    private const int MostRemembered = 128 * 1024;

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="inputSize">Values a step that come in.</param>
    /// <param name="lags">For each part of the output how many steps before this one it is from; 0 is this step. At least one is above 0.</param>
    /// <exception cref="ArgumentException">No lag above 0, one below 0, or more values to remember than a state can hold.</exception>
    public DelayLayer(string name, int inputSize, IReadOnlyList<int> lags)
        : base(name, inputSize, (int)Math.Min(int.MaxValue, (long)inputSize * lags.Count))
    {
        Lags = [.. lags];
        if (ProblemOf(inputSize, Lags) is string problem)
        {
            throw new ArgumentException($"layer '{name}' {problem}", nameof(lags));
        }
    }

    /// <summary>For each part of the output how many steps before this one it is from.</summary>
    public IReadOnlyList<int> Lags { get; }

    /// <summary>The largest lag: the steps that are remembered.</summary>
    public int Memory => Lags.Max();

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The rows of the steps before, the newest first: <see cref="Memory"/> times the input's size.</summary>
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

    /// <summary>The lags of a causal convolution, the oldest step first and this one last.</summary>
    /// <param name="kernel">Steps that it reads, from 1.</param>
    /// <param name="dilation">Steps from one that it reads to the next, from 1; a lag that no number holds becomes the largest one.</param>
    internal static int[] CausalLags(int kernel, long dilation) =>
        [.. Enumerable.Range(0, kernel).Select(tap => (int)Math.Min(int.MaxValue, (kernel - 1 - tap) * dilation))];

    /// <summary>What is wrong with the lags of a layer, in words that follow its name, or null.</summary>
    internal static string? ProblemOf(int size, IReadOnlyList<int> lags)
    {
        if (lags.Count is 0 or > FieldReader.MaximumSize || lags.Any(lag => lag < 0) || lags.All(lag => lag == 0))
        {
            return FormattableString.Invariant($"needs from 1 to {FieldReader.MaximumSize} lags of 0 and more steps, at least one of them above 0");
        }

        return (long)size * lags.Max() > MostRemembered
            ? FormattableString.Invariant($"would remember {lags.Max()} rows of {size} values; {MostRemembered} values are the limit")
            : null;
    }
}
