using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Forward and backward passes of a batch whose sequences are split over threads. Each thread has layers and gradients of its own and
/// reads the same weights; nothing is exchanged before its part is done. Then the gradients are added up in the order of the parts, so
/// that a result depends on the number of threads, as the order of a sum does, but never on their timing.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class DataParallelNetwork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Most threads.</summary>
    public const int MaxThreads = 256;

    private readonly TrainableNetwork<T> _network;
    private readonly BatchShard<T>[] _shards;
    private readonly Worker[] _workers;
    private T[] _gradient = [];

    /// <summary>Makes the threads, besides the calling one.</summary>
    /// <param name="network">Gets the gradients; with one thread it does everything itself.</param>
    /// <param name="threads">Number of threads, 1 to <see cref="MaxThreads"/>; a batch of fewer sequences uses as many as it has sequences.</param>
    public DataParallelNetwork(TrainableNetwork<T> network, int threads)
    {
        OptionRange.Int32(threads, 1, MaxThreads, nameof(threads));
        _network = network;
        _shards = threads == 1 ? [] : [.. Enumerable.Range(0, threads).Select(i => new BatchShard<T>(i == 0 ? network : network.ShareWeights()))];
        _workers = [.. _shards.Skip(1).Select((shard, i) => new Worker(shard.Run, $"TinyRnn training {i + 1}"))];
    }

    /// <summary>Sets the gradients of all parameters to those of the mean loss of a batch.</summary>
    /// <param name="layout">Where the rows stand.</param>
    /// <param name="input">Dense rows or tokens.</param>
    /// <param name="targets">
    /// A class a row of the outputs, for cross-entropy (of logits or, where the last layer gives them, log-probabilities); or the values that
    /// the outputs should have, for the mean squared error.
    /// </param>
    /// <param name="steps">Which outputs count.</param>
    /// <param name="initial">States to start from, or null for the layers' own.</param>
    /// <param name="final">Set to the states after each sequence's last step; may be the initial one; null where it is not wanted.</param>
    /// <param name="random">Where dropout draws from; null leaves nothing out.</param>
    /// <returns>The mean loss.</returns>
    public double Learn(
        PackedLayout layout,
        StepInput<T> input,
        StepInput<T> targets,
        OutputSteps steps,
        NetworkState<T>? initial = null,
        NetworkState<T>? final = null,
        Xoshiro256StarStar? random = null)
    {
        int parts = Math.Min(Math.Max(_shards.Length, 1), layout.Sequences);
        return parts == 1
            ? LearnAlone(layout, input, targets, steps, initial, final, random)
            : LearnInParts(parts, layout, input, targets, steps, initial, final, random);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        foreach (Worker worker in _workers)
        {
            worker.Dispose();
        }
    }

    private double LearnAlone(
        PackedLayout layout, StepInput<T> input, StepInput<T> targets, OutputSteps steps, NetworkState<T>? initial, NetworkState<T>? final, Xoshiro256StarStar? random)
    {
        _network.ClearGradients();
        ReadOnlySpan<T> outputs = _network.Forward(layout, input, steps, initial, random);
        Span<T> gradient = GrowingArray.Ensure(ref _gradient, outputs.Length);
        double loss = OutputLoss.Compute(_network, outputs, targets, gradient);
        _network.Backward(input, gradient);
        if (final is not null)
        {
            _network.CopyFinalState(final);
        }

        return loss;
    }

    private double LearnInParts(
        int parts, PackedLayout layout, StepInput<T> input, StepInput<T> targets, OutputSteps steps, NetworkState<T>? initial, NetworkState<T>? final, Xoshiro256StarStar? random)
    {
        for (int i = parts - 1; i >= 0; i--)
        {
            ulong? seed = random is not null && _network.HasDropout ? random.NextBits() : null;
            _shards[i].Take(i, parts, layout, input, targets, steps, initial, seed);
            if (i > 0)
            {
                _workers[i - 1].Start();
            }
        }

        try
        {
            _shards[0].Run();
        }
        finally
        {
            for (int i = 1; i < parts; i++)
            {
                _workers[i - 1].Wait();
            }
        }

        double loss = _shards[0].Loss;
        for (int i = 1; i < parts; i++)
        {
            loss += _shards[i].Loss;
            AddGradients(_shards[i].Network);
        }

        for (int i = 0; i < parts && final is not null; i++)
        {
            _shards[i].GiveState(i, parts, final);
        }

        return loss;
    }

    private void AddGradients(TrainableNetwork<T> part)
    {
        for (int i = 0; i < _network.Parameters.Count; i++)
        {
            TensorPrimitives.Add<T>(_network.Parameters[i].Gradient, part.Parameters[i].Gradient, _network.Parameters[i].Gradient);
        }
    }
}
