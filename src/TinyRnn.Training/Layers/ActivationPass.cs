using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>The activations of rows, in place, and their derivatives, which all can be had from the outputs.</summary>
internal static class ActivationPass
{
    /// <param name="activation">phi.</param>
    /// <param name="alpha">Of a leaky ReLU or an ELU, at least 0.</param>
    /// <param name="size">Values a row.</param>
    /// <param name="rows">Pre-activations; become phi of them.</param>
    public static void Forward<T>(Activation activation, T alpha, int size, Span<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (activation)
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
            case Activation.LeakyRelu:
                ElementwisePass.Forward(new LeakyRelu<T>(alpha), rows);
                break;
            case Activation.Elu:
                ElementwisePass.Forward(new Elu<T>(alpha), rows);
                break;
            case Activation.Softmax:
                LogSoftmax(size, rows);
                TensorPrimitives.Exp<T>(rows, rows);
                break;
            case Activation.LogSoftmax:
                LogSoftmax(size, rows);
                break;
            default:
                throw new NotSupportedException($"the activation {activation} cannot be trained");
        }
    }

    /// <summary>Turns the derivative by the outputs into that by the pre-activations, in place.</summary>
    public static void Backward<T>(Activation activation, T alpha, int size, ReadOnlySpan<T> output, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (activation)
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
            case Activation.LeakyRelu:
                ElementwisePass.Backward(new LeakyRelu<T>(alpha), output, gradient);
                break;
            case Activation.Elu:
                ElementwisePass.Backward(new Elu<T>(alpha), output, gradient);
                break;
            case Activation.Softmax:
                for (int start = 0; start < gradient.Length; start += size)
                {
                    ReadOnlySpan<T> y = output.Slice(start, size);
                    Span<T> g = gradient.Slice(start, size);
                    TensorPrimitives.Subtract(g, TensorPrimitives.Dot<T>(g, y), g);
                    TensorPrimitives.Multiply(g, y, g);
                }

                break;
            case Activation.LogSoftmax:
                for (int start = 0; start < gradient.Length; start += size)
                {
                    ReadOnlySpan<T> y = output.Slice(start, size);
                    Span<T> g = gradient.Slice(start, size);
                    T sum = TensorPrimitives.Sum<T>(g);
                    for (int i = 0; i < g.Length; i++)
                    {
                        g[i] -= T.Exp(y[i]) * sum;
                    }
                }

                break;
            default:
                throw new NotSupportedException($"the activation {activation} cannot be trained");
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
