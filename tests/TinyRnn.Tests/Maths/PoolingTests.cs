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
