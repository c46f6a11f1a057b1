namespace TinyRnn.Tests.Maths;

/// <summary>The ring of earlier rows against a list of all rows.</summary>
public class DelayLineTests
{
    [Fact]
    public void Rows_are_those_of_earlier_steps()
    {
        for (int memory = 1; memory <= 7; memory++)
        {
            foreach (int size in (int[])[1, 3])
            {
                float[] ring = new float[(memory * size) + 4];
                float oldest = 0f;
                List<float[]> seen = [.. Enumerable.Range(0, memory).Select(_ => new float[size])];
                for (int step = 0; step < 20; step++)
                {
                    for (int lag = 1; lag <= memory; lag++)
                    {
                        for (int count = 1; count <= lag; count++)
                        {
                            float[] result = new float[(count * size) + 4];
                            DelayLine.Read(ref ring[0], oldest, memory, size, lag, count, ref result[0]);
                            Assert.Equal([.. seen.Skip(seen.Count - lag).Take(count).SelectMany(row => row), 0f, 0f, 0f, 0f], result);
                        }
                    }

                    float[] next = [.. Enumerable.Range(0, size).Select(i => (10f * step) + i + 1)];
                    seen.Add(next);
                    DelayLine.Write(ref ring[0], ref oldest, memory, size, ref next[0]);
                    Assert.Equal((step + 1) % memory, (int)oldest);
                    Assert.Equal(new float[4], ring[^4..]);
                }
            }
        }
    }

    /// <summary>A state may come from other bytes: no place in it leads out of the ring.</summary>
    [Theory]
    [InlineData(-1f), InlineData(3f), InlineData(1e20f), InlineData(float.NaN), InlineData(float.NegativeInfinity), InlineData(0.5f)]
    public void A_place_outside_the_ring_is_its_beginning(float oldest)
    {
        float[] ring = [1f, 2f, 3f, 9f];
        float[] result = new float[1];
        DelayLine.Read(ref ring[0], oldest, 3, 1, 3, 1, ref result[0]);
        Assert.Equal(1f, result[0]);
        float row = 7f;
        DelayLine.Write(ref ring[0], ref oldest, 3, 1, ref row);
        Assert.Equal([7f, 2f, 3f, 9f], ring);
        Assert.Equal(1f, oldest);
    }
}
