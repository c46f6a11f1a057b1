using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Measures a classifier on examples, in batches of similar length.</summary>
internal sealed class ClassifierEvaluation
{
    private const int BatchSize = 256;

    private readonly IReadOnlyList<LabelledText> _texts;
    private readonly IReadOnlyList<string> _labels;
    private readonly TextBatch _batch;
    private readonly int[] _order;

    public ClassifierEvaluation(IReadOnlyList<LabelledText> texts, IReadOnlyList<string> labels)
    {
        _texts = texts;
        _labels = labels;
        _batch = new TextBatch(texts);
        _order = [.. Enumerable.Range(0, texts.Count).OrderByDescending(i => texts[i].Tokens.Length)];
    }

    public double Loss { get; private set; }

    public ConfusionMatrix Run(TrainableNetwork<float> network)
    {
        ConfusionMatrix confusion = new(_labels);
        double sum = 0;
        for (int start = 0; start < _order.Length; start += BatchSize)
        {
            Span<int> indices = _order.AsSpan(start, Math.Min(BatchSize, _order.Length - start));
            _batch.Fill(indices);
            ReadOnlySpan<float> outputs = network.Forward(_batch.Layout, _batch.Input, OutputSteps.Last);
            sum += ClassLoss.Compute(network, outputs, _batch.Labels, []) * indices.Length;
            for (int i = 0; i < indices.Length; i++)
            {
                confusion.Add(_batch.Labels[i], TensorPrimitives.IndexOfMax(outputs.Slice(i * _labels.Count, _labels.Count)));
            }
        }

        Loss = sum / _order.Length;
        return confusion;
    }

    /// <summary>Makes test vectors of examples that are spread evenly over the set.</summary>
    public IReadOnlyList<TestVector> MakeTestVectors(TrainableNetwork<float> network, int count)
    {
        List<TestVector> testVectors = [];
        for (int i = 0; i < count; i++)
        {
            int index = (int)((long)i * _texts.Count / count);
            _batch.Fill([index]);
            testVectors.Add(TestVector.OfText(_texts[index].Text, network.Forward(_batch.Layout, _batch.Input, OutputSteps.Last).ToArray()));
        }

        return testVectors;
    }
}
