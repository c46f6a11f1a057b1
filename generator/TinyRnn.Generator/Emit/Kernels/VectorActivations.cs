using System.Globalization;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The activations inside kernels: expressions for vectors, and the scale that weights carry for them.</summary>
internal static class VectorActivations
{
    private static readonly double TanhScale = 2 / Math.Log(2);
    private static readonly double SigmoidScale = -1 / Math.Log(2);

    /// <summary>What a pre-activation is multiplied by beforehand, so that the activation needs a power of two alone.</summary>
    public static double ScaleOf(Activation activation) => activation switch
    {
        Activation.Tanh => TanhScale,
        Activation.Sigmoid => SigmoidScale,
        _ => 1,
    };

    /// <summary>The activation of a scaled pre-activation; soft-max and its logarithm come later, over the whole row.</summary>
    public static string Of(Activation activation, string value, float alpha = 0f) => activation switch
    {
        Activation.Tanh => $"global::TinyRnn.VectorMath.TanhOfScaled({value})",
        Activation.Sigmoid => $"global::TinyRnn.VectorMath.SigmoidOfScaled({value})",
        Activation.Relu => $"global::TinyRnn.VectorMath.Relu({value})",
        Activation.LeakyRelu => $"global::TinyRnn.VectorMath.LeakyRelu({value}, {alpha.ToString("R", CultureInfo.InvariantCulture)}f)",
        Activation.Elu => $"global::TinyRnn.VectorMath.Elu({value}, {alpha.ToString("R", CultureInfo.InvariantCulture)}f)",
        _ => value,
    };
}
