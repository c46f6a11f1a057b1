namespace TinyRnn.Model;

/// <summary>What all recurrent layers can be told beside their sizes.</summary>
/// <param name="Bias">Which biases there are.</param>
/// <param name="Direction">The order in which a sequence is read.</param>
/// <param name="HasInitialState">Whether the model holds the state before the first step; without, it is zero.</param>
public sealed partial record RecurrentOptions(
    BiasForm Bias = BiasForm.Separate, Direction Direction = Direction.Forward, bool HasInitialState = false)
{
    private readonly float? _clip;

    /// <summary>
    /// What the sums inside of the activations are limited to: min(max(a, -clip), clip), finite and above 0; null for no limit. An LSTM's
    /// cell state has none on its way out, as in ONNX Runtime.
    /// </summary>
    /// <exception cref="ArgumentException">It is not finite or not above 0.</exception>
    public float? Clip
    {
        get => _clip;
        init => _clip = value is null or (> 0 and <= float.MaxValue) ? value : throw new ArgumentException("the limit of the sums is finite and above 0");
    }

    /// <summary>PyTorch's: two biases, forward, from zero.</summary>
    public static RecurrentOptions Default { get; } = new();

    /// <summary>What differs from <see cref="Default"/>, in words that follow a comma.</summary>
    public override string ToString() => string.Concat(
        Bias == BiasForm.None ? ", no bias" : "",
        Direction == Direction.Forward ? "" : ", " + Words.Of(Direction),
        HasInitialState ? ", initial state" : "",
        Clip is float clip ? FormattableString.Invariant($", clip {clip}") : "");
}
