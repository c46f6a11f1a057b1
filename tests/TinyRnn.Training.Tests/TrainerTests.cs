using System.Text.Json;

namespace TinyRnn.Training.Tests;

public class TrainerTests
{
    private static readonly SequenceExample[] Sine = [.. TimeSeries.Windows([.. Enumerable.Range(0, 400).Select(i => 50 + (10 * MathF.Sin(i * 0.3f)))], 12)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_classifier_tells_two_languages_apart()
    {
        LabelledDataSet data = TwoLanguages();
        TrainingResult result = MakeClassifier(data, new ClassifierOptions { Epochs = 4 }).Train(cancellation: Cancellation);
        Assert.True(result.Metric > 0.95, $"accuracy {result.Metric}");
        Assert.Equal(result.Metric, result.Confusion!.Accuracy);
        Assert.Equal(data.Test.Count, result.Confusion.Total);
        Assert.Equal(NetworkTask.Classify, result.Network.Task);
        Assert.Equal(data.Labels, result.Network.Labels);
        Assert.Equal(3, result.Network.TestVectors.Count);
        Assert.All(result.Network.TestVectors, testVector => Assert.Equal(1, testVector.Output.Sum(value => Math.Exp(value)), 1e-5));
        Assert.False(result.Cancelled);
        Assert.Equal(4, result.LossCurve.Count);
        using JsonDocument metadata = JsonDocument.Parse(result.Network.MetadataJson);
        Assert.Equal(4, metadata.RootElement.GetProperty("training").GetProperty("epochs").GetInt32());
        Assert.Equal(result.Metric, metadata.RootElement.GetProperty("metrics").GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void The_tutorial_way_tells_two_languages_apart()
    {
        LabelledDataSet data = TwoLanguages();
        List<TrainingProgress> calls = [];
        TutorialOptions options = new() { Steps = 8000, EvaluateEvery = 2000, ProgressEvery = 1000 };
        TrainingResult result = new TutorialTrainer(data, Architecture.TutorialCell(data.Vocabulary.Size, 16, 2), options).Train(calls.Add, Cancellation);
        Assert.True(result.Metric > 0.95, $"accuracy {result.Metric}");
        Assert.Equal(8, result.LossCurve.Count);
        Assert.Equal(8, calls.Count);
        Assert.All(calls, call => Assert.Contains(data.Train, text => text.Text == call.Example!.Text && data.Labels[text.Label] == call.Example.Label));
        Assert.Contains(calls, call => call.Example!.Correct);
        Assert.Equal([2000, 4000, 6000, 8000], calls.Where(call => call.Metric is not null).Select(call => call.Iteration));
        Assert.Equal(TimeSpan.Zero, calls[^1].Remaining);
    }

    [Fact]
    public void A_language_model_learns_a_phrase_by_heart()
    {
        CharacterCorpus corpus = CharacterCorpus.FromText(string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog. ", 100)));
        LanguageModelOptions options = new()
        {
            Epochs = 12,
            BatchSize = 8,
            Steps = 16,
            Optimizer = new OptimizerOptions { LearningRate = 1e-2, Schedule = LearningRateSchedule.Cosine, ClipNorm = 1 },
        };
        TrainingResult result = new LanguageModelTrainer(
            corpus, Architecture.Rnn(corpus.Vocabulary.Size, 32, corpus.Vocabulary.Size, Activation.Identity), options).Train(cancellation: Cancellation);
        Assert.True(result.Metric < 1.1, $"perplexity {result.Metric}");
        Assert.Equal(NetworkTask.LanguageModel, result.Network.Task);
        Assert.All(result.Network.TestVectors, testVector => Assert.Equal(16 * corpus.Vocabulary.Size, testVector.Output.Length));
    }

    [Fact]
    public void A_network_of_all_kinds_of_layers_learns_and_reads_back()
    {
        LabelledDataSet data = TwoLanguages();
        RecurrentArchitecture architecture = new()
        {
            Cell = RecurrentCell.Lstm,
            HiddenSize = 8,
            Layers = 2,
            IsBidirectional = true,
            EmbeddingSize = 4,
            Pooling = PoolingMode.Mean,
        };
        ClassifierOptions options = new() { Epochs = 4, Dropout = 0.1, Optimizer = new OptimizerOptions { Kind = OptimizerKind.AdamW, LearningRate = 1e-2 } };
        IReadOnlyList<Layer> layers = Architecture.Recurrent(data.Vocabulary.Size, 2, Activation.LogSoftmax, architecture);
        TrainingResult result = new ClassifierTrainer(data, layers, options).Train(cancellation: Cancellation);
        Assert.True(result.Metric > 0.95, $"accuracy {result.Metric}");
        Assert.Equal(["embedding", "lstm1", "lstm2", "pooling", "output"], result.Network.Layers.Select(layer => layer.Name));
        string written = NetworkWriter.Write(result.Network);
        Assert.Equal(written, NetworkWriter.Write(Network.Parse(written, "all.tinyrnn")));
    }

    [Fact]
    public void A_stored_initial_state_is_learned()
    {
        // Streams carry their state; only their first stretch starts from the stored one.
        CharacterCorpus corpus = CharacterCorpus.FromText(string.Concat(Enumerable.Repeat("abcde ", 60)));
        Layer[] layers = [new GruLayer("gru", 6, 8, options: new RecurrentOptions(HasInitialState: true)), new DenseLayer("output", 8, 6)];
        TrainingResult result = new LanguageModelTrainer(
            corpus, layers, new LanguageModelOptions { Epochs = 2, BatchSize = 4, Steps = 8 }).Train(cancellation: Cancellation);
        Assert.All(result.Network.Tensors["gru.initial_hidden"].Values, value => Assert.NotEqual(0, value));
    }

    [Fact]
    public void Architectures_that_contradict_themselves_are_errors()
    {
        Assert.Throws<ArgumentException>(
            () => Architecture.Recurrent(3, 2, Activation.Identity, new RecurrentArchitecture { Cell = RecurrentCell.Lstm, Activation = Activation.Relu }));
        Assert.Throws<ArgumentException>(() => Architecture.Recurrent(3, 2, Activation.Identity, new RecurrentArchitecture { Pooling = PoolingMode.Final }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Architecture.Recurrent(3, 2, Activation.Identity, new RecurrentArchitecture { Layers = 0 }));
    }

    [Fact]
    public void The_metric_of_streams_is_the_perplexity_of_the_end_of_the_text()
    {
        // 900 characters to measure with: several stretches with carried state, the last of them shorter.
        Xoshiro256StarStar random = new(3);
        CharacterCorpus corpus = CharacterCorpus.FromText(string.Concat(Enumerable.Range(0, 1800).Select(_ => "abc"[random.NextInt32(3)])));
        LanguageModelOptions options = new() { Epochs = 1, BatchSize = 4, Steps = 7, ValidationFraction = 0.5 };
        TrainingResult result = new LanguageModelTrainer(corpus, Architecture.Rnn(3, 8, 3, Activation.Identity), options).Train(cancellation: Cancellation);
        TrainableNetwork<float> network = new(result.Network.Layers);
        network.Load(result.Network);
        int[] end = [.. corpus.Tokens.Skip(900)];
        PackedLayout layout = new();
        layout.Reset(1, 899);
        ReadOnlySpan<float> outputs = network.Forward(layout, new StepInput<float>(end.AsSpan(0, 899)), OutputSteps.Every);
        Assert.Equal(Math.Exp(CrossEntropy.Compute(3, outputs, end.AsSpan(1), [])), result.Metric, 1e-4);

        // 4 streams of 224 characters in stretches of 7.
        Assert.Equal(32, result.Iterations);
        Assert.Throws<ArgumentException>(
            () => new LanguageModelTrainer(corpus, Architecture.Rnn(3, 8, 3, Activation.Identity), options with { BatchSize = 900 }));
    }

    [Fact]
    public void A_text_of_its_own_is_what_is_measured()
    {
        Xoshiro256StarStar random = new(3);
        string[] texts = [.. new[] { 600, 300 }.Select(length => string.Concat(Enumerable.Range(0, length).Select(_ => "abc"[random.NextInt32(3)])))];
        CharacterCorpus corpus = CharacterCorpus.FromText(texts[0], validation: texts[1]);
        LanguageModelOptions options = new() { Epochs = 1, BatchSize = 4, Steps = 7 };
        TrainingResult result = new LanguageModelTrainer(corpus, Architecture.Rnn(3, 8, 3, Activation.Identity), options).Train(cancellation: Cancellation);
        Assert.Equal(new Interpreter(result.Network).Score(texts[1]).Perplexity, result.Metric, 1e-4);
        Assert.Contains("\"validationCharacters\":300", result.Network.MetadataJson, StringComparison.Ordinal);

        // 4 streams of 149 characters in stretches of 7.
        Assert.Equal(22, result.Iterations);
        LanguageModelOptions windows = options with { Windows = new WindowSampling(200, 50) };
        Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(corpus, Architecture.Rnn(3, 8, 3, Activation.Identity), windows));
    }

    [Theory]
    [InlineData(300, 2, 10, 0.3)]
    [InlineData(20_000, 2, 10, 0.3)]
    [InlineData(178_979, 8, 10, 0.3)]
    [InlineData(1_115_394, 32, 5, 0)]
    [InlineData(20_000_000, 32, 1, 0)]
    public void Settings_of_a_text_follow_from_its_length(int length, int batch, int epochs, double dropout)
    {
        LanguageModelOptions options = LanguageModelOptions.ForText(CharacterCorpus.FromText(string.Create(length, 0, (span, _) =>
        {
            span.Fill('a');
            span[0] = 'b';
        })));
        Assert.Equal((batch, epochs, dropout), (options.BatchSize, options.Epochs, options.Dropout));
    }

    [Fact]
    public void Progress_tells_rate_and_gradient_and_gives_the_network_as_it_is()
    {
        CharacterCorpus corpus = CharacterCorpus.FromText(string.Concat(Enumerable.Repeat("abcd ", 60)));
        LanguageModelOptions options = new() { Epochs = 2, BatchSize = 4, Steps = 8, ProgressEvery = 1 };
        List<Network> networks = [];
        List<TrainingProgress> all = [];
        TrainingResult result = new LanguageModelTrainer(corpus, Architecture.Rnn(5, 8, 5, Activation.Identity), options).Train(
            progress =>
            {
                all.Add(progress);
                networks.Add(progress.Snapshot());
            },
            Cancellation);
        Assert.Equal(result.Iterations, all.Count);
        Assert.Equal(options.Optimizer.RateAt(4, result.Iterations), all[4].LearningRate);
        Assert.All(all, progress => Assert.True(progress.GradientNorm > 0));
        Assert.Equal(result.Network.Tensors["rnn.weight_hh"].Values, networks[result.BestIteration - 1].Tensors["rnn.weight_hh"].Values);
        Assert.NotEqual(networks[0].Tensors["rnn.weight_hh"].Values, networks[1].Tensors["rnn.weight_hh"].Values);
    }

    [Fact]
    public void Windows_learn_a_phrase_too()
    {
        CharacterCorpus corpus = CharacterCorpus.FromText(string.Concat(Enumerable.Repeat("abcd ", 60)));
        LanguageModelOptions options = new()
        {
            Epochs = 20,
            BatchSize = 16,
            Steps = 8,
            Windows = new WindowSampling(200, 50),
            Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, LearningRate = 1, ClipNorm = 1 },
        };
        TrainingResult result = new LanguageModelTrainer(corpus, Architecture.Rnn(5, 16, 5, Activation.Identity), options).Train(cancellation: Cancellation);
        Assert.True(result.Metric < 1.1, $"perplexity {result.Metric}");
        LanguageModelOptions tooMany = options with { Windows = new WindowSampling(250, 50) };
        Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(corpus, Architecture.Rnn(5, 16, 5, Activation.Identity), tooMany));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Regression_on_a_sine_beats_the_last_value(bool recurrent)
    {
        IReadOnlyList<Layer> layers = recurrent
            ? Architecture.Rnn(1, 12, 1, Activation.Identity)
            : Architecture.Perceptron(12, [16], 1, Activation.Identity, Activation.Tanh);
        Scaling one = TimeSeries.Standardize([.. Sine.Select(example => example.Target[0])], 1);
        SequenceRegressionOptions options = new()
        {
            Epochs = 30,
            Optimizer = new OptimizerOptions { LearningRate = 5e-3 },
            InputScaling = recurrent ? one : new Scaling([.. Enumerable.Repeat(one.Mean[0], 12)], [.. Enumerable.Repeat(one.Std[0], 12)]),
            OutputScaling = one,
        };
        TrainingResult result = new SequenceRegressionTrainer(Sine[..300], Sine[300..], layers, options).Train(cancellation: Cancellation);
        double naive = Math.Sqrt(Sine[300..].Average(example => Math.Pow(example.Target[0] - example.Input[^1], 2)));
        Assert.True(result.Metric < naive / 4, $"error {result.Metric}, naive {naive}");

        // Test vectors are in the user's units.
        Assert.All(result.Network.TestVectors, testVector => Assert.InRange(testVector.Output[0], 38, 62));
        Assert.Equal(Sine[300].Input, result.Network.TestVectors[0].Values);
    }

    [Fact]
    public void Every_step_of_sequences_of_different_lengths_can_have_a_target()
    {
        // The running mean of two neighbours, which needs one step of memory.
        Xoshiro256StarStar random = new(4);
        SequenceExample[] examples = [.. Enumerable.Range(0, 200).Select(i =>
        {
            float[] input = [.. Enumerable.Range(0, 3 + (i % 5)).Select(_ => (float)random.NextDouble())];
            return new SequenceExample(input, [.. input.Select((value, step) => (value + (step == 0 ? 0 : input[step - 1])) / 2)]);
        })];
        SequenceRegressionOptions options = new() { OutputSteps = OutputSteps.Every, Epochs = 30, Optimizer = new OptimizerOptions { LearningRate = 1e-2 } };
        TrainingResult result = new SequenceRegressionTrainer(
            examples[..150], examples[150..], Architecture.Rnn(1, 8, 1, Activation.Identity), options).Train(cancellation: Cancellation);
        Assert.True(result.Metric < 0.03, $"error {result.Metric}");
        Assert.Equal(OutputSteps.Every, result.Network.OutputSteps);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        LabelledDataSet data = TwoLanguages();
        ClassifierOptions options = new() { Epochs = 1 };
        ClassifierTrainer trainer = MakeClassifier(data, options);
        string first = NetworkWriter.Write(trainer.Train(cancellation: Cancellation).Network);
        Assert.Equal(first, NetworkWriter.Write(trainer.Train(cancellation: Cancellation).Network));
        Assert.Equal(first, NetworkWriter.Write(MakeClassifier(data, options).Train(cancellation: Cancellation).Network));
        Assert.NotEqual(first, NetworkWriter.Write(MakeClassifier(data, options with { Seed = 2 }).Train(cancellation: Cancellation).Network));
        ClassifierTrainer dropping = MakeClassifier(data, options with { Dropout = 0.2 });
        string dropped = NetworkWriter.Write(dropping.Train(cancellation: Cancellation).Network);
        Assert.Contains("\"dropout\":0.2", dropped.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(dropped, NetworkWriter.Write(dropping.Train(cancellation: Cancellation).Network));
    }

    [Fact]
    public void The_written_file_reads_back()
    {
        Network network = MakeClassifier(TwoLanguages(), new ClassifierOptions { Epochs = 1, Name = "two languages" }).Train(cancellation: Cancellation)
            .Network;
        Network read = Network.Parse(NetworkWriter.Write(network), "two.tinyrnn");
        Assert.Equal(NetworkWriter.Write(network), NetworkWriter.Write(read));
        Assert.Equal("two languages", read.Name);
    }

    [Fact]
    public void Cancelling_gives_the_best_so_far()
    {
        using CancellationTokenSource source = new();
        ClassifierTrainer trainer = MakeClassifier(TwoLanguages(), new ClassifierOptions { Epochs = 1000, ProgressEvery = 1 });
        TrainingResult result = trainer.Train(
            progress =>
            {
                if (progress.Iteration == 50)
                {
                    source.Cancel();
                }
            },
            source.Token);
        Assert.True(result.Cancelled);
        Assert.Equal(50, result.Iterations);
        Assert.True(result.BestIteration > 0);
        Assert.Equal(50, result.LossCurve[^1].Iteration);
        Assert.True(result.Metric > 0.8, $"accuracy {result.Metric}");
    }

    [Fact]
    public void Cancelling_before_the_first_step_gives_the_first_weights()
    {
        TrainingResult result = MakeClassifier(TwoLanguages(), new ClassifierOptions()).Train(null, new CancellationToken(canceled: true));
        Assert.True(result.Cancelled);
        Assert.Equal(0, result.BestIteration);
        Assert.Equal(3, result.Network.TestVectors.Count);
    }

    [Fact]
    public void Divergence_says_where_and_what_to_try()
    {
        SequenceRegressionOptions options = new() { Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, LearningRate = 100 } };
        SequenceRegressionTrainer trainer = new(Sine[..300], Sine[300..], Architecture.Rnn(1, 8, 1, Activation.Identity), options);
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => trainer.Train(cancellation: Cancellation));
        Assert.Equal(100, error.LearningRate);
        Assert.Contains($"at step {error.Iteration} with learning rate 100", error.Message, StringComparison.Ordinal);
        Assert.Contains("; try a learning rate of 10, or clip", error.Message, StringComparison.Ordinal);
    }

    // 19 of 20 examples are of one class and the letters hardly tell: to guess it always is the best accuracy, but not when classes count the same.
    [Theory]
    [InlineData(ClassWeighting.Balanced, ExampleSampling.Shuffled)]
    [InlineData(ClassWeighting.None, ExampleSampling.Balanced)]
    public void Balanced_classes_are_guessed_about_as_often_as_each_other(ClassWeighting weights, ExampleSampling sampling)
    {
        Vocabulary vocabulary = new("ab");
        Xoshiro256StarStar random = new(2);
        LabelledText[] texts = [.. Enumerable.Range(0, 1000).Select(i =>
        {
            int label = i % 20 == 0 ? 1 : 0;
            string text = random.NextDouble() < (label == 1 ? 0.7 : 0.3) ? "b" : "a";
            return new LabelledText(text, vocabulary.Encode(text), label);
        })];
        LabelledDataSet data = new(vocabulary, ["often", "rare"], texts[..800], texts[800..]);
        IReadOnlyList<Layer> layers = Architecture.Rnn(2, 4, 2, Activation.LogSoftmax);
        ClassifierOptions options = new() { Epochs = 3, Optimizer = new OptimizerOptions { LearningRate = 1e-2 } };
        float plain = new Interpreter(new ClassifierTrainer(data, layers, options).Train(cancellation: Cancellation).Network).Classify("b")[1];
        float balanced = new Interpreter(
            new ClassifierTrainer(data, layers, options with { ClassWeights = weights, Sampling = sampling })
                .Train(cancellation: Cancellation).Network).Classify("b")[1];
        Assert.InRange(plain, 0, 0.25);
        Assert.InRange(balanced, 0.5, 0.95);
    }

    [Theory]
    [InlineData(PoolingMode.Mean, 0)]
    [InlineData(PoolingMode.Max, 4)]
    public void An_mlp_without_hidden_state_tells_texts_by_their_letters(PoolingMode pooling, int embedding)
    {
        LabelledDataSet data = TwoLanguages();
        IReadOnlyList<Layer> layers = Architecture.TextPerceptron(
            data.Vocabulary.Size, [16], 2, Activation.LogSoftmax, embeddingSize: embedding, pooling: pooling);
        TrainingResult result = new ClassifierTrainer(
            data, layers, new ClassifierOptions { Epochs = 8, Optimizer = new OptimizerOptions { LearningRate = 1e-2 } }).Train(cancellation: Cancellation);
        Assert.True(result.Metric > 0.95, $"accuracy {result.Metric}");
        Assert.Throws<ArgumentException>(() => Architecture.TextPerceptron(4, [8], 2, Activation.LogSoftmax, pooling: PoolingMode.Final));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_ends_the_training_with_clipping_by_value_too()
    {
        // The square of a large residual is still finite, its product with the weights is not.
        SequenceExample[] large =
        [
            .. Sine.Select(
                example => new SequenceExample([.. example.Input.Select(value => value * 1e30f)], [.. example.Target.Select(value => value * 1e18f)]))
        ];
        SequenceRegressionOptions options = new() { Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, LearningRate = 1e-3, ClipValue = 1 } };
        SequenceRegressionTrainer trainer = new(
            large[..300], large[300..], Architecture.Perceptron(12, [4], 1, Activation.Identity, Activation.Identity), options);
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => trainer.Train(cancellation: Cancellation));
        Assert.Contains("the gradient is not finite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Patience_ends_a_training_and_keeps_the_best()
    {
        ClassifierTrainer trainer = MakeClassifier(TwoLanguages(), new ClassifierOptions { Epochs = 1000, Patience = 2 });
        List<double> metrics = [];
        TrainingResult result = trainer.Train(progress => metrics.AddRange(progress.Metric is double metric ? [metric] : []), Cancellation);
        Assert.True(result.StoppedEarly);
        Assert.False(result.Cancelled);
        int best = metrics.IndexOf(metrics.Max());
        Assert.Equal(best + 3, metrics.Count);
        Assert.Equal(result.Metric, metrics[best]);
        Assert.Equal(result.Iterations * (best + 1) / metrics.Count, result.BestIteration);
    }

    [Fact]
    public void Weights_of_another_network_are_where_a_training_begins()
    {
        LabelledDataSet data = TwoLanguages();
        Network first = MakeClassifier(data, new ClassifierOptions { Epochs = 1, Name = "first" }).Train(cancellation: Cancellation).Network;
        TrainingResult none = MakeClassifier(
            data, new ClassifierOptions { InitialWeights = new InitialWeights(first, "first.tinyrnn") }).Train(null, new CancellationToken(canceled: true));
        Assert.All(first.Tensors, tensor => Assert.Equal(tensor.Value.Values, none.Network.Tensors[tensor.Key].Values));
        ClassifierOptions options = new() { InitialWeights = new InitialWeights(first, "first.tinyrnn") };
        ArgumentException other = Assert.Throws<ArgumentException>(
            () => new ClassifierTrainer(data, Architecture.Rnn(data.Vocabulary.Size, 17, 2, Activation.LogSoftmax), options));
        Assert.Contains(
            "first.tinyrnn: the weights do not fit this training: layer 'rnn' is rnn(10 -> 17), tanh, there rnn(10 -> 16), tanh; layer 'output'", other.Message,
            StringComparison.Ordinal);
        LabelledDataSet renamed = new(data.Vocabulary, ["x", "y"], data.Train, data.Test);
        Assert.Contains(
            "the labels are x, y, there front, back", Assert.Throws<ArgumentException>(() => MakeClassifier(renamed, options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_that_do_not_fit_fail_before_training()
    {
        LabelledDataSet data = TwoLanguages();
        Assert.ThrowsAny<ArgumentException>(() => new ClassifierTrainer(data, Architecture.Rnn(data.Vocabulary.Size + 1, 8, 2, Activation.LogSoftmax)));
        Assert.ThrowsAny<ArgumentException>(() => new ClassifierTrainer(data, Architecture.Rnn(data.Vocabulary.Size, 8, 3, Activation.LogSoftmax)));
        Assert.ThrowsAny<ArgumentException>(() => new ClassifierTrainer(data, Architecture.Rnn(data.Vocabulary.Size, 8, 2, Activation.Softmax)));
        Assert.ThrowsAny<ArgumentException>(
            () => new SequenceRegressionTrainer([new SequenceExample([1], [1, 2])], Sine, Architecture.Rnn(1, 8, 1, Activation.Identity)));
    }

    private static ClassifierTrainer MakeClassifier(LabelledDataSet data, ClassifierOptions options) => new(
        data,
        Architecture.Rnn(data.Vocabulary.Size, 16, 2, Activation.LogSoftmax),
        options with { Optimizer = new OptimizerOptions { LearningRate = 5e-3 } });

    // Both alternate consonants and vowels; one has a and e, the other o and u, both have i, so that the last letters alone do not tell.
    private static LabelledDataSet TwoLanguages()
    {
        const string Consonants = "bdfgk";
        string[] vowels = ["aei", "oui"];
        Vocabulary vocabulary = new(Consonants + "aeiou");
        Xoshiro256StarStar random = new(9);
        LabelledText[] texts = [.. Enumerable.Range(0, 1000).Select(i =>
        {
            string text = string.Concat(Enumerable.Range(0, 7 + random.NextInt32(6)).Select(position =>
                position % 2 == 0 ? Consonants[random.NextInt32(5)] : vowels[i % 2][random.NextInt32(3)]));
            return new LabelledText(text, vocabulary.Encode(text), i % 2);
        })];
        return new LabelledDataSet(vocabulary, ["front", "back"], texts[..800], texts[800..]);
    }
}
