using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Bounds the gradient (Pascanu, Mikolov and Bengio 2013).</summary>
public static class GradientClipping
{
    /// <summary>
    /// Multiplies all gradients by maxNorm / (norm + 1e-6) where that is below 1, norm being the Euclidean norm over all of them
    /// (PyTorch's <c>clip_grad_norm_</c>).
    /// </summary>
    /// <returns>The norm before.</returns>
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

    /// <summary>Moves each element of every gradient into [-limit, limit] (PyTorch's <c>clip_grad_value_</c>); one that is not a number stays so.</summary>
    /// <returns>The largest magnitude before: not finite where an element is infinite or not a number.</returns>
    public static double ByValue<T>(IReadOnlyList<Parameter<T>> parameters, double limit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T bound = T.CreateChecked(limit);
        T largest = T.Zero;
        for (int i = 0; i < parameters.Count; i++)
        {
            Span<T> gradient = parameters[i].Gradient;

            // Both maxima are NaN where anything is.
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
    /// What gradients of a norm are multiplied by, at most 1, to be clipped: <see cref="Optimizer{T}.Update(double)"/> can do it in its own pass.
    /// </summary>
    public static double Coefficient(double norm, double maxNorm) => Math.Min(maxNorm / (norm + 1e-6), 1);
}
