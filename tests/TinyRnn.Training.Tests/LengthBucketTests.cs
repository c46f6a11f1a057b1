namespace TinyRnn.Training.Tests;

public class LengthBucketTests
{
    private const int BatchSize = 8;

    private static readonly int[] Lengths = [.. Enumerable.Range(0, 300).Select(i => 1 + (i * 37 % 101))];

    [Fact]
    public void Batches_have_similar_lengths_and_all_examples_once()
    {
        int[] shuffled = Shuffle(1), arranged = Arrange(1);
        Assert.Equal(Enumerable.Range(0, Lengths.Length), arranged.Order());
        Assert.True(Steps(arranged) < 0.75 * Steps(shuffled), $"{Steps(arranged)} steps, {Steps(shuffled)} before");
    }

    [Fact]
    public void The_seed_decides_which_examples_meet_and_when()
    {
        Assert.Equal(Arrange(1), Arrange(1));
        int[][] first = Batches(Arrange(1)), second = Batches(Arrange(2));
        Assert.Empty(first.Select(Key).Intersect(second.Select(Key)));

        // Neither rising nor falling from batch to batch.
        int[] longest = [.. first.Select(batch => batch.Max(i => Lengths[i]))];
        Assert.NotEqual(longest.Order(), longest);
        Assert.NotEqual(longest.OrderDescending(), longest);

        static string Key(int[] batch) => string.Join(' ', batch.Order());
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(7, 8)]
    [InlineData(9, 8)]
    [InlineData(300, 1)]
    [InlineData(300, 65_536)]
    public void Any_number_of_examples_and_any_size_of_batches_will_do(int count, int batchSize)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new LengthBuckets(i => Lengths[i], batchSize).Arrange(order, new Xoshiro256StarStar(3));
        Assert.Equal(Enumerable.Range(0, count), order.Order());
    }

    private static int[] Shuffle(ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, Lengths.Length)];
        new Xoshiro256StarStar(seed).Shuffle(order.AsSpan());
        return order;
    }

    private static int[] Arrange(ulong seed)
    {
        int[] order = Shuffle(seed);
        new LengthBuckets(i => Lengths[i], BatchSize).Arrange(order, new Xoshiro256StarStar(seed + 100));
        return order;
    }

    private static int[][] Batches(int[] order) => [.. order.Chunk(BatchSize)];

    private static int Steps(int[] order) => Batches(order).Sum(batch => batch.Max(i => Lengths[i]));
}
