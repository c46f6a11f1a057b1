using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <summary>
/// Sums and maxima over consecutive groups of a step's values inside compiled models. Of every 16 values, value i is added to accumulator i; at the end
/// the accumulators are added, and then the sum of the last values, which do not make 16. So results have the same bits on every processor.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Reductions
{
    private const int Parts = 16;

    /// <summary>The mean of each group.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="result">Receives one value for each group.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="size">Values of a group.</param>
    public static void Mean(ref float values, ref float result, int groups, int size)
    {
        for (int group = 0; group < groups; group++)
        {
            Unsafe.Add(ref result, group) = SumOf(ref Unsafe.Add(ref values, group * size), size) / size;
        }
    }

    /// <summary>The sum of each group.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="result">Receives one value for each group.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="size">Values of a group.</param>
    public static void Sum(ref float values, ref float result, int groups, int size)
    {
        for (int group = 0; group < groups; group++)
        {
            Unsafe.Add(ref result, group) = SumOf(ref Unsafe.Add(ref values, group * size), size);
        }
    }

    /// <summary>The largest value of each group; NaN if one is NaN.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="result">Receives one value for each group.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="size">Values of a group.</param>
    public static void Max(ref float values, ref float result, int groups, int size)
    {
        for (int group = 0; group < groups; group++)
        {
            ref float first = ref Unsafe.Add(ref values, group * size);
            float max = first;
            int i = 0;
            if (size >= Vector128<float>.Count)
            {
                Vector128<float> all = Vector128.LoadUnsafe(ref first);
                for (i = Vector128<float>.Count; i + Vector128<float>.Count <= size; i += Vector128<float>.Count)
                {
                    all = Vector128.Max(all, Vector128.LoadUnsafe(ref first, (nuint)i));
                }

                max = MathF.Max(MathF.Max(all[0], all[1]), MathF.Max(all[2], all[3]));
            }

            for (; i < size; i++)
            {
                max = MathF.Max(max, Unsafe.Add(ref first, i));
            }

            Unsafe.Add(ref result, group) = max;
        }
    }

    /// <summary>The sum of values.</summary>
    internal static float SumOf(ref float first, int size)
    {
        Vector128<float> a = default;
        Vector128<float> b = default;
        Vector128<float> c = default;
        Vector128<float> d = default;
        int i = 0;
        for (; i + Parts <= size; i += Parts)
        {
            a += Vector128.LoadUnsafe(ref first, (nuint)i);
            b += Vector128.LoadUnsafe(ref first, (nuint)i + 4);
            c += Vector128.LoadUnsafe(ref first, (nuint)i + 8);
            d += Vector128.LoadUnsafe(ref first, (nuint)i + 12);
        }

        return Total(a, b, c, d) + RestOf(ref first, i, size, 0f, isSquared: false);
    }

    /// <summary>The sum of the squared differences between values and a number.</summary>
    internal static float SquaresOf(ref float first, int size, float centre)
    {
        Vector128<float> from = Vector128.Create(centre);
        Vector128<float> a = default;
        Vector128<float> b = default;
        Vector128<float> c = default;
        Vector128<float> d = default;
        int i = 0;
        for (; i + Parts <= size; i += Parts)
        {
            Vector128<float> x = Vector128.LoadUnsafe(ref first, (nuint)i) - from;
            Vector128<float> y = Vector128.LoadUnsafe(ref first, (nuint)i + 4) - from;
            a += x * x;
            b += y * y;
            x = Vector128.LoadUnsafe(ref first, (nuint)i + 8) - from;
            y = Vector128.LoadUnsafe(ref first, (nuint)i + 12) - from;
            c += x * x;
            d += y * y;
        }

        return Total(a, b, c, d) + RestOf(ref first, i, size, centre, isSquared: true);
    }

    private static float Total(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        Vector128<float> sum = (a + c) + (b + d);
        return (sum[0] + sum[2]) + (sum[1] + sum[3]);
    }

    private static float RestOf(ref float first, int start, int size, float centre, bool isSquared)
    {
        float sum = 0f;
        for (int i = start; i < size; i++)
        {
            float difference = Unsafe.Add(ref first, i) - centre;
            sum += isSquared ? difference * difference : difference;
        }

        return sum;
    }
}
