namespace TinyRnn.Model;

/// <summary>
/// A convolution inside of a step, in one or two dimensions: at each position y = phi(W x + b), x the values of the window there. Outputs lie position
/// by position, channel by channel. Tensors: <c>weight</c> [outputChannels, taps * channels / groups], of a row tap by tap, channel by channel;
/// <c>bias</c> [outputChannels].
/// </summary>
public sealed partial class ConvolutionLayer : Layer
{
    internal const string KindName = "convolution";

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="window">What a step's values are, and the windows over them.</param>
    /// <param name="outputChannels">Values of each output position.</param>
    /// <param name="groups">
    /// Groups of channels, each with outputs of its own that read it alone; a divisor of the input's and the output's channels. As many as there are
    /// channels make the convolution depthwise.
    /// </param>
    /// <param name="activation">phi; by default the identity. A soft-max cannot stand here.</param>
    /// <param name="bias">Whether there is a b.</param>
    /// <exception cref="ArgumentException">Windows do not fit, groups do not divide the channels, or phi is a soft-max.</exception>
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
                $"layer '{name}' has the activation {Activation}, which is of a whole row; put an activation layer after it", nameof(activation));
        }
    }

    /// <summary>What a step's values are, and the windows over them.</summary>
    public Window Window { get; }

    /// <summary>Values of each output position.</summary>
    public int OutputChannels { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>phi.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether there is a b.</summary>
    public bool Bias { get; }

    /// <summary>Name of W, [outputChannels, <see cref="Columns"/>].</summary>
    public string Weight => Name + ".weight";

    /// <summary>Name of b, [outputChannels], where there is one.</summary>
    public string BiasName => Name + ".bias";

    /// <summary>Values that one output reads.</summary>
    public int Columns => Window.Taps * (Window.Channels / Groups);

    /// <summary>Whether each output channel reads one channel of the input alone, of several.</summary>
    internal bool IsDepthwise => Groups > 1 && Groups == Window.Channels;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Kind;

    internal override (float Low, float High)? OutputRange => Activation.Range;

    internal override int FormatVersion => NetworkReader.GraphVersion;

    internal override IReadOnlyList<int> Sizes => [InputSize, OutputSize, OutputChannels, Columns];

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)OutputChannels * Columns * Window.Positions;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors
    {
        get
        {
            // Of a depthwise convolution each output has a row of input of its own: no matrix that codes or words of two would serve.
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
