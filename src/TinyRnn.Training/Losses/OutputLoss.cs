using System.Numerics;

namespace TinyRnn.Training;

/// <summary>The loss that fits a network's last layer and its targets.</summary>
internal static class OutputLoss
{
    /// <summary>Computes the mean loss and its gradient with respect to the outputs.</summary>
    /// <param name="network">The network that gave the outputs.</param>
    /// <param name="outputs">[rows, outputSize].</param>
    /// <param name="targets">A class for each row, or values.</param>
    /// <param name="gradient">Set; empty if only the loss is needed.</param>
    /// <param name="classWeights">The weight of each class's loss, or none.</param>
    public static double Compute<T>(
        TrainableNetwork<T> network, ReadOnlySpan<T> outputs, StepInput<T> targets, Span<T> gradient, ReadOnlySpan<T> classWeights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        !targets.IsTokens ? MeanSquaredError.Compute(outputs, targets.Values, gradient)
        : network.Layers[^1].Description.OutputActivation == Activation.LogSoftmax
            ? NegativeLogLikelihood.Compute(network.OutputSize, outputs, targets.Tokens, gradient, classWeights)
            : CrossEntropy.Compute(network.OutputSize, outputs, targets.Tokens, gradient, classWeights);
}
