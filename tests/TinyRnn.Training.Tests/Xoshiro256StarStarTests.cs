namespace TinyRnn.Training.Tests;

public class Xoshiro256StarStarTests
{
    // From the C sources at https://prng.di.unimi.it with SplitMix64 seeded by 0 (its published first output is 0xE220A8397B1DCDAF).
    [Fact]
    public void The_first_number_follows_from_SplitMix64()
    {
        ulong second = 0x6E789E6AA1B965F4;
        Assert.Equal(ulong.RotateLeft(second * 5, 7) * 9, new Xoshiro256StarStar(0).NextBits());
    }

    [Fact]
    public void Bounded_numbers_fill_their_range_evenly()
    {
        Xoshiro256StarStar random = new(5);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.NextInt32(7)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Normal_numbers_have_mean_0_and_deviation_1()
    {
        Xoshiro256StarStar random = new(6);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextNormal())];
        Assert.InRange(values.Average(), -0.02, 0.02);
        Assert.InRange(values.Average(value => value * value), 0.98, 1.02);
    }

    [Fact]
    public void Shuffling_keeps_the_items()
    {
        int[] items = [.. Enumerable.Range(0, 50)];
        new Xoshiro256StarStar(1).Shuffle(items.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 50), items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
    }
}
