using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <summary>
/// Layer normalisation inside compiled models, (x - m) / sqrt(v + epsilon) over each group of a step's values, with an optional factor and shift for
/// each value (Ba et al. 2016).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LayerNormalization
{
    /// <summary>Normalises without factors.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="result">Receives as many values; must not be the input itself.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="size">Values of a group.</param>
    /// <param name="epsilon">The number that is added to the variance.</param>
    public static void Apply(ref float values, ref float result, int groups, int size, float epsilon)
    {
        for (int group = 0; group < groups; group++)
        {
            Normalize(ref Unsafe.Add(ref values, group * size), ref Unsafe.Add(ref result, group * size), size, epsilon);
        }
    }

    /// <summary>Normalises, multiplies and adds.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="weight">The first factor.</param>
    /// <param name="bias">The first shift.</param>
    /// <param name="result">Receives as many values; must not be the input itself.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="size">Values of a group.</param>
    /// <param name="epsilon">The number that is added to the variance.</param>
    public static void Apply(ref float values, ref float weight, ref float bias, ref float result, int groups, int size, float epsilon)
    {
        Apply(ref values, ref result, groups, size, epsilon);
        int all = groups * size;
        int i = 0;
        for (; i + Vector128<float>.Count <= all; i += Vector128<float>.Count)
        {
            (
                (Vector128.LoadUnsafe(ref result, (nuint)i) * Vector128.LoadUnsafe(ref weight, (nuint)i)) + Vector128.LoadUnsafe(ref bias, (nuint)i))
                    .StoreUnsafe(ref result, (nuint)i);
        }

        for (; i < all; i++)
        {
            Unsafe.Add(ref result, i) = (Unsafe.Add(ref result, i) * Unsafe.Add(ref weight, i)) + Unsafe.Add(ref bias, i);
        }
    }

    private static void Normalize(ref float values, ref float result, int size, float epsilon)
    {
        float mean = Reductions.SumOf(ref values, size) / size;
        float factor = 1f / MathF.Sqrt((Reductions.SquaresOf(ref values, size, mean) / size) + epsilon);
        Vector128<float> means = Vector128.Create(mean);
        Vector128<float> factors = Vector128.Create(factor);
        int i = 0;
        for (; i + Vector128<float>.Count <= size; i += Vector128<float>.Count)
        {
            ((Vector128.LoadUnsafe(ref values, (nuint)i) - means) * factors).StoreUnsafe(ref result, (nuint)i);
        }

        for (; i < size; i++)
        {
            Unsafe.Add(ref result, i) = (Unsafe.Add(ref values, i) - mean) * factor;
        }
    }
}
