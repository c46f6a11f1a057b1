using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>
/// Learns to predict the next character. It uses truncated back-propagation through time on parallel streams that carry their state, and measures
/// on the end of the text as one stream; or it uses windows from a zero state, as in d2l.ai
/// (https://d2l.ai/chapter_recurrent-neural-networks/rnn-scratch.html). The metric is perplexity, exp of the mean loss in nats.
/// </summary>
public sealed class LanguageModelTrainer : Trainer
{
    private readonly CharacterCorpus _corpus;
    private readonly LanguageModelOptions _options;
    private readonly CorpusSampler _sampler;
    private double _nats;

    /// <summary>Makes a trainer.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="layers">From characters of the vocabulary to one logit (or log-probability) for each character.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The layers do not fit each other or the vocabulary; or the text is too short for the settings.</exception>
    public LanguageModelTrainer(CharacterCorpus corpus, IReadOnlyList<Layer> layers, LanguageModelOptions? options = null)
        : base(
            new NetworkDefinition
            {
                Name = (options ??= new LanguageModelOptions()).Name,
                Task = NetworkTask.LanguageModel,
                Input = corpus.Vocabulary,
                Layers = layers,
                OutputSteps = OutputSteps.Every,
                Tensors = [],
            },
            options)
    {
        ClassLoss.Check(layers);
        _corpus = corpus;
        _options = options;
        int[] tokens = [.. corpus.Tokens];
        if (options.Windows is WindowSampling windows)
        {
            _sampler = corpus.ValidationStart is null
                ? new WindowSampler(tokens, options.BatchSize, options.Steps, windows)
                : throw new ArgumentException("windows are validated on the windows after them, so a validation text cannot be used", nameof(corpus));
        }
        else
        {
            int validationStart = corpus.ValidationStart ?? tokens.Length - (int)Math.Ceiling(tokens.Length * options.ValidationFraction);
            _sampler = new StreamSampler(tokens, options.BatchSize, options.Steps, validationStart, Model);
        }
    }

    private protected override int SequencesPerStep => _options.BatchSize;

    private protected override int IterationsPerEpoch => _sampler.TrainBatches;

    private protected override int TotalIterations => checked(IterationsPerEpoch * _options.Epochs);

    private protected override string MetricName => "perplexity";

    private protected override bool HigherIsBetter => false;

    private protected override string ItemName => "characters";

    private protected override void StartRun() => _sampler.StartRun();

    private protected override void StartEpoch() => _sampler.StartEpoch(Random);

    private protected override void TransferPosition(CheckpointTransfer transfer) => _sampler.Transfer(transfer);

    private protected override void HashData(DataHash hash)
    {
        hash.Add(_corpus.Vocabulary);
        hash.Add(_corpus.ValidationStart ?? -1);
        hash.Add<int>([.. _corpus.Tokens]);
    }

    private protected override void HashMeasure(DataHash hash)
    {
        hash.Add<double>([_options.Windows is null ? _options.ValidationFraction : 0]);
        hash.Add<int>(_options.Windows is WindowSampling windows ? [_options.Steps, windows.Train, windows.Validation] : []);
    }

    private protected override TrainingStep RunStep(int index)
    {
        _sampler.FillTrain(index);
        double loss = Learner.Learn(
            _sampler.Layout, _sampler.Input, new StepInput<float>(_sampler.Targets), OutputSteps.Every, _sampler.State, _sampler.Carried, Random);
        return new TrainingStep(loss, _sampler.Layout.Rows);
    }

    private protected override double Evaluate()
    {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < _sampler.ValidationBatches; i++)
        {
            _sampler.FillValidation(i);
            ReadOnlySpan<float> outputs = Model.Forward(_sampler.Layout, _sampler.Input, OutputSteps.Every, _sampler.State);
            sum += ClassLoss.Compute(Model, outputs, _sampler.Targets, []) * _sampler.Layout.Rows;
            count += _sampler.Layout.Rows;
            if (_sampler.Carried is NetworkState<float> state)
            {
                Model.CopyFinalState(state);
            }
        }

        _nats = sum / count;
        return Math.Exp(_nats);
    }

    private protected override IReadOnlyList<TestVector> MakeTestVectors()
    {
        const int Length = 16;
        int first = _sampler.ValidationStart;
        int length = Math.Min(Length, _corpus.Tokens.Count - first);
        int last = _corpus.Tokens.Count - length;
        PackedLayout layout = new();
        layout.Reset(1, length);
        List<TestVector> testVectors = [];
        for (int i = 0; i < TestVectorCount; i++)
        {
            int start = first + (int)((long)(last - first) * i / TestVectorCount);
            int[] tokens = [.. _corpus.Tokens.Skip(start).Take(length)];
            float[] output = Model.Forward(layout, new StepInput<float>(tokens), OutputSteps.Every).ToArray();
            testVectors.Add(TestVector.OfText(_corpus.Decode(start, length), output));
        }

        return testVectors;
    }

    private protected override void WriteMetrics(Utf8JsonWriter json)
    {
        json.WriteNumber("nats", _nats);
        json.WriteNumber("bits", _nats / Math.Log(2));
        json.WriteNumber("characters", _corpus.Tokens.Count);
        if (_corpus.ValidationStart is int start)
        {
            json.WriteNumber("validationCharacters", _corpus.Tokens.Count - start);
        }
    }
}
