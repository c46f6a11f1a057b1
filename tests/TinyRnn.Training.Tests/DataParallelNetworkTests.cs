using System.Text.Json;

namespace TinyRnn.Training.Tests;

/// <summary>A batch that is split over threads against the same batch in one piece.</summary>
public class DataParallelNetworkTests
{
    private static readonly int[] Lengths = [7, 6, 6, 4, 3, 1, 1];
    private static readonly int Rows = Lengths.Sum();

    public static TheoryData<int, OutputSteps> Cases => new()
    {
        { 2, OutputSteps.Every }, { 3, OutputSteps.Every }, { 2, OutputSteps.Last }, { 16, OutputSteps.Last },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_losses_and_states_are_those_of_one_thread(int threads, OutputSteps steps)
    {
        (double loss, double[] values) = Learn(1, steps);
        (double Loss, double[] Values) parts = Learn(threads, steps);
        Assert.Equal(loss, parts.Loss, 1e-12);
        Assert.Equal(values.Length, parts.Values.Length);
        Assert.All(values.Zip(parts.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(parts.Values, Learn(threads, steps).Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_of_a_known_size_allocates_nothing_on_any_thread(int threads)
    {
        TrainableNetwork<float> network = new(
            Architecture.Recurrent(9, 9, Activation.Identity, new RecurrentArchitecture { Cell = RecurrentCell.Gru, HiddenSize = 20 }), dropout: 0.2);
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        using DataParallelNetwork<float> learner = new(network, threads);
        Adam<float> adam = new(network.Parameters);
        NetworkState<float> state = new(network, 16);
        Xoshiro256StarStar random = new(2);
        PackedLayout layout = new();
        layout.Reset(16, 8);
        int[] tokens = [.. Enumerable.Range(0, layout.Rows).Select(i => i % 9)];
        for (int i = 0; i < 50; i++)
        {
            Step();
        }

        // Other tests run beside this one: of many steps one at least sees no allocation of theirs.
        long least = long.MaxValue;
        for (int i = 0; i < 200 && least != 0; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Step();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);

        void Step()
        {
            learner.Learn(layout, new StepInput<float>(tokens), new StepInput<float>(tokens), OutputSteps.Every, state, state, random);
            learner.Update(adam, GradientClipping.Coefficient(learner.GradientNorm(), 1));
        }
    }

    [Fact]
    public void An_error_on_another_thread_comes_out_of_the_call()
    {
        TrainableNetwork<float> network = new(Architecture.Rnn(3, 4, 3, Activation.Identity));
        using DataParallelNetwork<float> learner = new(network, 2);
        PackedLayout layout = new();
        layout.Reset(2, 1);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => learner.Learn(layout, new StepInput<float>((int[])[0, 5]), new StepInput<float>((int[])[0, 1]), OutputSteps.Every));
        Assert.True(learner.Learn(layout, new StepInput<float>((int[])[0, 2]), new StepInput<float>((int[])[0, 1]), OutputSteps.Every) > 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataParallelNetwork<float>(network, 0));
    }

    [Fact]
    public void A_training_repeats_for_its_number_of_threads_which_the_model_tells()
    {
        CharacterCorpus corpus = CharacterCorpus.FromText(string.Concat(Enumerable.Repeat("the quick brown fox. ", 40)));
        string[] written = [.. ((int[])[2, 2, 1]).Select(Train)];
        Assert.Equal(written[0], written[1]);
        Assert.NotEqual(written[0], written[2]);

        string Train(int threads)
        {
            LanguageModelOptions options = new() { Epochs = 2, BatchSize = 8, Steps = 16, Threads = threads };
            Network network = new LanguageModelTrainer(
                corpus, Architecture.Rnn(corpus.Vocabulary.Size, 16, corpus.Vocabulary.Size, Activation.Identity), options)
                .Train(cancellation: TestContext.Current.CancellationToken).Network;
            using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
            Assert.Equal(threads, metadata.RootElement.GetProperty("training").GetProperty("threads").GetInt32());
            return NetworkWriter.Write(network);
        }
    }

    private static (double Loss, double[] Values) Learn(int threads, OutputSteps steps)
    {
        TrainableNetwork<double> network = new(
            Architecture.Recurrent(5, 4, Activation.Identity, new RecurrentArchitecture { Cell = RecurrentCell.Lstm, HiddenSize = 6 }));
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        using DataParallelNetwork<double> learner = new(network, threads);
        NetworkState<double> state = new(network, Lengths.Length);
        PackedLayout layout = new();
        layout.Reset(Lengths);
        int[] tokens = [.. Enumerable.Range(0, Rows).Select(i => i % 5)];
        int[] targets = [.. Enumerable.Range(0, steps == OutputSteps.Every ? Rows : Lengths.Length).Select(i => i % 4)];
        double loss = 0;
        for (int i = 0; i < 2; i++)
        {
            loss = learner.Learn(layout, new StepInput<double>(tokens), new StepInput<double>(targets), steps, state, state);
        }

        return (loss, [.. network.Parameters.SelectMany(parameter => parameter.Gradient), .. state[0].ToArray()]);
    }
}
