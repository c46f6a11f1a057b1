using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Runs forward and backward passes of a batch whose sequences are split over threads. Each thread has its own layers and gradients and reads
/// the same weights. When all parts are done, the gradients are added up in the order of the parts, and each thread adds its share of the
/// elements. So the result depends on the number of threads, which sets the order of sums, but never on timing.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class DataParallelNetwork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Largest number of threads.</summary>
    public const int MaxThreads = 256;

    private readonly TrainableNetwork<T> _network;
    private readonly BatchShard<T>[] _shards;
    private readonly WorkerTeam _team;
    private readonly Action<int> _learnPart;
    private readonly Action<int> _reducePart;
    private readonly Action<int> _updatePart;
    private readonly double[] _squares;
    private readonly ulong?[] _seeds;
    private PinnedBatch<T> _batch;
    private int _parts = 1;
    private Optimizer<T>? _optimizer;
    private double _gradientScale;
    private readonly T[] _classWeights;
    private T[] _gradient = [];

    /// <summary>Makes the threads, besides the calling one.</summary>
    /// <param name="network">The network that receives the gradients. With one thread it does everything itself.</param>
    /// <param name="threads">Number of threads, 1 to <see cref="MaxThreads"/>; a batch of fewer sequences uses as many as it has sequences.</param>
    /// <param name="classWeights">For targets that are classes: the weight of each class's loss, or null.</param>
    public DataParallelNetwork(TrainableNetwork<T> network, int threads, T[]? classWeights = null)
    {
        OptionRange.Int32(threads, 1, MaxThreads, nameof(threads));
        _network = network;
        _classWeights = classWeights ?? [];
        _shards = threads == 1
            ? []
            : [.. Enumerable.Range(0, threads).Select(i => new BatchShard<T>(i == 0 ? network : network.ShareWeights(), _classWeights))];
        _team = new WorkerTeam(threads);
        _squares = new double[threads];
        _seeds = new ulong?[threads];
        _learnPart = part => _shards[part].Learn(_batch, part, _parts, _seeds[part]);
        _reducePart = Reduce;
        _updatePart = part => _optimizer!.Update(_gradientScale, part, threads);
    }

    /// <summary>Sets the gradients of all parameters to those of the mean loss of a batch.</summary>
    /// <param name="layout">The layout of the rows.</param>
    /// <param name="input">Dense rows or tokens.</param>
    /// <param name="targets">
    /// A class for each output row, for cross-entropy (of logits or, if the last layer gives them, log-probabilities); or the expected values, for
    /// the mean squared error.
    /// </param>
    /// <param name="steps">The steps whose outputs are used.</param>
    /// <param name="initial">Start states, or null for the layers' own.</param>
    /// <param name="final">Set to the states after each sequence's last step; may be the initial one; null if it is not needed.</param>
    /// <param name="random">Random numbers for dropout; null for none.</param>
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
        _parts = Math.Min(_squares.Length, layout.Sequences);
        return _parts == 1
            ? LearnAlone(layout, input, targets, steps, initial, final, random)
            : LearnInParts(layout, input, targets, steps, initial, final, random);
    }

    /// <summary>The Euclidean norm over all gradients that the last batch gave.</summary>
    public double GradientNorm() =>
        _parts == 1 ? GradientClipping.GlobalNorm(_network.Parameters) : Math.Sqrt(TensorPrimitives.Sum(_squares.AsSpan(0, _parts)));

    /// <summary>Changes every parameter once, with a share of the elements for each thread, like <see cref="Optimizer{T}.Update(double)"/>.</summary>
    /// <param name="optimizer">The optimiser of the network's parameters.</param>
    /// <param name="gradientScale">The factor of each gradient.</param>
    public void Update(Optimizer<T> optimizer, double gradientScale = 1)
    {
        (_optimizer, _gradientScale) = (optimizer, gradientScale);
        optimizer.StartUpdate();
        _team.Run(_squares.Length, _updatePart);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _team.Dispose();

    private double LearnAlone(
        PackedLayout layout, StepInput<T> input, StepInput<T> targets, OutputSteps steps, NetworkState<T>? initial, NetworkState<T>? final,
        Xoshiro256StarStar? random)
    {
        _network.ClearGradients();
        ReadOnlySpan<T> outputs = _network.Forward(layout, input, steps, initial, random);
        Span<T> gradient = GrowingArray.Ensure(ref _gradient, outputs.Length);
        double loss = OutputLoss.Compute(_network, outputs, targets, gradient, _classWeights);
        _network.Backward(input, gradient);
        if (final is not null)
        {
            _network.CopyFinalState(final);
        }

        return loss;
    }

    private unsafe double LearnInParts(
        PackedLayout layout, StepInput<T> input, StepInput<T> targets, OutputSteps steps, NetworkState<T>? initial, NetworkState<T>? final,
        Xoshiro256StarStar? random)
    {
        for (int i = _parts - 1; i >= 0; i--)
        {
            _seeds[i] = random is not null && _network.HasDropout ? random.NextBits() : null;
        }

        fixed (int* inputTokens = input.Tokens, targetTokens = targets.Tokens)
        fixed (T* inputValues = input.Values, targetValues = targets.Values)
        {
            _batch = new PinnedBatch<T>(
                layout,
                new PinnedRows<T>(inputTokens, inputValues, input.IsTokens ? input.Tokens.Length : input.Values.Length),
                new PinnedRows<T>(targetTokens, targetValues, targets.IsTokens ? targets.Tokens.Length : targets.Values.Length),
                steps,
                initial,
                final);
            _team.Run(_parts, _learnPart);
        }

        _batch = default;
        _team.Run(_parts, _reducePart);
        double loss = 0;
        for (int i = 0; i < _parts; i++)
        {
            loss += _shards[i].Loss;
        }

        return loss;
    }

    // Adds the gradients of all parts to those of part 0, which are the network's own.
    private void Reduce(int part)
    {
        double squares = 0;
        for (int i = 0; i < _network.Parameters.Count; i++)
        {
            (int start, int end) = Share.Of(_network.Parameters[i].Gradient.Length, part, _parts);
            Span<T> sum = _network.Parameters[i].Gradient.AsSpan(start..end);
            for (int other = 1; other < _parts; other++)
            {
                TensorPrimitives.Add(sum, _shards[other].Network.Parameters[i].Gradient.AsSpan(start..end), sum);
            }

            squares += double.CreateChecked(TensorPrimitives.SumOfSquares<T>(sum));
        }

        _squares[part] = squares;
    }
}
