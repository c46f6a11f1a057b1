using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Applies activations to rows in place, and computes their derivatives, which all follow from the outputs.</summary>
internal static class ActivationPass
{
    /// <param name="layer">The layer.</param>
    /// <param name="activation">phi.</param>
    /// <param name="rows">Pre-activations; replaced by the activations.</param>
    public static void Forward<T>(Layer layer, ActivationFunction activation, Span<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (activation.Kind)
        {
            case Activation.Identity:
                break;
            case Activation.Tanh:
                ElementwisePass.Forward(default(Tanh<T>), rows);
                break;
            case Activation.Relu:
                ElementwisePass.Forward(default(Relu<T>), rows);
                break;
            case Activation.Sigmoid:
                ElementwisePass.Forward(default(Sigmoid<T>), rows);
                break;
            case Activation.Softmax:
                LogSoftmax(layer.OutputSize, rows);
                TensorPrimitives.Exp<T>(rows, rows);
                break;
            case Activation.LogSoftmax:
                LogSoftmax(layer.OutputSize, rows);
                break;
            default:
                ElementwisePass.Forward(new AnyFunction<T>(layer.Name, activation), rows);
                break;
        }
    }

    /// <summary>Replaces the derivative with respect to the outputs by that with respect to the pre-activations.</summary>
    public static void Backward<T>(Layer layer, ActivationFunction activation, ReadOnlySpan<T> output, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (activation.Kind)
        {
            case Activation.Identity:
                break;
            case Activation.Tanh:
                ElementwisePass.Backward(default(Tanh<T>), output, gradient);
                break;
            case Activation.Relu:
                ElementwisePass.Backward(default(Relu<T>), output, gradient);
                break;
            case Activation.Sigmoid:
                ElementwisePass.Backward(default(Sigmoid<T>), output, gradient);
                break;
            case Activation.Softmax:
                for (int start = 0; start < gradient.Length; start += layer.OutputSize)
                {
                    ReadOnlySpan<T> y = output.Slice(start, layer.OutputSize);
                    Span<T> g = gradient.Slice(start, layer.OutputSize);
                    TensorPrimitives.Subtract(g, TensorPrimitives.Dot<T>(g, y), g);
                    TensorPrimitives.Multiply(g, y, g);
                }

                break;
            case Activation.LogSoftmax:
                for (int start = 0; start < gradient.Length; start += layer.OutputSize)
                {
                    ReadOnlySpan<T> y = output.Slice(start, layer.OutputSize);
                    Span<T> g = gradient.Slice(start, layer.OutputSize);
                    T sum = TensorPrimitives.Sum<T>(g);
                    for (int i = 0; i < g.Length; i++)
                    {
                        g[i] -= T.Exp(y[i]) * sum;
                    }
                }

                break;
            default:
                ElementwisePass.Backward(new AnyFunction<T>(layer.Name, activation), output, gradient);
                break;
        }
    }

    private static void LogSoftmax<T>(int size, Span<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < rows.Length; start += size)
        {
            Span<T> row = rows.Slice(start, size);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max<T>(row), row);
            T sum = T.Zero;
            foreach (T value in row)
            {
                sum += T.Exp(value);
            }

            TensorPrimitives.Subtract(row, T.Log(sum), row);
        }
    }
}
