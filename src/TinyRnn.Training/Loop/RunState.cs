using System.Diagnostics;

namespace TinyRnn.Training;

/// <summary>All that changes while a training runs: what a checkpoint holds.</summary>
/// <param name="best">The best weights so far.</param>
/// <param name="parts">What else changes: weights, optimiser, random numbers, the position in the data.</param>
internal sealed class RunState(BestWeights best, params IReadOnlyList<ICheckpointed> parts) : ICheckpointed
{
    private long _start = Stopwatch.GetTimestamp();
    private TimeSpan _elapsedBefore;

    /// <summary>Steps done.</summary>
    public int Iteration { get; set; }

    /// <summary>Steps after which the weights were measured last; -1 where they never were.</summary>
    public int Measured { get; set; } = -1;

    /// <summary>Sequences or characters learned from.</summary>
    public long Items { get; set; }

    public BestWeights Best => best;

    public LossInterval Interval { get; } = new();

    public LossCurve Curve { get; } = new();

    /// <summary>Time that the run took, with that before it went on from a checkpoint.</summary>
    public TimeSpan Elapsed => _elapsedBefore + Stopwatch.GetElapsedTime(_start);

    /// <summary>The steps that were done, which a checkpoint has first.</summary>
    public static int ReadStep(CheckpointReader reader) => TransferStep(reader, 0);

    public void Transfer(CheckpointTransfer transfer)
    {
        Iteration = TransferStep(transfer, Iteration);
        Measured = transfer.Value(Measured);
        Items = transfer.Value(Items);
        _elapsedBefore = transfer.Value(Elapsed);
        _start = Stopwatch.GetTimestamp();
        best.Transfer(transfer);
        Interval.Transfer(transfer);
        Curve.Transfer(transfer);
        foreach (ICheckpointed part in parts)
        {
            part.Transfer(transfer);
        }
    }

    private static int TransferStep(CheckpointTransfer transfer, int step)
    {
        step = transfer.Value(step);
        return step >= 0 ? step : throw new InvalidDataException($"{step} steps done");
    }
}
