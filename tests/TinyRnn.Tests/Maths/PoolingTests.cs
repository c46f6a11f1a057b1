namespace TinyRnn.Tests.Maths;

public class PoolingTests
{
    private static readonly float[][] Rows = [[1f, -2f, 3f, 0f, -5f, -6f], [3f, -4f, float.NaN, 0f, -3f, float.NaN], [-1f, 9f, 5f, 0f, -4f, 1f]];

    [Fact]
    public void Mean_is_that_of_the_rows_so_far()
    {
        float[] mean = Pool((ref float pooled, ref float count, ref float row) => Pooling.Mean(ref pooled, ref count, ref row, 6), out float count);
        Assert.Equal([1f, 1f, float.NaN, 0f, -4f, float.NaN], mean);
        Assert.Equal(3f, count);
    }

    [Fact]
    public void Maximum_begins_with_the_first_row_and_keeps_NaN()
    {
        float[] maximum = Pool((ref float pooled, ref float count, ref float row) => Pooling.Max(ref pooled, ref count, ref row, 6), out _);
        Assert.Equal([3f, 9f, float.NaN, 0f, -3f, float.NaN], maximum);
    }

    [Fact]
    public void First_row_stays()
    {
        float[] first = Pool((ref float pooled, ref float count, ref float row) => Pooling.First(ref pooled, ref count, ref row, 6), out _);
        Assert.Equal([1f, -2f, 3f, 0f, -5f, -6f], first);
    }

    /// <summary>All values are below zero, where the state begins; what lies after the row stays as it is.</summary>
    [Fact]
    public void Rows_of_every_size_are_pooled_and_nothing_else()
    {
        for (int size = 1; size <= 20; size++)
        {
            Random random = new(size);
            float[][] rows = [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, size + 8).Select(_ => -1 - random.NextSingle()).ToArray())];
            float[] mean = new float[size + 8];
            float[] maximum = new float[size + 8];
            float[] first = new float[size + 8];
            float means = 0, maxima = 0, firsts = 0;
            foreach (float[] row in rows)
            {
                Pooling.Mean(ref mean[0], ref means, ref row[0], size);
                Pooling.Max(ref maximum[0], ref maxima, ref row[0], size);
                Pooling.First(ref first[0], ref firsts, ref row[0], size);
            }

            Assert.Equal((5f, 1f, 1f), (means, maxima, firsts));
            for (int i = 0; i < size; i++)
            {
                Assert.Equal(rows.Average(row => (double)row[i]), mean[i], 1e-6);
                Assert.Equal(rows.Max(row => row[i]), maximum[i]);
                Assert.Equal(rows[0][i], first[i]);
            }

            Assert.All(new[] { mean, maximum, first }, pooled => Assert.Equal(new float[8], pooled[size..]));
        }
    }

    private delegate void Step(ref float pooled, ref float count, ref float row);

    private static float[] Pool(Step step, out float count)
    {
        // Maxima below zero must not lose against a state of zeros.
        float[] pooled = new float[6];
        count = 0f;
        foreach (float[] row in Rows)
        {
            step(ref pooled[0], ref count, ref row[0]);
        }

        return pooled;
    }
}
