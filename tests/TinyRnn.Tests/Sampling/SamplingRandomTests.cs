namespace TinyRnn.Tests.Sampling;

/// <summary>A seed gives the same text on every system and in every version, so its numbers are those of the published generator.</summary>
public class SamplingRandomTests
{
    [Fact]
    public void Numbers_are_those_of_SplitMix64()
    {
        // The first outputs for this seed, as published with implementations in many languages.
        ulong[] published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        SamplingRandom random = new(1234567);
        Assert.All(published, value => Assert.Equal(Math.ScaleB(value >> 11, -53), random.NextDouble()));
    }

    [Fact]
    public void Numbers_are_from_0_to_below_1_and_fill_the_range()
    {
        SamplingRandom random = new(1);
        int[] counts = new int[16];
        for (int i = 0; i < 16_000; i++)
        {
            counts[(int)(random.NextDouble() * 16)]++;
        }

        // 1,000 are expected in each sixteenth; five standard deviations are 153.
        Assert.All(counts, count => Assert.InRange(count, 847, 1_153));
    }

    [Fact]
    public void Without_a_seed_each_sequence_is_another()
    {
        HashSet<double> first = [.. Enumerable.Range(0, 1_000).Select(_ => new SamplingRandom(null).NextDouble())];
        Assert.Equal(1_000, first.Count);
    }
}
