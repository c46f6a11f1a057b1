using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TinyRnn.Training;

/// <summary>The activations of rows, in place, and their derivatives, which all can be had from the outputs.</summary>
internal static class ActivationPass
{
    public static void Forward<T>(Activation activation, int size, Span<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (activation)
        {
            case Activation.Identity:
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh<T>(rows, rows);
                break;
            case Activation.Relu:
                TensorPrimitives.Max(rows, T.Zero, rows);
                break;
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid<T>(rows, rows);
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
    public static void Backward<T>(Activation activation, int size, ReadOnlySpan<T> output, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (activation)
        {
            case Activation.Identity:
                break;
            case Activation.Tanh:
                MultiplyByTanhDerivative(output, gradient);
                break;
            case Activation.Relu:
                for (int i = 0; i < gradient.Length; i++)
                {
                    gradient[i] = output[i] > T.Zero ? gradient[i] : T.Zero;
                }

                break;
            case Activation.Sigmoid:
                for (int i = 0; i < gradient.Length; i++)
                {
                    gradient[i] *= output[i] * (T.One - output[i]);
                }

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

    // tanh'(a) = 1 - tanh(a)^2
    private static void MultiplyByTanhDerivative<T>(ReadOnlySpan<T> output, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector<T>> y = MemoryMarshal.Cast<T, Vector<T>>(output[..gradient.Length]);
        Span<Vector<T>> g = MemoryMarshal.Cast<T, Vector<T>>(gradient);
        for (int i = 0; i < g.Length; i++)
        {
            g[i] *= Vector<T>.One - (y[i] * y[i]);
        }

        for (int i = g.Length * Vector<T>.Count; i < gradient.Length; i++)
        {
            gradient[i] *= T.One - (output[i] * output[i]);
        }
    }
}
