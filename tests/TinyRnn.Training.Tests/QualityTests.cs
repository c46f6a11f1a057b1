namespace TinyRnn.Training.Tests;

/// <summary>
/// Whole trainings on real data, with the quality that they must reach; run by hand, as they take seconds to minutes:
/// <c>dotnet test --project tests/TinyRnn.Training.Tests -c Release --explicit only</c>.
/// </summary>
public class QualityTests(ITestOutputHelper output)
{
    private const string TutorialLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;'";

    [Fact(Explicit = true)]
    public void A_recurrent_network_tells_the_origin_of_names()
    {
        LabelledDataSet data = Names();
        TrainingResult result = Run(new ClassifierTrainer(data, Architecture.Rnn(57, 128, 18, Activation.LogSoftmax)));
        Assert.True(result.Metric >= 0.75);
    }

    [Fact(Explicit = true)]
    public void The_cell_of_the_tutorial_learns_as_in_the_tutorial()
    {
        LabelledDataSet data = Names();
        TrainingResult result = Run(new TutorialTrainer(data, Architecture.TutorialCell(57, 128, 18)));
        Assert.True(result.Metric >= 0.46);
    }

    [Fact(Explicit = true)]
    public void The_network_of_d2l_reaches_its_perplexity()
    {
        CharacterCorpus corpus = CharacterCorpus.Read(SharedData.Path("text", "timemachine.txt"), CorpusNormalization.LowerCaseLetters);
        LanguageModelOptions options = new()
        {
            Epochs = 100,
            BatchSize = 1024,
            Steps = 32,
            Windows = new WindowSampling(10_000, 5_000),
            Initialization = WeightInitialization.SmallNormal,
            Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, LearningRate = 1, ClipNorm = 1 },
        };
        TrainingResult result = Run(new LanguageModelTrainer(corpus, Architecture.Rnn(27, 32, 27, Activation.Identity, bias: BiasForm.Combined), options));
        Assert.True(result.Metric <= 7.6);
    }

    private static LabelledDataSet Names() => LabelledFolder.Read(SharedData.Path("names"))
        .Split(new Vocabulary(TutorialLetters, TextNormalization.Ascii, UnknownCharacter.Skip));

    private TrainingResult Run(Trainer trainer)
    {
        TrainingResult result = trainer.Train(cancellation: TestContext.Current.CancellationToken);
        output.WriteLine(FormattableString.Invariant(
            $"{result.MetricName} {result.Metric:F4} after {result.BestIteration} of {result.Iterations} steps, last {result.LossCurve[^1].Metric:F4}, {result.Elapsed.TotalSeconds:F1} s"));
        return result;
    }
}
