using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>The activations, in place.</summary>
internal static class ActivationFunctions
{
    public static void Apply(this Activation activation, Span<float> values)
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
