using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>The activations, in place.</summary>
internal static class ActivationFunctions
{
    /// <param name="activation">Which one.</param>
    /// <param name="values">All pre-activations of an output.</param>
    /// <param name="alpha">The parameter of a leaky ReLU or ELU.</param>
    public static void Apply(this Activation activation, Span<float> values, float alpha = 0f)
    {
        switch (activation)
        {
            case Activation.Identity:
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(values, values);
                break;
            case Activation.Relu:
                TensorPrimitives.Max(values, 0f, values);
                break;
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid(values, values);
                break;
            case Activation.LeakyRelu:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = values[i] > 0 ? values[i] : alpha * values[i];
                }

                break;
            case Activation.Elu:
                for (int i = 0; i < values.Length; i++)
                {
                    // In double precision, because the difference has few bits left where a is near 0.
                    values[i] = values[i] > 0 ? values[i] : (float)(alpha * (Math.Exp(values[i]) - 1));
                }

                break;
            case Activation.Softmax:
                // TensorPrimitives does not subtract the maximum itself: SoftMax([100, 101]) is NaN.
                TensorPrimitives.Subtract(values, TensorPrimitives.Max(values), values);
                TensorPrimitives.SoftMax(values, values);
                break;
            case Activation.LogSoftmax:
                float max = TensorPrimitives.Max(values);
                double sum = 0;
                foreach (float value in values)
                {
                    sum += Math.Exp(value - max);
                }

                // One after the other: the sum of both has lost the logarithm's last bits where the maximum is large.
                TensorPrimitives.Subtract(values, max, values);
                TensorPrimitives.Subtract(values, (float)Math.Log(sum), values);
                break;
            default:
                throw new NotSupportedException($"the interpreter does not know the activation {activation}");
        }
    }
}
