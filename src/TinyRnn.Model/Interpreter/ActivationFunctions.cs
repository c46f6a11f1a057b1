using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>The activations, in place.</summary>
internal static class ActivationFunctions
{
    /// <param name="activation">Which one.</param>
    /// <param name="values">All pre-activations of an output.</param>
    /// <param name="clip">What they are limited to beforehand, or no limit.</param>
    public static void Apply(this ActivationFunction activation, Span<float> values, float? clip = null)
    {
        if (clip is float limit)
        {
            TensorPrimitives.Max(values, -limit, values);
            TensorPrimitives.Min(values, limit, values);
        }

        float alpha = activation.Alpha;
        float beta = activation.Beta;
        switch (activation.Kind)
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
                Elu(values, alpha);
                break;
            case Activation.Selu:
                Elu(values, Activations.SeluAlpha);
                TensorPrimitives.Multiply(values, Activations.SeluScale, values);
                break;
            case Activation.HardSigmoid:
                Affine(values, alpha, beta);
                TensorPrimitives.Max(values, 0f, values);
                TensorPrimitives.Min(values, 1f, values);
                break;
            case Activation.ThresholdedRelu:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = values[i] <= alpha ? 0f : values[i];
                }

                break;
            case Activation.ScaledTanh:
                TensorPrimitives.Multiply(values, beta, values);
                TensorPrimitives.Tanh(values, values);
                TensorPrimitives.Multiply(values, alpha, values);
                break;
            case Activation.Affine:
                Affine(values, alpha, beta);
                break;
            case Activation.Softsign:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] /= 1 + Math.Abs(values[i]);
                }

                break;
            case Activation.Softplus:
                for (int i = 0; i < values.Length; i++)
                {
                    // exp(a) would be infinite where a is large.
                    values[i] = (float)(Math.Max(values[i], 0d) + Math.Log(1 + Math.Exp(-Math.Abs((double)values[i]))));
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

    private static void Affine(Span<float> values, float alpha, float beta)
    {
        TensorPrimitives.Multiply(values, alpha, values);
        TensorPrimitives.Add(values, beta, values);
    }

    private static void Elu(Span<float> values, float alpha)
    {
        for (int i = 0; i < values.Length; i++)
        {
            // In double precision, because the difference has few bits left where a is near 0.
            values[i] = values[i] > 0 ? values[i] : (float)(alpha * (Math.Exp(values[i]) - 1));
        }
    }
}
