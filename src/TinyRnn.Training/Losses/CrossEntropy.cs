using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Mean over the rows of -log softmax(logits)_target; its derivative by a logit is (softmax - one-hot) / rows
/// (soft-max and negative log-likelihood in one, as PyTorch's <c>cross_entropy</c>).
/// </summary>
public static class CrossEntropy
{
    /// <summary>Target of a row that is ignored, both in the sum and in the number of rows.</summary>
    public const int Masked = -1;

    /// <summary>Computes the loss and, if needed, its gradient.</summary>
    /// <param name="classes">Values in a row.</param>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="targets">The class of each row, or <see cref="Masked"/>.</param>
    /// <param name="gradient">Set to the derivative with respect to the logits; empty if only the loss is needed.</param>
    /// <param name="weights">The weight of each class's loss, or none. The mean still divides by the number of rows.</param>
    /// <returns>The mean in nats; 0 where every row is masked.</returns>
    public static double Compute<T>(int classes, ReadOnlySpan<T> logits, ReadOnlySpan<int> targets, Span<T> gradient, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = NegativeLogLikelihood.CheckAndCount(classes, logits.Length, targets, gradient.Length, weights.Length);
        T share = rows == 0 ? T.Zero : T.One / T.CreateChecked(rows);
        T[] scratch = gradient.IsEmpty ? ArrayPool<T>.Shared.Rent(classes) : [];
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            Span<T> exponentials = gradient.IsEmpty ? scratch.AsSpan(0, classes) : gradient.Slice(row * classes, classes);
            int target = targets[row];
            if (target == Masked)
            {
                exponentials.Clear();
                continue;
            }

            ReadOnlySpan<T> values = logits.Slice(row * classes, classes);
            T maximum = TensorPrimitives.Max(values);
            TensorPrimitives.Subtract(values, maximum, exponentials);
            TensorPrimitives.Exp<T>(exponentials, exponentials);
            T total = TensorPrimitives.Sum<T>(exponentials);
            T weight = weights.IsEmpty ? T.One : weights[target];
            sum += double.CreateChecked(weight * (T.Log(total) + maximum - values[target]));
            if (!gradient.IsEmpty)
            {
                TensorPrimitives.Multiply(exponentials, weight * share / total, exponentials);
                exponentials[target] -= weight * share;
            }
        }

        if (gradient.IsEmpty)
        {
            ArrayPool<T>.Shared.Return(scratch);
        }

        return rows == 0 ? 0 : sum / rows;
    }
}
