using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Mean over the rows of -output_target, for outputs that are log-probabilities (PyTorch's <c>nll_loss</c>).</summary>
public static class NegativeLogLikelihood
{
    /// <summary>Computes the loss and, if needed, its gradient.</summary>
    /// <param name="classes">Values in a row.</param>
    /// <param name="logProbabilities">[rows, classes].</param>
    /// <param name="targets">The class of each row, or <see cref="CrossEntropy.Masked"/>.</param>
    /// <param name="gradient">Set to the derivative with respect to the log-probabilities; empty if only the loss is needed.</param>
    /// <param name="weights">The weight of each class's loss, or none. The mean still divides by the number of rows.</param>
    /// <returns>The mean in nats; 0 where every row is masked.</returns>
    public static double Compute<T>(
        int classes, ReadOnlySpan<T> logProbabilities, ReadOnlySpan<int> targets, Span<T> gradient, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = CheckAndCount(classes, logProbabilities.Length, targets, gradient.Length, weights.Length);
        gradient.Clear();
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            if (targets[row] != CrossEntropy.Masked)
            {
                int index = (row * classes) + targets[row];
                T weight = weights.IsEmpty ? T.One : weights[targets[row]];
                sum -= double.CreateChecked(weight * logProbabilities[index]);
                if (!gradient.IsEmpty)
                {
                    gradient[index] = -weight / T.CreateChecked(rows);
                }
            }
        }

        return rows == 0 ? 0 : sum / rows;
    }

    internal static int CheckAndCount(int classes, int values, ReadOnlySpan<int> targets, int gradient, int weights)
    {
        if (weights != 0 && weights != classes)
        {
            throw new ArgumentException($"{classes} classes need {classes} weights or none, not {weights}");
        }

        if (values != (long)targets.Length * classes || (gradient != 0 && gradient != values))
        {
            throw new ArgumentException(
                $"{targets.Length} rows of {classes} values need {targets.Length * classes} outputs, not {values}, and as many or no gradients, not "
                    + $"{gradient}");
        }

        int rows = 0;
        foreach (int target in targets)
        {
            if (target < CrossEntropy.Masked || target >= classes)
            {
                throw new ArgumentOutOfRangeException(nameof(targets), target, $"a target must be a class below {classes} or {CrossEntropy.Masked}");
            }

            rows += target == CrossEntropy.Masked ? 0 : 1;
        }

        return rows;
    }
}
