using System.Numerics.Tensors;

namespace TinyRnn;

/// <summary>Draws a token from a model's output.</summary>
public static class TokenSampler
{
    /// <summary>Draws a token and overwrites the values.</summary>
    /// <param name="values">The output of a step, one value a token; overwritten.</param>
    /// <param name="form">The meaning of the values.</param>
    /// <param name="options">How to draw; its seed is not used here.</param>
    /// <param name="random">The random numbers, which advance.</param>
    /// <returns>The index of the token.</returns>
    public static int Sample(Span<float> values, OutputForm form, in SamplingOptions options, ref SamplingRandom random)
    {
        int best = TensorPrimitives.IndexOfMax(values);
        if (options.Temperature == 0f)
        {
            return best;
        }

        if (form == OutputForm.Probabilities)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = MathF.Log(values[i]);
            }
        }

        // Values are made relative to the best first, so that dividing by a tiny temperature cannot give two infinities.
        float max = values[best];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - max) / options.Temperature;
        }

        Softmax.ToProbabilities(values);
        float threshold = 0f;
        if (options.TopK > 0 && options.TopK < values.Length)
        {
            threshold = LargestThreshold(values, byCount: true, options.TopK);
        }

        if (options.TopP is > 0f and < 1f)
        {
            threshold = Math.Max(threshold, LargestThreshold(values, byCount: false, options.TopP));
        }

        double total = Mass(values, threshold, byCount: false);
        double point = random.NextDouble() * total;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] >= threshold)
            {
                point -= values[i];
                if (point < 0)
                {
                    return i;
                }
            }
        }

        // Rounding can leave the random point past the last token.
        return best;
    }

    // The largest value t such that the entries >= t reach the count, or the sum. Non-negative floats are ordered like their
    // bits, so a search over bits finds t without sorting and without memory.
    private static float LargestThreshold(ReadOnlySpan<float> probabilities, bool byCount, double needed)
    {
        int low = 0;
        int high = BitConverter.SingleToInt32Bits(1f);
        while (low < high)
        {
            int middle = low + (high - low + 1) / 2;
            if (Mass(probabilities, BitConverter.Int32BitsToSingle(middle), byCount) >= needed)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return BitConverter.Int32BitsToSingle(low);
    }

    private static double Mass(ReadOnlySpan<float> probabilities, float threshold, bool byCount)
    {
        double mass = 0;
        foreach (float probability in probabilities)
        {
            if (probability >= threshold)
            {
                mass += byCount ? 1 : probability;
            }
        }

        return mass;
    }
}
