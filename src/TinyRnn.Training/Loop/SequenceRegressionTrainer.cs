using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>
/// Learns vectors from sequences of vectors with the mean squared error (of standardised targets, if there is a scaling), on the last
/// step of each sequence or on every step. The metric is the root mean squared error on the validation examples in the user's units.
/// </summary>
public sealed class SequenceRegressionTrainer : Trainer
{
    private const int EvaluationBatchSize = 256;

    private readonly SequenceRegressionOptions _options;
    private readonly IReadOnlyList<SequenceExample> _train;
    private readonly IReadOnlyList<SequenceExample> _validation;
    private readonly VectorBatch _trainBatch;
    private readonly VectorBatch _validationBatch;
    private readonly int[] _trainOrder;
    private readonly int[] _validationOrder;

    /// <summary>Makes a trainer.</summary>
    /// <param name="train">Training examples.</param>
    /// <param name="validation">Validation examples.</param>
    /// <param name="layers">From input vectors to output vectors.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The layers do not fit each other or the scalings; or an example does not fit the layers.</exception>
    public SequenceRegressionTrainer(
        IReadOnlyList<SequenceExample> train, IReadOnlyList<SequenceExample> validation, IReadOnlyList<Layer> layers, SequenceRegressionOptions? options = null)
        : base(Untrained(layers, options ??= new SequenceRegressionOptions()), options)
    {
        if (train.Count == 0 || validation.Count == 0)
        {
            throw new ArgumentException($"{train.Count} training and {validation.Count} validation examples are too few");
        }

        _options = options;
        _train = train;
        _validation = validation;
        _trainBatch = new VectorBatch(train, Model.InputSize, Model.OutputSize, options);
        _validationBatch = new VectorBatch(validation, Model.InputSize, Model.OutputSize, options);
        _trainOrder = new int[train.Count];
        _validationOrder = [.. Enumerable.Range(0, validation.Count).OrderByDescending(i => validation[i].Input.Length)];
    }

    private protected override int SequencesPerStep => _options.BatchSize;

    private protected override int IterationsPerEpoch => ((_trainOrder.Length - 1) / _options.BatchSize) + 1;

    private protected override int TotalIterations => checked(IterationsPerEpoch * _options.Epochs);

    private protected override string MetricName => "rmse";

    private protected override bool HigherIsBetter => false;

    private protected override string ItemName => "sequences";

    private protected override void StartRun()
    {
        for (int i = 0; i < _trainOrder.Length; i++)
        {
            _trainOrder[i] = i;
        }
    }

    private protected override void StartEpoch() => Random.Shuffle(_trainOrder.AsSpan());

    private protected override void TransferPosition(CheckpointTransfer transfer) => transfer.Order(_trainOrder);

    private protected override void HashData(DataHash hash)
    {
        hash.Add((int)_options.OutputSteps);
        hash.Add<int>([.. _options.ResidualInputs ?? []]);
        hash.Add(_options.InputScaling);
        hash.Add(_options.OutputScaling);
        if (_options.Forecast?.Origin is IReadOnlyList<double> origin)
        {
            hash.Add<double>([.. origin, _options.Forecast.OutputOrigin]);
        }

        foreach (IReadOnlyList<SequenceExample> examples in (ReadOnlySpan<IReadOnlyList<SequenceExample>>)[_train, _validation])
        {
            hash.Add(examples.Count);
            foreach (SequenceExample example in examples)
            {
                hash.Add<float>(example.Input);
                hash.Add<float>(example.Target);
            }
        }
    }

    private protected override TrainingStep RunStep(int index)
    {
        int start = index * _options.BatchSize;
        _trainBatch.Fill(_trainOrder.AsSpan(start, Math.Min(_options.BatchSize, _trainOrder.Length - start)));
        double loss = Learner.Learn(
            _trainBatch.Layout, _trainBatch.Input, new StepInput<float>(_trainBatch.Targets), _options.OutputSteps, random: Random);
        return new TrainingStep(loss, _trainBatch.Layout.Sequences);
    }

    private protected override double Evaluate()
    {
        double sum = 0;
        long count = 0;
        for (int start = 0; start < _validationOrder.Length; start += EvaluationBatchSize)
        {
            _validationBatch.Fill(_validationOrder.AsSpan(start, Math.Min(EvaluationBatchSize, _validationOrder.Length - start)));
            ReadOnlySpan<float> outputs = Model.Forward(_validationBatch.Layout, _validationBatch.Input, _options.OutputSteps);
            for (int i = 0; i < outputs.Length; i++)
            {
                double difference = (outputs[i] - _validationBatch.Targets[i]) * OutputDeviation(i);
                sum += difference * difference;
            }

            count += outputs.Length;
        }

        return Math.Sqrt(sum / count);
    }

    // Test vectors have input and output in the user's units.
    private protected override IReadOnlyList<TestVector> MakeTestVectors()
    {
        List<TestVector> testVectors = [];
        for (int i = 0; i < TestVectorCount; i++)
        {
            int index = (int)((long)i * _validation.Count / TestVectorCount);
            _validationBatch.Fill([index]);
            float[] output = Model.Forward(_validationBatch.Layout, _validationBatch.Input, _options.OutputSteps).ToArray();
            for (int j = 0; j < output.Length; j++)
            {
                output[j] = (output[j] * OutputDeviation(j)) + (_options.OutputScaling?.Mean[j % Model.OutputSize] ?? 0)
                    + _validationBatch.ResidualOf(_validation[index], j);
            }

            testVectors.Add(TestVector.OfValues(_validation[index].Input, output));
        }

        return testVectors;
    }

    private protected override void WriteMetrics(Utf8JsonWriter json)
    {
        json.WriteNumber("trainExamples", _trainOrder.Length);
        json.WriteNumber("validationExamples", _validationOrder.Length);
    }

    private static NetworkDefinition Untrained(IReadOnlyList<Layer> layers, SequenceRegressionOptions options) => new()
    {
        Name = options.Name,
        Task = options.Forecast is null ? NetworkTask.Raw : NetworkTask.Forecast,
        Input = new VectorInput(layers.Count == 0 ? 1 : layers[0].InputSize, options.InputNames, options.InputScaling),
        Layers = layers,
        OutputSteps = options.OutputSteps,
        Tensors = [],
        OutputScaling = options.OutputScaling,
        Residual = Residual.Of(options.ResidualInputs),
        Forecast = options.Forecast,
    };

    private float OutputDeviation(int element) => _options.OutputScaling?.Std[element % Model.OutputSize] ?? 1;
}
