using TinyRnn.Model;

namespace TinyRnn.Tests;

/// <summary>Every activation of single values, a new one too, so that what is tested on each takes it without a line.</summary>
internal static class ActivationSamples
{
    /// <summary>Each once, with parameters that keep a few steps of a cell near 1 and make no two functions the same.</summary>
    public static IReadOnlyList<ActivationFunction> All { get; } = With(
        Activation.Sigmoid, Activation.Tanh, new(Activation.HardSigmoid, 0.3f, 0.4f), Activation.Softsign, new(Activation.ScaledTanh, 1.3f, 0.7f),
        Activation.Relu,
        new(Activation.Affine, 0.6f, 0.2f), new(Activation.LeakyRelu, 0.2f), Activation.Softplus, new(Activation.Elu, 0.7f),
            new(Activation.ThresholdedRelu, 0.15f));

    /// <summary>Those that are given, and behind them every other one with the parameters that it has by default.</summary>
    public static IReadOnlyList<ActivationFunction> With(params ActivationFunction[] chosen) =>
    [
        .. chosen,
        .. from activation in Enum.GetValues<Activation>()
           where activation is not (Activation.Softmax or Activation.LogSoftmax) && chosen.All(function => function.Kind != activation)
           select new ActivationFunction(activation),
    ];
}
