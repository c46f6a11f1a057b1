using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The activations within kernels, as expressions for vectors.</summary>
internal static class VectorActivations
{
    private const string Maths = "global::TinyRnn.VectorMath.";

    /// <summary>The activation of a sum; soft-max and its logarithm follow later, over the whole row.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="value">The sum.</param>
    /// <param name="clip">The limit of the sum, or no limit.</param>
    /// <exception cref="NotSupportedException">The generator does not know the activation.</exception>
    public static string Of(ActivationFunction activation, string value, float? clip = null)
    {
        string limited = clip is float limit ? $"{Maths}Clip({value}, {Literals.Of(limit)})" : value;
        string alpha = Literals.Of(activation.Alpha);
        string beta = Literals.Of(activation.Beta);
        return activation.Kind switch
        {
            Activation.Identity or Activation.Softmax or Activation.LogSoftmax => limited,
            Activation.Tanh => $"{Maths}Tanh({limited})",
            Activation.Sigmoid => $"{Maths}Sigmoid({limited})",
            Activation.Relu => $"{Maths}Relu({limited})",
            Activation.LeakyRelu => $"{Maths}LeakyRelu({limited}, {alpha})",
            Activation.Elu => $"{Maths}Elu({limited}, {alpha})",
            Activation.Selu => $"({Maths}Elu({limited}, {Literals.Of(Activations.SeluAlpha)}) * {Literals.Of(Activations.SeluScale)})",
            Activation.HardSigmoid => $"{Maths}HardSigmoid({limited}, {alpha}, {beta})",
            Activation.ThresholdedRelu => $"{Maths}ThresholdedRelu({limited}, {alpha})",
            Activation.ScaledTanh => $"({Maths}Tanh({limited} * {beta}) * {alpha})",
            Activation.Affine => $"{Maths}Affine({limited}, {alpha}, {beta})",
            Activation.Softsign => $"{Maths}Softsign({limited})",
            Activation.Softplus => $"{Maths}Softplus({limited})",
            _ => throw new NotSupportedException($"the generator does not know the activation {activation.Kind}"),
        };
    }

    /// <summary>Emits the activation in place; nothing for the identity without a limit.</summary>
    public static void Apply(CodeWriter writer, ActivationFunction activation, string value, float? clip)
    {
        string result = Of(activation, value, clip);
        if (result != value)
        {
            writer.Write($"{value} = {result};");
        }
    }

    /// <summary>How a formula refers to the function: by its name if that is complete, else by a letter.</summary>
    public static string NameOf(ActivationFunction activation, string letter) =>
        activation.Kind is Activation.Tanh or Activation.Sigmoid ? Words.Of(activation.Kind) : letter;
}
