namespace TinyRnn.Model;

/// <summary>
/// A convolution within a step, in one or two dimensions: at each position y = phi(W x + b), where x is the values of the window there. Outputs lie
/// position by position, channel by channel. Tensors: <c>weight</c> [outputChannels, taps * channels / groups], each row tap by tap, channel by
/// channel; <c>bias</c> [outputChannels].
/// </summary>
public sealed partial class ConvolutionLayer : Layer
{
    internal const string KindName = "convolution";

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="window">The layout of a step's values, and the windows over them.</param>
    /// <param name="outputChannels">Values of each output position.</param>
    /// <param name="groups">
    /// Groups of channels: each group's outputs read only the channels of that group. A divisor of the number of input channels and of output
    /// channels. With as many groups as channels the convolution is depthwise.
    /// </param>
    /// <param name="activation">phi; by default the identity. A soft-max is not allowed.</param>
    /// <param name="bias">Whether b exists.</param>
    /// <exception cref="ArgumentException">Windows do not fit, the number of groups does not divide the channels, or phi is a soft-max.</exception>
    public ConvolutionLayer(string name, Window window, int outputChannels, int groups = 1, ActivationFunction? activation = null, bool bias = true)
        : base(name, window.InputSize, (int)Math.Min(int.MaxValue, (long)window.Positions * outputChannels))
    {
        Window = window;
        OutputChannels = outputChannels;
        Groups = groups;
        Activation = activation ?? Model.Activation.Identity;
        Bias = bias;
        if (window.Problem is string problem)
        {
            throw new ArgumentException($"layer '{name}' {problem}", nameof(window));
        }

        if (ProblemOf(window.Channels, outputChannels, groups) is string wrong)
        {
            throw new ArgumentException($"layer '{name}' {wrong}", nameof(groups));
        }

        if (!Activation.Kind.IsElementwise())
        {
            throw new ArgumentException(
                $"layer '{name}' has the activation {Activation}, which needs the whole row; put an activation layer after it", nameof(activation));
        }
    }

    /// <summary>The layout of a step's values, and the windows over them.</summary>
    public Window Window { get; }

    /// <summary>Values of each output position.</summary>
    public int OutputChannels { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>phi.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether b exists.</summary>
    public bool Bias { get; }

    /// <summary>Name of W, [outputChannels, <see cref="Columns"/>].</summary>
    public string Weight => Name + ".weight";

    /// <summary>Name of b, [outputChannels], if it exists.</summary>
    public string BiasName => Name + ".bias";

    /// <summary>The number of values that one output reads.</summary>
    public int Columns => Window.Taps * (Window.Channels / Groups);

    /// <summary>Whether each output channel reads exactly one of several input channels.</summary>
    internal bool IsDepthwise => Groups > 1 && Groups == Window.Channels;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Kind;

    internal override (float Low, float High)? OutputRange => Activation.Range;

    internal override int FormatVersion => Math.Max(NetworkReader.GraphVersion, Activation.Kind.FormatVersion());

    internal override IReadOnlyList<int> Sizes => [InputSize, OutputSize, OutputChannels, Columns];

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)OutputChannels * Columns * Window.Positions;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors
    {
        get
        {
            // Each output of a depthwise convolution reads a row of input of its own, so there is no matrix that int8 or packed bfloat16 would speed
            // up.
            MatrixInput reads = IsDepthwise ? MatrixInput.None : Window.IsPadded ? MatrixInput.PaddedWindow : MatrixInput.Window;
            TensorSpec weight = new(Weight, OutputChannels, Columns) { Reads = reads };
            return Bias ? [weight, new TensorSpec(BiasName, OutputChannels)] : [weight];
        }
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind}({Window} -> {OutputChannels} x {Window.Positions}), ")
            + FormattableString.Invariant($"{Activation}{(Groups == 1 ? "" : FormattableString.Invariant($", {Groups} groups"))}{(Bias ? "" : ", no bias")}");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);

    private static string? ProblemOf(int channels, int outputChannels, int groups) =>
        outputChannels is >= 1 and <= FieldReader.MaximumSize && groups >= 1 && channels % groups == 0 && outputChannels % groups == 0
            ? null
            : FormattableString.Invariant($"has {groups} groups, which do not divide {channels} channels and {outputChannels} output channels");
}
