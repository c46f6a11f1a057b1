using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>
/// The shared part of text classifiers' trainers: the loss of the last step, and as metric the accuracy (0 to 1) on the validation examples or, without
/// any, on the test examples.
/// </summary>
public abstract class TextClassifierTrainer : Trainer
{
    private readonly LabelledDataSet _data;
    private readonly ClassifierEvaluation _evaluation;
    private readonly TextBatch _batch;
    private readonly ClassifierEvaluation? _test;
    private ConfusionMatrix? _confusion;
    private ConfusionMatrix? _ofTest;

    private protected TextClassifierTrainer(LabelledDataSet data, IReadOnlyList<Layer> layers, TrainingOptions options)
        : base(new NetworkDefinition
        {
            Name = options.Name,
            Task = NetworkTask.Classify,
            Input = data.Vocabulary,
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = [],
            Labels = data.Labels,
        }, options)
    {
        ClassLoss.Check(layers);
        _data = data;
        bool hasValidation = data.Validation.Count > 0;
        _evaluation = new ClassifierEvaluation(hasValidation ? data.Validation : data.Test, data.Labels);
        _test = hasValidation ? new ClassifierEvaluation(data.Test, data.Labels) : null;
        _batch = new TextBatch(data.Train);
    }

    private protected override string MetricName => "accuracy";

    private protected override bool HigherIsBetter => true;

    private protected override bool MeasuresTest => _test is null;

    private protected override string ItemName => "sequences";

    private protected override ConfusionMatrix? Confusion => _test is null ? _confusion : _ofTest ??= _test.Run(Model);

    /// <summary>Runs the forward and backward pass of some training examples.</summary>
    /// <param name="indices">Indices of the training examples; sorted by falling length in place.</param>
    private protected TrainingStep Learn(Span<int> indices)
    {
        _batch.Fill(indices);
        double loss = Learner.Learn(_batch.Layout, _batch.Input, new StepInput<float>(_batch.Labels), OutputSteps.Last, random: Random);
        return new TrainingStep(loss, _batch.Layout.Sequences);
    }

    private protected override void HashData(DataHash hash)
    {
        hash.Add(_data.Vocabulary);
        foreach (string label in _data.Labels)
        {
            hash.Add(label);
        }

        IReadOnlyList<LabelledText>[] parts = _test is null ? [_data.Train, _data.Test] : [_data.Train, _data.Test, _data.Validation];
        foreach (IReadOnlyList<LabelledText> texts in parts)
        {
            hash.Add(texts.Count);
            foreach (LabelledText text in texts)
            {
                hash.Add(text.Label);
                hash.Add<int>(text.Tokens);
            }
        }
    }

    private protected override double Evaluate()
    {
        _confusion = _evaluation.Run(Model);
        _ofTest = null;

        // Accuracy is finite even if the outputs are not.
        return double.IsFinite(_evaluation.Loss) ? _confusion.Accuracy : double.NaN;
    }

    private protected override IReadOnlyList<TestVector> MakeTestVectors() => _evaluation.MakeTestVectors(Model, TestVectorCount);

    private protected override void WriteMetrics(Utf8JsonWriter json)
    {
        // The chosen weights are measured on the test examples here for the first time.
        ConfusionMatrix test = Confusion!;
        if (_test is not null)
        {
            json.WriteNumber("testAccuracy", test.Accuracy);
        }

        json.WriteNumber("macroF1", test.MacroF1);
        json.WriteNumber("testLoss", (_test ?? _evaluation).Loss);
        json.WriteNumber("trainExamples", _data.Train.Count);
        if (_test is not null)
        {
            json.WriteNumber("validationExamples", _data.Validation.Count);
        }

        json.WriteNumber("testExamples", _data.Test.Count);
    }
}
