using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Training;

namespace TinyRnn.Generator.Tests;

/// <summary>
/// What the course page on recurrent networks does, end to end: a network is trained, written, compiled, and the compiled
/// code gives what the trainer and the interpreter give.
/// </summary>
public class CourseTests
{
    private const string Machine = "the time machine by h g wells the time traveller for so it will be convenient to speak of him ";

    [Fact]
    public void Perceptron_without_hidden_state()
    {
        SequenceExample[] examples = [.. Enumerable.Range(0, 64).Select(i => Example(MathF.Cos(i), MathF.Sin(i)))];
        TrainingResult result = new SequenceRegressionTrainer(
            examples, examples, Architecture.Perceptron(2, [8], 1, Activation.Identity, Activation.Tanh), new SequenceRegressionOptions { Epochs = 5 }).Train(
                null, TestContext.Current.CancellationToken);
        AssertCompiles(result.Network, [0.3f, -0.7f, 0.1f, 0.9f], []);

        static SequenceExample Example(float x, float y) => new([x, y], [x * y]);
    }

    [Fact]
    public void SimpleRnn_on_a_time_series()
    {
        float[] series = [.. Enumerable.Range(0, 300).Select(i => 20f + (5f * MathF.Sin(i / 4f)))];
        SequenceExample[] windows = [.. Enumerable.Range(0, 250).Select(i => new SequenceExample(series[i..(i + 12)], [series[i + 12]]))];
        Scaling scaling = TimeSeries.Standardize(series, 1);
        TrainingResult result = new SequenceRegressionTrainer(
            windows[..200], windows[200..], Architecture.Rnn(1, 8, 1, Activation.Identity),
            new SequenceRegressionOptions { Epochs = 5, InputScaling = scaling, OutputScaling = scaling }).Train(null, TestContext.Current.CancellationToken);
        AssertCompiles(result.Network, windows[220].Input, []);
    }

    [Fact]
    public void Character_language_model()
    {
        CharacterCorpus corpus = CharacterCorpus.FromText(string.Concat(Enumerable.Repeat(Machine, 30)));
        int size = corpus.Vocabulary.Size;
        TrainingResult result = new LanguageModelTrainer(
            corpus, Architecture.Rnn(size, 32, size, Activation.Identity), new LanguageModelOptions { Epochs = 25, BatchSize = 2 }).Train(
                null, TestContext.Current.CancellationToken);
        Assert.InRange(result.Metric, 1, 2);
        AssertCompiles(result.Network, [], corpus.Vocabulary.Encode("machine"));
        ICompiledModel compiled = CompiledModel.Of(result.Network);
        SamplingOptions options = new() { Seed = 3, Temperature = 0.9f };
        string expected = new Interpreter(result.Network).Generate("the time ", 200, options);
        Assert.Equal(expected, Generate(compiled.Type, "the time ", 200, options));
        Assert.Contains(
            "machine", new Interpreter(result.Network).Generate("the time m", 6, new SamplingOptions { Temperature = 0 }).Insert(0, "m"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_with_the_tutorial_cell()
    {
        string names = Path.Combine(Repository.Root, "samples", "NameOrigin", "names");
        LabelledDataSet data = LabelledFolder.Read(names).Split(
            new Vocabulary(TinyRnn.Tests.Networks.TutorialLetters, TextNormalization.Ascii, UnknownCharacter.Skip));
        TrainingResult result = new TutorialTrainer(
            data, Architecture.TutorialCell(data.Vocabulary.Size, 64, data.Labels.Count), new TutorialOptions { Steps = 5000 }).Train(
                null, TestContext.Current.CancellationToken);
        AssertCompiles(result.Network, [], data.Vocabulary.Encode("Ślusàrski"));
    }

    [Theory]
    [InlineData(RecurrentCell.Gru, PoolingMode.Final)]
    [InlineData(RecurrentCell.Lstm, PoolingMode.Max)]
    public void Names_in_both_directions(RecurrentCell cell, PoolingMode pooling)
    {
        string names = Path.Combine(Repository.Root, "samples", "NameOrigin", "names");
        LabelledDataSet data = LabelledFolder.Read(names).Split(
            new Vocabulary(TinyRnn.Tests.Networks.TutorialLetters, TextNormalization.Ascii, UnknownCharacter.Skip));
        RecurrentArchitecture architecture = new() { Cell = cell, HiddenSize = 24, IsBidirectional = true, EmbeddingSize = 12, Pooling = pooling };
        TrainingResult result = new ClassifierTrainer(
            data, Architecture.Recurrent(data.Vocabulary.Size, data.Labels.Count, Activation.LogSoftmax, architecture), new ClassifierOptions { Epochs = 1 })
                .Train(null, TestContext.Current.CancellationToken);
        AssertCompiles(result.Network, [], data.Vocabulary.Encode("Ślusàrski"));
    }

    private static string Generate(Type model, string prompt, int length, SamplingOptions options)
    {
        // The member takes spans, which reflection cannot pass: the contract is called as generated code calls it.
        Func<string, int, SamplingOptions, string> generate = typeof(CourseTests)
            .GetMethod(nameof(GenerateWith), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(model, model.GetNestedType("State")!)
            .CreateDelegate<Func<string, int, SamplingOptions, string>>();
        return generate(prompt, length, options);
    }

    private static string GenerateWith<TModel, TState>(string prompt, int length, SamplingOptions options)
        where TModel : ITextModel<TState>
        where TState : struct
    {
        TState state = default;
        char[] text = new char[length];
        CompiledStepper<TModel, TState> stepper = new(ref state);
        int written = LanguageModel.Generate(ref stepper, prompt, text, options, new float[TModel.OutputSize]);
        return new string(text, 0, written);
    }

    private static void AssertCompiles(Network network, float[] sequence, int[] tokens)
    {
        ICompiledModel compiled = CompiledModel.Of(network);
        Assert.NotEmpty(network.TestVectors);
        Assert.True(compiled.SelfTest(out float error), $"the self-test is off by {error}");
        float[] expected = network.Tokens is null ? new Interpreter(network).Run(sequence) : new Interpreter(network).RunTokens(tokens);
        float[] actual = compiled.StepThrough(sequence, tokens);
        Assert.Equal(expected, actual[^expected.Length..], (a, b) => MathF.Abs(a - b) <= 1e-4f * MathF.Max(1f, MathF.Abs(a)));
    }
}
