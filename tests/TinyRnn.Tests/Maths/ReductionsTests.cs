namespace TinyRnn.Tests.Maths;

/// <summary>Sums, means and maxima of groups of every size, and layer normalisation, against plain double precision.</summary>
public class ReductionsTests
{
    private const int LargestSize = 70;

    private delegate void Reduction(ref float values, ref float result, int groups, int size);

    [Fact]
    public void Sums_and_means_are_those_of_each_group()
    {
        Check(Reductions.Sum, group => group.Sum());
        Check(Reductions.Mean, group => group.Average());
    }

    [Fact]
    public void A_maximum_is_a_value_of_its_group()
    {
        Check(Reductions.Max, group => group.Max());
        for (int size = 1; size <= LargestSize; size++)
        {
            for (int place = 0; place < size; place++)
            {
                float[] values = [.. Enumerable.Range(0, size).Select(i => -2f - i)];
                float[] result = new float[1];
                values[place] = -1f;
                Reductions.Max(ref values[0], ref result[0], 1, size);
                Assert.Equal(-1f, result[0]);
                values[place] = float.NaN;
                Reductions.Max(ref values[0], ref result[0], 1, size);
                Assert.Equal(float.NaN, result[0]);
            }
        }
    }

    /// <summary>The order of additions is part of the result: the bits are those of sixteen accumulators on every processor.</summary>
    [Fact]
    public void A_sum_has_the_bits_of_sixteen_accumulators()
    {
        for (int size = 1; size <= LargestSize; size++)
        {
            float[] values = Values(size, size);
            float[] a = new float[16];
            int whole = size / 16 * 16;
            for (int i = 0; i < whole; i++)
            {
                a[i % 16] += values[i];
            }

            float[] lanes = [.. Enumerable.Range(0, 4).Select(lane => (a[lane] + a[lane + 8]) + (a[lane + 4] + a[lane + 12]))];
            float rest = values[whole..].Aggregate(0f, (sum, value) => sum + value);
            float[] result = new float[1];
            Reductions.Sum(ref values[0], ref result[0], 1, size);
            Assert.Equal(((lanes[0] + lanes[2]) + (lanes[1] + lanes[3])) + rest, result[0]);
        }
    }

    [Theory]
    [InlineData(0f), InlineData(1e-5f), InlineData(0.5f)]
    public void Normalised_values_are_those_of_the_formula(float epsilon)
    {
        for (int size = 2; size <= LargestSize; size++)
        {
            foreach (int groups in (int[])[1, 3])
            {
                int all = groups * size;
                float[] values = Values(all, size);
                float[] weight = Values(all, size + 1);
                float[] bias = Values(all, size + 2);
                float[] plain = new float[all + 8];
                float[] affine = new float[all + 8];
                LayerNormalization.Apply(ref values[0], ref plain[0], groups, size, epsilon);
                LayerNormalization.Apply(ref values[0], ref weight[0], ref bias[0], ref affine[0], groups, size, epsilon);
                for (int i = 0; i < all; i++)
                {
                    double[] group = [.. values[(i / size * size)..((i / size * size) + size)].Select(value => (double)value)];
                    double mean = group.Average();
                    double normal = (values[i] - mean) / Math.Sqrt(group.Average(value => (value - mean) * (value - mean)) + epsilon);
                    Assert.Equal(normal, plain[i], 1e-5);
                    Assert.Equal((normal * weight[i]) + bias[i], affine[i], 1e-5);
                }

                Assert.Equal(new float[8], plain[all..]);
                Assert.Equal(new float[8], affine[all..]);
            }
        }
    }

    private static void Check(Reduction reduction, Func<double[], double> expected)
    {
        for (int size = 1; size <= LargestSize; size++)
        {
            foreach (int groups in (int[])[1, 2, 5])
            {
                float[] values = Values(groups * size, size);
                float[] result = new float[groups + 4];
                reduction(ref values[0], ref result[0], groups, size);
                Assert.All(
                    values.Chunk(size).Select((group, i) => (Value: expected(Array.ConvertAll(group, value => (double)value)), Index: i)),
                    group => Assert.Equal(group.Value, result[group.Index], 1e-5));
                Assert.Equal(new float[4], result[groups..]);
            }
        }
    }

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}
