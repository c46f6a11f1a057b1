namespace TinyRnn.Training;

/// <summary>
/// Makes batches of examples of similar lengths. Such a batch has fewer steps with more rows, so the products are larger. Shuffled examples are
/// divided into buckets of several batches, each bucket is sorted, and the batches are shuffled. So the choice of examples in a batch stays random.
/// </summary>
/// <param name="lengthOf">Length of an example by its index.</param>
/// <param name="batchSize">Examples of a batch.</param>
internal sealed class LengthBuckets(Func<int, int> lengthOf, int batchSize)
{
    // Enough batches for nearly equal lengths, but few enough for a different choice in each epoch.
    private const int BatchesPerBucket = 4;

    private readonly int[] _moved = new int[batchSize];
    private long[] _keys = [];

    /// <summary>Arranges shuffled examples. A batch that is not full stays the last one.</summary>
    public void Arrange(Span<int> order, Xoshiro256StarStar random)
    {
        int bucket = (int)Math.Min((long)batchSize * BatchesPerBucket, order.Length);
        for (int start = 0; start < order.Length; start += bucket)
        {
            LengthOrder.Sort(order.Slice(start, Math.Min(bucket, order.Length - start)), lengthOf, ref _keys);
        }

        for (int i = (order.Length / batchSize) - 1; i > 0; i--)
        {
            Swap(order, i, random.NextInt32(i + 1));
        }
    }

    private void Swap(Span<int> order, int first, int second)
    {
        Span<int> a = order.Slice(first * batchSize, batchSize), b = order.Slice(second * batchSize, batchSize);
        a.CopyTo(_moved);
        b.CopyTo(a);
        _moved.AsSpan().CopyTo(b);
    }
}
