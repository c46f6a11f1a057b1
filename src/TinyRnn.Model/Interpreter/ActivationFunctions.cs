using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>
/// The activations, in place. What loses digits near zero or for large inputs goes through double precision, so that a result is right to its last bits.
/// </summary>
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
                Tanh(values);
                break;
            case Activation.Relu:
                TensorPrimitives.Max(values, 0f, values);
                break;
            case Activation.Sigmoid:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)(1 / (1 + Math.Exp(-(double)values[i])));
                }

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
                Tanh(values);
                TensorPrimitives.Multiply(values, alpha, values);
                break;
            case Activation.Affine:
                Affine(values, alpha, beta);
                break;
            case Activation.Softsign:
                for (int i = 0; i < values.Length; i++)
                {
                    // Of an infinity too, which over itself would be NaN.
                    values[i] = (float)(1 / ((1 / (double)values[i]) + Math.CopySign(1, values[i])));
                }

                break;
            case Activation.Softplus:
                for (int i = 0; i < values.Length; i++)
                {
                    // exp(a) would be infinite where a is large.
                    values[i] = (float)(Math.Max(values[i], 0d) + LogOf1Plus(Math.Exp(-Math.Abs((double)values[i]))));
                }

                break;
            case Activation.Softmax:
                // TensorPrimitives does not subtract the maximum itself: SoftMax([100, 101]) is NaN.
                TensorPrimitives.Subtract(values, TensorPrimitives.Max(values), values);
                TensorPrimitives.SoftMax(values, values);
                break;
            case Activation.LogSoftmax:
                LogSoftmax(values);
                break;
            default:
                throw new NotSupportedException($"the interpreter does not know the activation {activation}");
        }
    }

    private static void Tanh(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)Math.Tanh(values[i]);
        }
    }

    private static void LogSoftmax(Span<float> values)
    {
        // The 1 of the maximum stays out of the sum: what the others add to it may be far below its last bit.
        double max = TensorPrimitives.Max(values);
        int first = values.IndexOf((float)max);
        double others = 0;
        for (int i = 0; i < values.Length; i++)
        {
            others += i == first ? 0 : Math.Exp(values[i] - max);
        }

        double logarithm = LogOf1Plus(others);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] - max - logarithm);
        }
    }

    private static void Affine(Span<float> values, float alpha, float beta)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((values[i] * (double)alpha) + beta);
        }
    }

    // Below, log(1 + x) is x for a float.
    private static double LogOf1Plus(double x) => x < 1e-8 ? x : Math.Log(1 + x);

    private static void Elu(Span<float> values, float alpha)
    {
        for (int i = 0; i < values.Length; i++)
        {
            // exp(2 x) - 1 = 2 tanh(x) / (1 - tanh(x)), where the difference loses nothing.
            double half = Math.Tanh(values[i] / 2.0);
            values[i] = values[i] > 0 ? values[i] : (float)(alpha * (2 * half / (1 - half)));
        }
    }
}
