namespace TinyRnn.Model;

/// <summary>phi(a) in double precision; the result is then rounded to single precision.</summary>
/// <param name="a">The pre-activation, a float.</param>
/// <param name="alpha">alpha; 0 if the activation has none.</param>
/// <param name="beta">beta; 0 if the activation has none.</param>
internal delegate double ActivationValue(double a, double alpha, double beta);

/// <summary>An activation of Keras.</summary>
/// <param name="Name">Its name in Keras.</param>
/// <param name="Alpha">Keras's default alpha; null if it is the default of <see cref="ActivationFunction"/>.</param>
/// <param name="AlphaBefore3">The default alpha before Keras 3; null if it is the default of <see cref="ActivationFunction"/>.</param>
internal sealed record KerasActivation(string Name, float? Alpha = null, float? AlphaBefore3 = null);

/// <summary>A row of the table of activations, <see cref="Activations"/>.</summary>
/// <param name="Kind">The activation.</param>
/// <param name="Word">Its word in a model file.</param>
/// <param name="Value">
/// phi of a value in double precision, the reference for everything else: correct near zero, for large values and for infinities; NaN gives NaN. Null
/// for an activation of a whole output.
/// </param>
internal sealed record ActivationFacts(Activation Kind, string Word, ActivationValue? Value)
{
    /// <summary>The format version that added it.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The default alpha; null if it has no alpha.</summary>
    public float? Alpha { get; init; }

    /// <summary>The default beta; null if it has no beta. Only an activation with alpha can have beta.</summary>
    public float? Beta { get; init; }

    /// <summary>The range of its values for an alpha and a beta, extended to contain 0; null if it is unbounded.</summary>
    public Func<float, float, (float Low, float High)?> Range { get; init; } = (_, _) => null;

    /// <summary>A pre-activation for which the result is 0 in single precision, given alpha and beta; null if none is known; by default 0.</summary>
    public Func<float, float, float?> Zero { get; init; } = (_, _) => 0f;

    /// <summary>The name of the ONNX operator, whose attributes are alpha and beta; null if there is none.</summary>
    public string? Onnx { get; init; }

    /// <summary>Attributes of the ONNX operator that have fixed values here.</summary>
    public IReadOnlyList<(string Name, float Value)> OnnxConstants { get; init; } = [];

    /// <summary>The name in ONNX's recurrent operators; null if they do not have this activation.</summary>
    public string? OnnxInCells { get; init; }

    /// <summary>The activation in Keras; null if Keras does not have it.</summary>
    public KerasActivation? Keras { get; init; }

    /// <summary>The name in RTNeural's JSON; null if RTNeural does not have it.</summary>
    public string? RtNeural { get; init; }
}
