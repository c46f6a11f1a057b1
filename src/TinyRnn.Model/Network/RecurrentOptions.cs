namespace TinyRnn.Model;

/// <summary>The options that all recurrent layers have besides their sizes.</summary>
/// <param name="Bias">The biases that the layer has.</param>
/// <param name="Direction">The order in which a sequence is read.</param>
/// <param name="HasInitialState">Whether the model holds the state before the first step; if not, that state is zero.</param>
public sealed partial record RecurrentOptions(
    BiasForm Bias = BiasForm.Separate, Direction Direction = Direction.Forward, bool HasInitialState = false)
{
    private readonly float? _clip;

    /// <summary>
    /// The limit of the pre-activations: min(max(a, -clip), clip), finite and above 0; null for no limit. It does not apply to an LSTM's cell state
    /// before its activation, as in ONNX Runtime.
    /// </summary>
    /// <exception cref="ArgumentException">The limit is not finite or not above 0.</exception>
    public float? Clip
    {
        get => _clip;
        init => _clip = value is null or (> 0 and <= float.MaxValue) ? value : throw new ArgumentException("the clip must be finite and above 0");
    }

    /// <summary>PyTorch's defaults: two biases, forward, starting from zero.</summary>
    public static RecurrentOptions Default { get; } = new();

    /// <summary>The differences from <see cref="Default"/>, as words that follow a comma.</summary>
    public override string ToString() => string.Concat(
        Bias == BiasForm.None ? ", no bias" : "",
        Direction == Direction.Forward ? "" : ", " + Words.Of(Direction),
        HasInitialState ? ", initial state" : "",
        Clip is float clip ? FormattableString.Invariant($", clip {clip}") : "");
}
