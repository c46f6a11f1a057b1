using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>
/// Applies activations in place: elementwise ones from their table, and those of a whole output here. Functions that lose digits near zero or for
/// large inputs are computed in double precision, so that results are right to the last bits.
/// </summary>
internal static class ActivationFunctions
{
    /// <param name="activation">The activation.</param>
    /// <param name="values">All pre-activations of an output.</param>
    /// <param name="clip">The limit of the pre-activations, or no limit.</param>
    public static void Apply(this ActivationFunction activation, Span<float> values, float? clip = null)
    {
        if (clip is float limit)
        {
            TensorPrimitives.Max(values, -limit, values);
            TensorPrimitives.Min(values, limit, values);
        }

        switch (activation.Kind)
        {
            case Activation.Identity:
                break;
            case Activation.Softmax:
                // TensorPrimitives does not subtract the maximum: SoftMax([100, 101]) is NaN.
                TensorPrimitives.Subtract(values, TensorPrimitives.Max(values), values);
                TensorPrimitives.SoftMax(values, values);
                break;
            case Activation.LogSoftmax:
                LogSoftmax(values);
                break;
            default:
                Elementwise(activation, values);
                break;
        }
    }

    private static void Elementwise(ActivationFunction activation, Span<float> values)
    {
        ActivationValue phi = Activations.Of(activation.Kind).Value
            ?? throw new NotSupportedException($"the interpreter does not know the activation {activation}");
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)phi(values[i], activation.Alpha, activation.Beta);
        }
    }

    private static void LogSoftmax(Span<float> values)
    {
        // The maximum contributes exactly 1, which is left out of the sum: the other terms may be far below the last bit of 1.
        double max = TensorPrimitives.Max(values);
        int first = values.IndexOf((float)max);
        double others = 0;
        for (int i = 0; i < values.Length; i++)
        {
            others += i == first ? 0 : Math.Exp(values[i] - max);
        }

        double logarithm = Activations.LogOf1Plus(others);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] - max - logarithm);
        }
    }
}
