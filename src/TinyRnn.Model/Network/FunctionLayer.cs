namespace TinyRnn.Model;

/// <summary>An elementwise function, y_i = f(x_i). It has no tensors.</summary>
public sealed partial class FunctionLayer : Layer
{
    internal const string KindName = "function";

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="size">Values in a step.</param>
    /// <param name="function">f.</param>
    /// <param name="low">The lower limit of <see cref="Function.Clip"/>; 0 for other functions.</param>
    /// <param name="high">The upper limit of <see cref="Function.Clip"/>, not below the lower one; 0 for other functions.</param>
    /// <param name="exponent">The exponent of <see cref="Function.Power"/>, finite and not 0; 1 for other functions.</param>
    /// <exception cref="ArgumentException">There is no such function, or it does not have these parameters.</exception>
    public FunctionLayer(string name, int size, Function function, float low = 0f, float high = 0f, float exponent = 1f)
        : base(name, size, size)
    {
        if (function == Function.Clip ? !(low <= high) || float.IsInfinity(low) || float.IsInfinity(high) : low != 0f || high != 0f)
        {
            throw new ArgumentException(function == Function.Clip
                ? $"the limits of layer '{name}' must be finite, the lower one not above the upper one"
                : $"layer '{name}' has limits, but the function '{Words.Of(function)}' takes none");
        }

        if (function == Function.Power ? exponent == 0f || float.IsNaN(exponent) || float.IsInfinity(exponent) : exponent != 1f)
        {
            throw new ArgumentException(function == Function.Power
                ? $"the exponent of layer '{name}' must be finite and not 0"
                : $"layer '{name}' has an exponent; the function '{Words.Of(function)}' takes none");
        }

        Function = Functions.Of(function).Kind;
        Low = low;
        High = high;
        Exponent = exponent;
    }

    /// <summary>f.</summary>
    public Function Function { get; }

    /// <summary>The lower limit of <see cref="Function.Clip"/>.</summary>
    public float Low { get; }

    /// <summary>The upper limit of <see cref="Function.Clip"/>.</summary>
    public float High { get; }

    /// <summary>The exponent of <see cref="Function.Power"/>; 1 of the others.</summary>
    public float Exponent { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int StateSize => 0;

    /// <inheritdoc/>
    public override Activation OutputActivation => Activation.Identity;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Tensors => [];

    internal override (float Low, float High)? OutputRange => Function == Function.Clip && Low < High ? (Low, High) : null;

    internal override int FormatVersion => NetworkReader.GraphVersion;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Words.Of(Function)}({InputSize}){Parameters}");

    private string Parameters => Function switch
    {
        Function.Clip => FormattableString.Invariant($", from {Low} to {High}"),
        Function.Power => FormattableString.Invariant($", exponent {Exponent}"),
        _ => "",
    };

    internal override T Accept<T>(ILayerVisitor<T> visitor) => visitor.Visit(this);
}
