using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Mean over all elements of (output - target)^2 (PyTorch's <c>mse_loss</c>).</summary>
public static class MeanSquaredError
{
    /// <summary>Computes the loss and, if needed, its gradient 2 (output - target) / elements.</summary>
    /// <param name="outputs">The network's outputs.</param>
    /// <param name="targets">The expected outputs; as many elements.</param>
    /// <param name="gradient">Set to the derivative with respect to the outputs; empty if only the loss is needed.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0.</exception>
    public static double Compute<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (outputs.IsEmpty || outputs.Length != targets.Length || (!gradient.IsEmpty && gradient.Length != outputs.Length))
        {
            throw new ArgumentException($"{outputs.Length} outputs, {targets.Length} targets and {gradient.Length} gradients do not fit");
        }

        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double difference = double.CreateChecked(outputs[i] - targets[i]);
            sum += difference * difference;
        }

        if (!gradient.IsEmpty)
        {
            TensorPrimitives.Subtract(outputs, targets, gradient);
            TensorPrimitives.Multiply(gradient, T.CreateChecked(2) / T.CreateChecked(outputs.Length), gradient);
        }

        return sum / outputs.Length;
    }
}
