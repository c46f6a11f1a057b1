using System.Text.Json;

namespace TinyRnn.Training.Tests;

/// <summary>Classifiers with examples of their own to choose the weights: the test examples choose nothing.</summary>
public sealed class ThreePartTests
{
    [Fact]
    public void A_split_has_a_validation_example_in_the_middle_between_two_test_examples()
    {
        LabelledTexts texts = Texts(23);
        LabelledDataSet two = texts.Split(texts.MakeVocabulary());
        LabelledDataSet three = texts.Split(two.Vocabulary, hasValidation: true);
        Assert.Empty(two.Validation);
        Assert.Equal(two.Test.Select(text => text.Text), three.Test.Select(text => text.Text));
        Assert.Equal(2 * 2, three.Validation.Count);
        Assert.Equal(two.Train.Select(text => text.Text).Order(), three.Train.Concat(three.Validation).Select(text => text.Text).Order());
    }

    [Fact]
    public void Test_examples_do_not_choose_the_weights()
    {
        LabelledTexts texts = Texts(60);
        LabelledDataSet data = texts.Split(texts.MakeVocabulary(), hasValidation: true);
        LabelledDataSet wrong = new(
            data.Vocabulary, data.Labels, data.Train, [.. data.Test.Select(text => text with { Label = 1 - text.Label })], validation: data.Validation);
        TrainingResult one = Train(data), other = Train(wrong);
        Assert.Equal(one.Metric, other.Metric);
        Assert.Equal(one.BestIteration, other.BestIteration);
        Assert.All(one.Network.Tensors, tensor => Assert.Equal(tensor.Value.Values, other.Network.Tensors[tensor.Key].Values));

        // The confusion is of the test examples, and the metric of the others.
        Assert.Equal(data.Test.Count, one.Confusion!.Total);
        Assert.Equal(1 - one.Confusion.Accuracy, other.Confusion!.Accuracy, 9);
        using JsonDocument metadata = JsonDocument.Parse(one.Network.MetadataJson);
        JsonElement metrics = metadata.RootElement.GetProperty("metrics");
        Assert.Equal(one.Metric, metrics.GetProperty("accuracy").GetDouble());
        Assert.Equal(one.Confusion.Accuracy, metrics.GetProperty("testAccuracy").GetDouble());
        Assert.Equal(data.Validation.Count, metrics.GetProperty("validationExamples").GetInt32());
    }

    [Fact]
    public void Classes_have_precision_recall_and_f1()
    {
        ConfusionMatrix confusion = new(["a", "b", "c"]);
        (int Actual, int Predicted)[] pairs = [(0, 0), (0, 0), (0, 1), (1, 1)];
        foreach ((int actual, int predicted) in pairs)
        {
            confusion.Add(actual, predicted);
        }

        Assert.Equal([3, 1, 0], Enumerable.Range(0, 3).Select(confusion.Examples));
        Assert.Equal([1.0, 0.5, null], Enumerable.Range(0, 3).Select(confusion.Precision));
        Assert.Equal([2.0 / 3, 1.0, null], Enumerable.Range(0, 3).Select(confusion.Recall));
        Assert.Equal(0.8, confusion.F1(0), 12);
        Assert.Equal(0, confusion.F1(2));
    }

    [Fact]
    public void Classes_of_one_text_are_left_out()
    {
        LabelledLine[] many = [.. Enumerable.Range(0, 4).Select(i => new LabelledLine($"ab{i}", "f", i + 1))];
        LabelledTexts texts = new(["a", "b", "c"], [many, [new LabelledLine("ab", "f", 5), new LabelledLine("ab", "f", 6)], many], ["f", "f", "f"]);
        LabelledTexts kept = texts.WithoutSmallClasses(texts.MakeVocabulary(), out IReadOnlyList<string> left);
        Assert.Equal(["b"], left);
        Assert.Equal(["a", "c"], kept.Labels);
        LabelledTexts single = new(["a", "b"], [many, [new LabelledLine("ab", "f", 5)]], ["f", "f"]);
        Assert.Throws<TrainingDataException>(() => single.WithoutSmallClasses(single.MakeVocabulary(), out _));
    }

    private static TrainingResult Train(LabelledDataSet data) => new ClassifierTrainer(
        data, Architecture.Rnn(data.Vocabulary.Size, 8, data.Labels.Count, Activation.LogSoftmax),
        new ClassifierOptions { Epochs = 6, BatchSize = 8, Threads = 1 }).Train();

    private static LabelledTexts Texts(int count)
    {
        LabelledLine[] front =
        [
            .. Enumerable.Range(0, count).Select(i => new LabelledLine($"b{"aei"[i % 3]}k{"aei"[i / 3 % 3]}{(char)('f' + (i / 9))}", "f", i + 1))
        ];
        LabelledLine[] back =
        [
            .. Enumerable.Range(0, count).Select(i => new LabelledLine($"b{"ouy"[i % 3]}k{"ouy"[i / 3 % 3]}{(char)('f' + (i / 9))}", "b", i + 1))
        ];
        return new LabelledTexts(["front", "back"], [front, back], ["f", "b"]);
    }
}
