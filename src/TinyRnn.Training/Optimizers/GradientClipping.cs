using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Bounds the gradient (Pascanu, Mikolov and Bengio 2013).</summary>
public static class GradientClipping
{
    /// <summary>
    /// Multiplies all gradients by maxNorm / (norm + 1e-6) if that is below 1, where norm is the Euclidean norm over all of them
    /// (PyTorch's <c>clip_grad_norm_</c>).
    /// </summary>
    /// <returns>The norm before clipping.</returns>
    public static double ByGlobalNorm<T>(IReadOnlyList<Parameter<T>> parameters, double maxNorm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double norm = GlobalNorm(parameters);
        double coefficient = Coefficient(norm, maxNorm);
        if (coefficient < 1)
        {
            for (int i = 0; i < parameters.Count; i++)
            {
                TensorPrimitives.Multiply(parameters[i].Gradient, T.CreateChecked(coefficient), parameters[i].Gradient);
            }
        }

        return norm;
    }

    /// <summary>Moves each element of every gradient into [-limit, limit] (PyTorch's <c>clip_grad_value_</c>); NaN stays NaN.</summary>
    /// <returns>The largest magnitude before clipping; not finite if an element is not.</returns>
    public static double ByValue<T>(IReadOnlyList<Parameter<T>> parameters, double limit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T bound = T.CreateChecked(limit);
        T largest = T.Zero;
        for (int i = 0; i < parameters.Count; i++)
        {
            Span<T> gradient = parameters[i].Gradient;

            // Both maxima are NaN if any element is.
            largest = T.Max(largest, T.Abs(TensorPrimitives.MaxMagnitude<T>(gradient)));
            TensorPrimitives.Clamp(gradient, -bound, bound, gradient);
        }

        return double.CreateChecked(largest);
    }

    /// <summary>The Euclidean norm over all gradients.</summary>
    public static double GlobalNorm<T>(IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            sum += double.CreateChecked(TensorPrimitives.SumOfSquares<T>(parameters[i].Gradient));
        }

        return Math.Sqrt(sum);
    }

    /// <summary>
    /// The factor, at most 1, that clips gradients of a norm. <see cref="Optimizer{T}.Update(double)"/> can apply it.
    /// </summary>
    public static double Coefficient(double norm, double maxNorm) => Math.Min(maxNorm / (norm + 1e-6), 1);
}
