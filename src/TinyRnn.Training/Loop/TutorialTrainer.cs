using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Learns to classify names as PyTorch's tutorial does: each step takes a random line of a random category, so that all categories
/// have the same weight, however many lines they have (https://pytorch.org/tutorials/intermediate/char_rnn_classification_tutorial.html).
/// The metric is accuracy on the test examples, 0 to 1.
/// </summary>
public sealed class TutorialTrainer : TextClassifierTrainer
{
    private readonly LabelledDataSet _data;
    private readonly TutorialOptions _options;
    private readonly int[][] _categories;
    private readonly int[] _example = new int[1];
    private int _guess;

    /// <summary>Makes a trainer.</summary>
    /// <param name="data">Examples.</param>
    /// <param name="layers">From characters of the vocabulary to one log-probability (or logit) for each label, such as
    /// <see cref="Architecture.TutorialCell"/>.</param>
    /// <param name="options">Settings, or null for the tutorial's.</param>
    /// <exception cref="ArgumentException">The layers do not fit each other, the vocabulary or the labels; or a label has no training example.</exception>
    public TutorialTrainer(LabelledDataSet data, IReadOnlyList<Layer> layers, TutorialOptions? options = null)
        : base(data, layers, options ??= new TutorialOptions())
    {
        _data = data;
        _options = options;
        ILookup<int, int> byLabel = Enumerable.Range(0, data.Train.Count).ToLookup(i => data.Train[i].Label);
        _categories = [.. data.Labels.Select((_, label) => byLabel[label].ToArray())];
        int missing = Array.FindIndex(_categories, category => category.Length == 0);
        if (missing >= 0)
        {
            throw new ArgumentException($"the label '{data.Labels[missing]}' has no training example", nameof(data));
        }
    }

    private protected override int TotalIterations => _options.Steps;

    private protected override int SequencesPerStep => 1;

    private protected override int IterationsPerEpoch => _data.Train.Count;

    private protected override int IterationsPerEvaluation => _options.EvaluateEvery;

    private protected override int IterationsPerLossPoint => _options.LossEvery;

    // Every example is random, so the position is the state of the random numbers.
    private protected override void TransferPosition(CheckpointTransfer transfer)
    {
    }

    private protected override TrainingStep RunStep(int index)
    {
        int[] category = _categories[Random.NextInt32(_categories.Length)];
        _example[0] = category[Random.NextInt32(category.Length)];
        TrainingStep step = Learn(_example);
        _guess = TensorPrimitives.IndexOfMax(Model.Layers[^1].Output);
        return step;
    }

    private protected override ExampleGuess? DescribeStep()
    {
        LabelledText example = _data.Train[_example[0]];
        return new ExampleGuess(example.Text, _data.Labels[_guess], _data.Labels[example.Label]);
    }
}
