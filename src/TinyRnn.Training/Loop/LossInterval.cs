namespace TinyRnn.Training;

/// <summary>The mean loss since the last point of the loss curve.</summary>
internal sealed class LossInterval : ICheckpointed
{
    private double _sum;

    public long Count { get; private set; }

    public double Mean => Count == 0 ? 0 : _sum / Count;

    public void Add(double loss, int items)
    {
        _sum += loss * items;
        Count += items;
    }

    public void Clear() => (_sum, Count) = (0, 0);

    public void Transfer(CheckpointTransfer transfer)
    {
        _sum = transfer.Value(_sum);
        Count = transfer.Value(Count);
    }
}
