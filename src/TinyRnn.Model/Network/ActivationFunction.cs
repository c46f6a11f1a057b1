namespace TinyRnn.Model;

/// <summary>An activation with its parameters.</summary>
public sealed partial record ActivationFunction
{
    /// <summary>Makes a function.</summary>
    /// <param name="kind">The activation.</param>
    /// <param name="alpha">
    /// alpha, if the activation has one. The default is that of ONNX's operator: 0.01 for a leaky ReLU, 0.2 for a hard sigmoid, 1 for the others.
    /// </param>
    /// <param name="beta">beta, if the activation has one. The default is 0.5 for a hard sigmoid, 1 for a scaled tanh, 0 for an affine
    /// function.</param>
    /// <exception cref="ArgumentException">There is no such activation, a parameter is not finite, or the activation does not have this
    /// parameter.</exception>
    public ActivationFunction(Activation kind, float? alpha = null, float? beta = null)
    {
        if ((alpha is not null && !kind.HasAlpha()) || (beta is not null && !kind.HasBeta()))
        {
            throw new ArgumentException($"the activation {Words.Of(kind)} has no {(kind.HasAlpha() ? "beta" : "alpha")}");
        }

        Kind = kind;
        Alpha = alpha ?? Activations.Of(kind).Alpha ?? 0f;
        Beta = beta ?? Activations.Of(kind).Beta ?? 0f;
        if (!IsFinite(Alpha) || !IsFinite(Beta))
        {
            throw new ArgumentException($"alpha and beta of the activation {Words.Of(kind)} must be finite");
        }
    }

    /// <summary>The activation.</summary>
    public Activation Kind { get; }

    /// <summary>alpha; 0 if the activation has none.</summary>
    public float Alpha { get; }

    /// <summary>beta; 0 if the activation has none.</summary>
    public float Beta { get; }

    internal static ActivationFunction Sigmoid { get; } = Activation.Sigmoid;

    internal static ActivationFunction Tanh { get; } = Activation.Tanh;

    /// <summary>The range of its values, extended to contain 0; null if it is unbounded.</summary>
    internal (float Low, float High)? Range => Activations.Of(Kind).Range(Alpha, Beta);

    /// <summary>Whether a value multiplied by it stays within the value's range, as with a gate.</summary>
    internal bool IsGate => Range is (0f, 1f);

    /// <summary>The function with its default parameters.</summary>
    public static implicit operator ActivationFunction(Activation kind) => new(kind);

    /// <summary>The activation's word in a model file, and its parameters.</summary>
    public override string ToString() => Words.Of(Kind)
        + (Kind.HasAlpha() ? FormattableString.Invariant($" {Alpha}") : "")
        + (Kind.HasBeta() ? FormattableString.Invariant($" {Beta}") : "");

    private static string Field(string prefix, string name) => prefix.Length == 0 ? name : prefix + char.ToUpperInvariant(name[0]) + name[1..];

    private static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);
}
