namespace TinyRnn.Model;

/// <summary>What a pooling computes from the values of a window.</summary>
public enum WindowPoolingMode
{
    /// <summary>The mean of the values within the edges.</summary>
    Mean,

    /// <summary>The mean, with zeros beyond the edges.</summary>
    MeanWithPadding,

    /// <summary>The maximum of the values within the edges.</summary>
    Max,
}

/// <summary>Pools within a step: one value of each channel for each window. It has no tensors.</summary>
public sealed partial class WindowPoolingLayer : Layer
{
    internal const string KindName = "window-pooling";

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="window">The layout of a step's values, and the windows over them. Each window must cover a position within the edges.</param>
    /// <param name="mode">What is computed from a window.</param>
    /// <exception cref="ArgumentException">Windows do not fit, or one lies entirely beyond the edges.</exception>
    public WindowPoolingLayer(string name, Window window, WindowPoolingMode mode)
        : base(name, window.InputSize, (int)Math.Min(int.MaxValue, (long)window.Positions * window.Channels))
    {
        if (ProblemOf(window) is string problem)
        {
            throw new ArgumentException($"layer '{name}' {problem}", nameof(window));
        }

        Window = window;
        Mode = mode;
    }

    /// <summary>The layout of a step's values, and the windows over them.</summary>
    public Window Window { get; }

    /// <summary>What is computed from a window.</summary>
    public WindowPoolingMode Mode { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [];

    internal override bool KeepsRange => Mode != WindowPoolingMode.MeanWithPadding;

    internal override int FormatVersion => NetworkReader.GraphVersion;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({Window} -> {Window.Channels} x {Window.Positions}), {Words.Of(Mode)}");

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);

    private static string? ProblemOf(Window window)
    {
        if (window.Problem is string problem)
        {
            return problem;
        }

        bool isCovered = Covers(window.OutputHeight, window.StrideHeight, window.KernelHeight, window.DilationHeight, window.Top, window.Height)
            && Covers(window.OutputWidth, window.StrideWidth, window.KernelWidth, window.DilationWidth, window.Left, window.Width);
        return isCovered ? null : "has a window that covers no value, only zeros beyond the edges";
    }

    private static bool Covers(int outputs, int stride, int kernel, int dilation, int before, int size)
    {
        for (int output = 0; output < outputs; output++)
        {
            long start = ((long)output * stride) - before;
            long tap = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
            if (tap >= kernel || start + (tap * dilation) >= size)
            {
                return false;
            }
        }

        return true;
    }
}
