namespace TinyRnn.Model;

/// <summary>phi(a) in double precision; what it gives is rounded to single precision.</summary>
/// <param name="a">The pre-activation, a float.</param>
/// <param name="alpha">alpha, 0 where there is none.</param>
/// <param name="beta">beta, 0 where there is none.</param>
internal delegate double ActivationValue(double a, double alpha, double beta);

/// <summary>An activation of Keras.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Alpha">alpha there, or null where it is that by default.</param>
/// <param name="AlphaBefore3">alpha before version 3 of Keras, or null where it is that by default.</param>
internal sealed record KerasActivation(string Name, float? Alpha = null, float? AlphaBefore3 = null);

/// <summary>A row of the table of activations, <see cref="Activations"/>.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Word">Its word in a model file.</param>
/// <param name="Value">
/// phi of a value in double precision, by which everything else is checked: right near zero, for large values and infinities, NaN of NaN.
/// Null where it is of a whole output.
/// </param>
internal sealed record ActivationFacts(Activation Kind, string Word, ActivationValue? Value)
{
    /// <summary>The version of the format that brought it.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>alpha by default, or null where there is none.</summary>
    public float? Alpha { get; init; }

    /// <summary>beta by default, or null where there is none; only beside an alpha.</summary>
    public float? Beta { get; init; }

    /// <summary>The range of its values for an alpha and a beta, which holds 0, or null where there is no end to them.</summary>
    public Func<float, float, (float Low, float High)?> Range { get; init; } = (_, _) => null;

    /// <summary>A pre-activation of which it is 0 in single precision for an alpha and a beta, or null where none is known; by default 0.</summary>
    public Func<float, float, float?> Zero { get; init; } = (_, _) => 0f;

    /// <summary>The name of ONNX's operator, with alpha and beta as its attributes, or null where it has none.</summary>
    public string? Onnx { get; init; }

    /// <summary>Attributes of ONNX's operator that are constants here.</summary>
    public IReadOnlyList<(string Name, float Value)> OnnxConstants { get; init; } = [];

    /// <summary>The name in the recurrent operators of ONNX, or null where they have no such activation.</summary>
    public string? OnnxInCells { get; init; }

    /// <summary>The activation of Keras, or null where it has none.</summary>
    public KerasActivation? Keras { get; init; }

    /// <summary>The name in RTNeural's JSON, or null where it has none.</summary>
    public string? RtNeural { get; init; }
}
