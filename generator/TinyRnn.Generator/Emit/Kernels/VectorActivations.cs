using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The activations inside kernels: expressions for vectors, and the scale that weights carry for them.</summary>
internal static class VectorActivations
{
    private const string Maths = "global::TinyRnn.VectorMath.";

    private static readonly double TanhScale = 2 / Math.Log(2);
    private static readonly double SigmoidScale = -1 / Math.Log(2);

    /// <summary>What a pre-activation is multiplied by beforehand, so that the activation needs a power of two alone.</summary>
    public static double ScaleOf(ActivationFunction activation) => activation.Kind switch
    {
        Activation.Tanh => TanhScale,
        Activation.Sigmoid => SigmoidScale,
        Activation.ScaledTanh => TanhScale * activation.Beta,
        _ => 1,
    };

    /// <summary>The activation of a scaled pre-activation; soft-max and its logarithm come later, over the whole row.</summary>
    /// <param name="activation">Which one.</param>
    /// <param name="value">The scaled pre-activation.</param>
    /// <param name="clip">What it is limited to before it is scaled, or no limit.</param>
    public static string Of(ActivationFunction activation, string value, float? clip = null)
    {
        string limited = clip is float limit
            ? $"{Maths}Clip({value}, {Literals.Of((float)Math.Min(limit * Math.Abs(ScaleOf(activation)), float.MaxValue))})"
            : value;
        string alpha = Literals.Of(activation.Alpha);
        string beta = Literals.Of(activation.Beta);
        return activation.Kind switch
        {
            Activation.Tanh => $"{Maths}TanhOfScaled({limited})",
            Activation.Sigmoid => $"{Maths}SigmoidOfScaled({limited})",
            Activation.Relu => $"{Maths}Relu({limited})",
            Activation.LeakyRelu => $"{Maths}LeakyRelu({limited}, {alpha})",
            Activation.Elu => $"{Maths}Elu({limited}, {alpha})",
            Activation.Selu => $"({Maths}Elu({limited}, {Literals.Of(Activations.SeluAlpha)}) * {Literals.Of(Activations.SeluScale)})",
            Activation.HardSigmoid => $"{Maths}HardSigmoid({limited}, {alpha}, {beta})",
            Activation.ThresholdedRelu => $"{Maths}ThresholdedRelu({limited}, {alpha})",
            Activation.ScaledTanh => $"({Maths}TanhOfScaled({limited}) * {alpha})",
            Activation.Affine => $"{Maths}Affine({limited}, {alpha}, {beta})",
            Activation.Softsign => $"{Maths}Softsign({limited})",
            Activation.Softplus => $"{Maths}Softplus({limited})",
            _ => limited,
        };
    }

    /// <summary>Emits the activation in place, or nothing where there is nothing to do.</summary>
    public static void Apply(CodeWriter writer, ActivationFunction activation, string value, float? clip)
    {
        string result = Of(activation, value, clip);
        if (result != value)
        {
            writer.Write($"{value} = {result};");
        }
    }

    /// <summary>The activation of a value that no weight has scaled.</summary>
    /// <param name="activation">Which one.</param>
    /// <param name="value">The value.</param>
    /// <param name="vector">Name of the vector type.</param>
    public static string OfUnscaled(ActivationFunction activation, string value, string vector)
    {
        string? scale = activation.Kind switch
        {
            Activation.Tanh => Maths + "TanhScale",
            Activation.Sigmoid => Maths + "SigmoidScale",
            Activation.ScaledTanh => Literals.Of((float)ScaleOf(activation)),
            _ => null,
        };
        return Of(activation, scale is null ? value : $"{value} * {vector}.Create({scale})");
    }

    /// <summary>What a formula calls the function: by its name where that says all, else by a letter.</summary>
    public static string NameOf(ActivationFunction activation, string letter) =>
        activation.Kind is Activation.Tanh or Activation.Sigmoid ? Words.Of(activation.Kind) : letter;
}
