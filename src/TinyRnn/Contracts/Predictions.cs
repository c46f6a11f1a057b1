using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace TinyRnn;

/// <summary>Finds labels from probabilities.</summary>
public static class Predictions
{
    /// <summary>The most probable label.</summary>
    /// <typeparam name="TLabel">An enumeration with the values 0, 1, ... of type <see cref="int"/>.</typeparam>
    public static Prediction<TLabel> Best<TLabel>(ReadOnlySpan<float> probabilities)
        where TLabel : struct, Enum
    {
        int index = TensorPrimitives.IndexOfMax(probabilities);
        return new Prediction<TLabel>(ToLabel<TLabel>(index), probabilities[index]);
    }

    /// <summary>The most probable labels, best first.</summary>
    /// <typeparam name="TLabel">An enumeration with the values 0, 1, ... of type <see cref="int"/>.</typeparam>
    /// <returns>The number of labels written: the length of <paramref name="best"/>, or the number of labels if that is smaller.</returns>
    public static int Top<TLabel>(ReadOnlySpan<float> probabilities, Span<Prediction<TLabel>> best)
        where TLabel : struct, Enum
    {
        int count = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            // Inserts from the end. Among equal values the lower index stays first.
            int place = count;
            while (place > 0 && best[place - 1].Probability < probabilities[i])
            {
                place--;
            }

            if (place == best.Length)
            {
                continue;
            }

            count = Math.Min(count + 1, best.Length);
            for (int j = count - 1; j > place; j--)
            {
                best[j] = best[j - 1];
            }

            best[place] = new Prediction<TLabel>(ToLabel<TLabel>(i), probabilities[i]);
        }

        return count;
    }

    private static TLabel ToLabel<TLabel>(int index)
        where TLabel : struct, Enum => Unsafe.BitCast<int, TLabel>(index);
}
