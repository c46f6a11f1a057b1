namespace TinyRnn.Training;

/// <summary>
/// Learns to classify texts from shuffled mini-batches of similar lengths. The loss is that of each text's last step. The
/// validation examples (without any, the test examples) are measured after each epoch. The metric is accuracy, 0 to 1.
/// </summary>
public sealed class ClassifierTrainer : TextClassifierTrainer
{
    private readonly ClassifierOptions _options;
    private readonly int[] _order;
    private readonly int[][] _byLabel;
    private readonly float[]? _classWeights;
    private readonly LengthBuckets _buckets;

    /// <summary>Makes a trainer.</summary>
    /// <param name="data">Examples.</param>
    /// <param name="layers">From characters of the vocabulary to one log-probability (or logit) for each label.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The layers do not fit each other, the vocabulary or the labels; or classes are balanced and one has no training
    /// example.</exception>
    public ClassifierTrainer(LabelledDataSet data, IReadOnlyList<Layer> layers, ClassifierOptions? options = null)
        : base(data, layers, options ??= new ClassifierOptions())
    {
        _options = options;
        _order = new int[data.Train.Count];
        _buckets = new LengthBuckets(index => data.Train[index].Tokens.Length, options.BatchSize);
        ILookup<int, int> byLabel = Enumerable.Range(0, data.Train.Count).ToLookup(i => data.Train[i].Label);
        _byLabel = [.. data.Labels.Select((_, label) => byLabel[label].ToArray())];
        int missing = Array.FindIndex(_byLabel, examples => examples.Length == 0);
        bool isBalanced = options.Sampling == ExampleSampling.Balanced || options.ClassWeights == ClassWeighting.Balanced;
        if (isBalanced && missing >= 0)
        {
            throw new ArgumentException($"the label '{data.Labels[missing]}' has no training example, so the classes cannot be balanced", nameof(data));
        }

        _classWeights = options.ClassWeights == ClassWeighting.Balanced
            ? [.. _byLabel.Select(examples => (float)((double)data.Train.Count / (data.Labels.Count * (double)examples.Length)))]
            : null;
    }

    private protected override float[]? ClassWeights => _classWeights;

    private protected override int SequencesPerStep => _options.BatchSize;

    private protected override int IterationsPerEpoch => ((_order.Length - 1) / _options.BatchSize) + 1;

    private protected override int TotalIterations => checked(IterationsPerEpoch * _options.Epochs);

    private protected override void StartRun()
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
    }

    private protected override void StartEpoch()
    {
        if (_options.Sampling == ExampleSampling.Shuffled)
        {
            Random.Shuffle(_order.AsSpan());
        }
        else
        {
            for (int i = 0; i < _order.Length; i++)
            {
                int[] examples = _byLabel[Random.NextInt32(_byLabel.Length)];
                _order[i] = examples[Random.NextInt32(examples.Length)];
            }
        }

        _buckets.Arrange(_order, Random);
    }

    private protected override void TransferPosition(CheckpointTransfer transfer) => transfer.Order(_order);

    private protected override TrainingStep RunStep(int index)
    {
        int start = index * _options.BatchSize;
        return Learn(_order.AsSpan(start, Math.Min(_options.BatchSize, _order.Length - start)));
    }
}
