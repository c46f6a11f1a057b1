using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <summary>
/// Soft-max and its logarithm with the maximum subtracted first. Exponentials and sum are our own, in a fixed order,
/// so that probabilities have the same bits at every vector width.
/// </summary>
public static class Softmax
{
    /// <summary>Replaces logits by probabilities: exp(a_i - max) / sum_j exp(a_j - max).</summary>
    public static void ToProbabilities(Span<float> logits)
    {
        float sum = Exponentials(logits, logits, TensorPrimitives.Max(logits));
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] /= sum;
        }
    }

    /// <summary>Replaces logits by log-probabilities: a_i - max - log(sum_j exp(a_j - max)).</summary>
    public static void ToLogProbabilities(Span<float> logits)
    {
        // One after the other: the sum of both has lost the logarithm's last bits where the maximum is large.
        float max = TensorPrimitives.Max(logits);
        float logarithm = MathF.Log(Exponentials(logits, default, max));
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = (logits[i] - max) - logarithm;
        }
    }

    /// <summary>log(sum_j exp(a_j)).</summary>
    public static float LogSumExp(ReadOnlySpan<float> logits)
    {
        float max = TensorPrimitives.Max(logits);
        return max + MathF.Log(Exponentials(logits, default, max));
    }

    /// <summary>Replaces values of any form by probabilities.</summary>
    public static void ToProbabilities(Span<float> values, OutputForm form)
    {
        if (form == OutputForm.Logits)
        {
            ToProbabilities(values);
        }
        else if (form == OutputForm.LogProbabilities)
        {
            Exponentials(values, values, 0f);
        }
    }

    /// <summary>Log-probability of one entry of values of any form.</summary>
    public static float LogProbability(ReadOnlySpan<float> values, int index, OutputForm form) => form switch
    {
        OutputForm.Logits => LogProbabilityOfLogits(values, index),
        OutputForm.Probabilities => MathF.Log(values[index]),
        _ => values[index],
    };

    private static float LogProbabilityOfLogits(ReadOnlySpan<float> logits, int index)
    {
        float max = TensorPrimitives.Max(logits);
        return (logits[index] - max) - MathF.Log(Exponentials(logits, default, max));
    }

    // Four lanes sum every fourth value each, then the lanes are added in order. With an empty destination only the sum is made.
    private static float Exponentials(ReadOnlySpan<float> values, Span<float> destination, float shift)
    {
        const float Log2E = 1.44269504f;
        Vector128<float> sum = Vector128<float>.Zero;
        Vector128<float> lanes = Vector128<float>.Zero;
        for (int i = 0; i < values.Length; i += Vector128<float>.Count)
        {
            int count = Math.Min(Vector128<float>.Count, values.Length - i);
            if (count == Vector128<float>.Count)
            {
                lanes = Exp(Vector128.Create(values.Slice(i)), shift);
            }
            else
            {
                // Lanes past the end count nothing.
                Vector128<float> padded = Vector128.Create(float.NegativeInfinity);
                for (int lane = 0; lane < count; lane++)
                {
                    padded = padded.WithElement(lane, values[i + lane]);
                }

                lanes = Exp(padded, shift);
            }

            sum += lanes;
            for (int lane = 0; lane < count && !destination.IsEmpty; lane++)
            {
                destination[i + lane] = lanes.GetElement(lane);
            }
        }

        return ((sum.GetElement(0) + sum.GetElement(1)) + sum.GetElement(2)) + sum.GetElement(3);

        static Vector128<float> Exp(Vector128<float> a, float shift)
        {
            Vector128<float> t = (a - Vector128.Create(shift)) * Vector128.Create(Log2E);

            // 2^-125 would count as something in a long sum; such a small probability is 0.
            return Vector128.ConditionalSelect(Vector128.LessThan(t, Vector128.Create(-125f)), Vector128<float>.Zero, VectorMath.Exp2(t));
        }
    }
}
