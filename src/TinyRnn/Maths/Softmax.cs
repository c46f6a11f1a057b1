using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <summary>
/// Soft-max and its logarithm, with the maximum subtracted first. Exponentials and sums have a fixed order,
/// so that probabilities have the same bits at every vector width.
/// </summary>
public static class Softmax
{
    // Below, log(1 + x) is x for a float.
    private const double SmallestToAdd = 1e-8;

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
        float max = TensorPrimitives.Max(logits);
        double logarithm = LogOfSum(logits, max);
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = (float)(((double)logits[i] - max) - logarithm);
        }
    }

    /// <summary>log(sum_j exp(a_j)).</summary>
    public static float LogSumExp(ReadOnlySpan<float> logits)
    {
        float max = TensorPrimitives.Max(logits);
        return (float)(max + LogOfSum(logits, max));
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
        return (float)(((double)logits[index] - max) - LogOfSum(logits, max));
    }

    // log(sum_j exp(a_j - max)). The 1 of the maximum is not part of the sum: the other terms may be far below its last bit, but the
    // log-probability of a nearly certain entry consists only of these.
    private static double LogOfSum(ReadOnlySpan<float> logits, float max)
    {
        double others = Exponentials(logits, default, max, logits.IndexOf(max));
        return others < SmallestToAdd ? others : Math.Log(1 + others);
    }

    // Each of four lanes sums every fourth value, then the lanes are added in order. With an empty destination only the sum, of all but one, is computed.
    private static float Exponentials(ReadOnlySpan<float> values, Span<float> destination, float shift, int except = -1)
    {
        Vector128<float> sum = Vector128<float>.Zero;
        Vector128<float> lanes = Vector128<float>.Zero;
        for (int i = 0; i < values.Length; i += Vector128<float>.Count)
        {
            int count = Math.Min(Vector128<float>.Count, values.Length - i);
            if (count == Vector128<float>.Count)
            {
                lanes = VectorMath.ExpOfMinus(Vector128.Create(shift) - Vector128.Create(values.Slice(i)));
            }
            else
            {
                // Lanes past the end add nothing.
                Vector128<float> padded = Vector128.Create(float.NegativeInfinity);
                for (int lane = 0; lane < count; lane++)
                {
                    padded = padded.WithElement(lane, values[i + lane]);
                }

                lanes = VectorMath.ExpOfMinus(Vector128.Create(shift) - padded);
            }

            if ((uint)(except - i) < (uint)count)
            {
                lanes = lanes.WithElement(except - i, 0f);
            }

            sum += lanes;
            for (int lane = 0; lane < count && !destination.IsEmpty; lane++)
            {
                destination[i + lane] = lanes.GetElement(lane);
            }
        }

        return ((sum.GetElement(0) + sum.GetElement(1)) + sum.GetElement(2)) + sum.GetElement(3);
    }
}
