namespace TinyRnn.Training.Tests;

/// <summary>What pruning does to the weights in the course of a run.</summary>
public class PruningTests
{
    private static readonly CharacterCorpus Corpus =
        CharacterCorpus.FromText(string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * 37 % 11} dogs, {i % 7} cats; ")));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_share_rises_with_the_third_power_from_a_tenth_to_two_thirds()
    {
        PruningSchedule schedule = new(0.8, 300);
        int[] due = [.. Enumerable.Range(0, 400).Where(schedule.IsDue)];
        Assert.Equal((31, 200), (due[0], due[^1]));
        Assert.Equal(due.Select(schedule.At).Order(), due.Select(schedule.At));
        Assert.Equal(0, schedule.At(30));
        Assert.Equal(0.8 * (1 - (0.5 * 0.5 * 0.5)), schedule.At(115), 1e-12);
        Assert.Equal(0.8, schedule.At(200));
        Assert.Equal((false, true), (schedule.IsOver(199), schedule.IsOver(200)));
        Assert.InRange(Enumerable.Range(1, 1_000_000).Count(new PruningSchedule(0.8, 1_000_000).IsDue), 95, 105);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void A_short_run_is_pruned_whole(int steps)
    {
        PruningSchedule schedule = new(0.5, steps);
        Assert.Equal(0.5, Enumerable.Range(1, steps).Where(schedule.IsDue).Select(schedule.At).Last());
    }

    public static TheoryData<RecurrentCell, int, int, int> Networks => new()
    {
        { RecurrentCell.Rnn, 32, 1, 1 }, { RecurrentCell.Gru, 20, 2, 1 }, { RecurrentCell.Lstm, 33, 2, 2 }, { RecurrentCell.Gru, 7, 1, 2 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Blocks_that_are_cut_stay_zero_and_as_many_are_as_were_asked_for(RecurrentCell cell, int hidden, int layers, int threads)
    {
        RecurrentArchitecture architecture = new() { Cell = cell, HiddenSize = hidden, Layers = layers };
        LanguageModelOptions options = new() { Epochs = 3, BatchSize = 4, Steps = 10, Sparsity = 0.75, Threads = threads, ProgressEvery = 1 };
        Dictionary<string, bool[]> zeros = [];
        int total = 0, cuts = 0;
        TrainingResult result = Make(architecture, options).Train(
            progress =>
            {
                total = progress.TotalIterations;
                Dictionary<string, bool[]> now = Zeros(progress.Snapshot(), architecture);
                foreach ((string name, bool[] before) in zeros)
                {
                    Assert.DoesNotContain(before.Zip(now[name]), pair => pair.First && !pair.Second);
                    cuts += before.SequenceEqual(now[name]) ? 0 : 1;
                    Assert.True(progress.Iteration <= (total * 2 / 3) || before.SequenceEqual(now[name]));
                }

                zeros = now;
            },
            Cancellation);
        Assert.True(cuts > 10, $"{cuts} cuts");
        Assert.Equal((2 * layers) - 1, zeros.Count);
        Assert.All(Zeros(result.Network, architecture).Values, blocks => Assert.Equal((int)Math.Round(0.75 * blocks.Length), blocks.Count(zero => zero)));
        Assert.All(zeros, matrix => Assert.Equal(matrix.Value, Zeros(result.Network, architecture)[matrix.Key]));

        // Weights from before the last cut are not sparse enough, however good they are.
        Assert.True(result.BestIteration >= total * 2 / 3);
        Assert.Equal(NetworkWriter.Write(result.Network), NetworkWriter.Write(Make(architecture, options).Train(cancellation: Cancellation).Network));
    }

    [Fact]
    public void What_is_looked_up_and_what_has_few_columns_is_left_whole()
    {
        Layer[] layers =
        [
            new EmbeddingLayer("e", 40, 32), new GruLayer("g", 32, 16), new LstmLayer("l", 16, 15), new RnnLayer("r", 15, 16), new DenseLayer("d", 16, 40),
        ];
        Assert.Equal(
            ["g.weight_hh", "l.weight_ih", "l.weight_hh", "r.weight_hh"],
            PrunableMatrix.Of(layers, CharacterCorpus.FromText("abc abc abc").Vocabulary).Select(matrix => matrix.Tensor));
        Assert.Equal(["g.weight_hh"], PrunableMatrix.Of([new GruLayer("g", 32, 16)], Corpus.Vocabulary).Select(matrix => matrix.Tensor));
        Assert.Equal(["g.weight_ih", "g.weight_hh"], PrunableMatrix.Of([new GruLayer("g", 32, 16)], new VectorInput(32)).Select(matrix => matrix.Tensor));
    }

    [Fact]
    public void The_smallest_blocks_go_first_also_where_the_last_one_is_lower()
    {
        // One gate of 18 units: a block of 16 rows and one of 2 in each of three columns.
        BlockGrid grid = new(18, 3, 18);
        float[] values = new float[18 * 3];
        float[][] levels = [[0.1f, 0.5f, 0.3f], [0.2f, 0.4f, 0.6f]];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (i % 2 == 0 ? 1 : -1) * levels[i / 3 < 16 ? 0 : 1][i % 3];
        }

        bool[] zeros = new bool[6];
        BlockMagnitudes magnitudes = new(grid);
        Assert.True(magnitudes.Choose<float>(values, zeros, 3));
        Assert.Equal([true, false, true, true, false, false], zeros);
        Assert.False(magnitudes.Choose<float>(values, zeros, 2));
        Assert.True(magnitudes.Choose<float>(values, zeros, 4));
        Assert.Equal([true, false, true, true, true, false], zeros);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.RmsProp)]
    [InlineData(OptimizerKind.Sgd)]
    public void No_optimiser_moves_what_was_cut(OptimizerKind kind)
    {
        TrainableNetwork<float> network = new([new GruLayer("g", 16, 16)]);
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(3));
        double? momentum = kind is OptimizerKind.RmsProp or OptimizerKind.Sgd ? 0.9 : null;
        OptimizerOptions options = new() { Kind = kind, LearningRate = 0.1, WeightDecay = 0.01 };
        Optimizer<float> optimizer = (momentum is double rest ? options with { Momentum = rest } : options).Create(network.Parameters);
        WeightPruning<float> pruning = new(network, PrunableMatrix.Of([new GruLayer("g", 16, 16)], new VectorInput(16)), new PruningSchedule(0.5, steps: 10));
        Xoshiro256StarStar random = new(4);
        Parameter<float> matrix = network.Parameters.Single(parameter => parameter.Name == "g.weight_hh");
        for (int step = 1; step <= 20; step++)
        {
            foreach (Parameter<float> parameter in network.Parameters)
            {
                foreach (ref float value in parameter.Gradient.AsSpan())
                {
                    value = (float)random.NextNormal();
                }

                parameter.MaskGradient();
            }

            optimizer.Update(0.3);
            pruning.Prune(step, optimizer);
        }

        // Zero, and not minus zero.
        Assert.All(matrix.Value.Zip(matrix.Mask!), pair => Assert.Equal(pair.Second == 0, BitConverter.SingleToInt32Bits(pair.First) == 0));
        Assert.Equal(matrix.Value.Length / 2, matrix.Mask!.Count(value => value == 0));
    }

    [Fact]
    public void Patience_does_not_end_a_run_before_it_is_pruned()
    {
        OptimizerOptions optimizer = new() { LearningRate = 0.3 };
        LanguageModelOptions options = new() { Epochs = 30, BatchSize = 4, Steps = 10, Sparsity = 0.5, Patience = 1, Optimizer = optimizer };
        RecurrentArchitecture architecture = new() { HiddenSize = 20 };
        TrainingResult result = Make(architecture, options).Train(cancellation: Cancellation);
        Assert.True(result.StoppedEarly);
        Assert.All(Zeros(result.Network, architecture).Values, blocks => Assert.Equal(blocks.Length / 2, blocks.Count(zero => zero)));
    }

    [Fact]
    public void What_is_zero_in_the_weights_it_begins_with_stays_so()
    {
        RecurrentArchitecture architecture = new() { Cell = RecurrentCell.Gru, HiddenSize = 20 };
        LanguageModelOptions options = new() { Epochs = 2, BatchSize = 4, Steps = 10, Sparsity = 0.7 };
        Network first = Make(architecture, options).Train(cancellation: Cancellation).Network;
        LanguageModelOptions more = options with { InitialWeights = new InitialWeights(first, "first"), Sparsity = 0.8 };
        Network second = Make(architecture, more).Train(cancellation: Cancellation).Network;
        (bool[] before, bool[] after) = (Zeros(first, architecture)["gru.weight_hh"], Zeros(second, architecture)["gru.weight_hh"]);
        Assert.DoesNotContain(before.Zip(after), pair => pair.First && !pair.Second);
        Assert.Equal((int)Math.Round(0.8 * after.Length), after.Count(zero => zero));
    }

    [Fact]
    public void Where_there_is_nothing_to_prune_it_is_said()
    {
        IReadOnlyList<Layer> layers = Architecture.Perceptron(Corpus.Vocabulary.Size, [8], Corpus.Vocabulary.Size, Activation.Identity);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(Corpus, layers, new LanguageModelOptions { Sparsity = 0.5 }));
        Assert.StartsWith("there is nothing to prune", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LanguageModelOptions { Sparsity = 1 });
    }

    private static LanguageModelTrainer Make(RecurrentArchitecture architecture, LanguageModelOptions options) =>
        new(Corpus, Architecture.Recurrent(Corpus.Vocabulary.Size, Corpus.Vocabulary.Size, Activation.Identity, architecture), options);

    // Which blocks of each matrix that is pruned are zero, found in the values by the rows of units and gates.
    private static Dictionary<string, bool[]> Zeros(Network network, RecurrentArchitecture architecture)
    {
        int gates = architecture.Cell switch { RecurrentCell.Rnn => 1, RecurrentCell.Gru => 3, _ => 4 };
        Dictionary<string, bool[]> zeros = [];
        string[] endings = ["weight_hh", "2.weight_ih"];
        foreach (Tensor tensor in network.Tensors.Values.Where(tensor => endings.Any(ending => tensor.Name.EndsWith(ending, StringComparison.Ordinal))))
        {
            int units = architecture.HiddenSize, columns = tensor.Shape[1];
            zeros[tensor.Name] =
            [
                .. from gate in Enumerable.Range(0, gates)
                   from unit in Enumerable.Range(0, units).Where(unit => unit % 16 == 0)
                   from column in Enumerable.Range(0, columns)
                   select Enumerable.Range(unit, Math.Min(16, units - unit)).All(row => tensor.Values[(((gate * units) + row) * columns) + column] == 0),
            ];
        }

        return zeros;
    }
}
