using TinyRnn.Model;

namespace TinyRnn.Tests;

/// <summary>The activations of single values in double precision, right near zero too.</summary>
internal static class ExactActivations
{
    /// <summary>Every activation of single values, those with parameters several times.</summary>
    public static IReadOnlyList<ActivationFunction> All { get; } = ActivationSamples.With(
        new(Activation.LeakyRelu, 0.2f), new(Activation.Elu, 1f), new(Activation.Elu, 0.3f), new(Activation.HardSigmoid, 0.2f, 0.5f),
        new(Activation.ThresholdedRelu, 0.75f),
        new(Activation.ScaledTanh, 1.7159f, 0.6666667f), new(Activation.Affine, -0.5f, 2f));

    /// <summary>phi(a) by a formula of its own, by which the table of the activations is checked too.</summary>
    /// <exception cref="NotSupportedException">The activation has no formula here, or is not of single values.</exception>
    public static double Of(ActivationFunction function, double a)
    {
        double alpha = function.Alpha;
        double beta = function.Beta;
        return function.Kind switch
        {
            Activation.Identity => a,
            Activation.Tanh => Math.Tanh(a),
            Activation.Relu => Math.Max(a, 0),
            Activation.Sigmoid => 1 / (1 + Math.Exp(-a)),
            Activation.LeakyRelu => a > 0 ? a : alpha * a,
            Activation.Elu => a > 0 ? a : alpha * ExpMinus1(a),
            Activation.Selu => 1.0507009873554805 * (a > 0 ? a : 1.6732632423543772 * ExpMinus1(a)),
            Activation.HardSigmoid => Math.Max(0, Math.Min(1, (alpha * a) + beta)),
            Activation.ThresholdedRelu => a <= alpha ? 0 : a,
            Activation.ScaledTanh => alpha * Math.Tanh(beta * a),
            Activation.Affine => (alpha * a) + beta,
            Activation.Softsign => double.IsInfinity(a) ? Math.Sign(a) : a / (1 + Math.Abs(a)),
            Activation.Softplus => Math.Max(a, 0) + LogOf1Plus(Math.Exp(-Math.Abs(a))),
            _ => throw new NotSupportedException($"{function.Kind} has no formula in ExactActivations"),
        };
    }

    // The series where the difference would lose digits.
    private static double ExpMinus1(double a) => Math.Abs(a) < 1e-5 ? a * (1 + (a / 2 * (1 + (a / 3)))) : Math.Exp(a) - 1;

    private static double LogOf1Plus(double x) => x < 1e-5 ? x * (1 - (x / 2) + (x * x / 3)) : Math.Log(1 + x);
}
