using System.Diagnostics;

namespace TinyRnn.Training;

/// <summary>Everything that changes during a training, which is the content of a checkpoint.</summary>
/// <param name="best">The best weights so far.</param>
/// <param name="parts">Other parts that change: weights, optimiser, random numbers, the position in the data.</param>
internal sealed class RunState(BestWeights best, params IReadOnlyList<ICheckpointed> parts) : ICheckpointed
{
    private long _start = Stopwatch.GetTimestamp();
    private TimeSpan _elapsedBefore;

    /// <summary>Steps done.</summary>
    public int Iteration { get; set; }

    /// <summary>Training steps at the last evaluation; -1 if there was none.</summary>
    public int Measured { get; set; } = -1;

    /// <summary>Sequences or characters learned from.</summary>
    public long Items { get; set; }

    public BestWeights Best => best;

    public LossInterval Interval { get; } = new();

    public LossCurve Curve { get; } = new();

    /// <summary>Duration of the run, with the time before it continued from a checkpoint.</summary>
    public TimeSpan Elapsed => _elapsedBefore + Stopwatch.GetElapsedTime(_start);

    /// <summary>Reads the training steps done, the first number of a checkpoint.</summary>
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
