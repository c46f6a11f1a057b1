namespace TinyRnn.Training.Tests;

/// <summary>Small trainings of every kind, by name.</summary>
internal static class Trainings
{
    public static readonly IReadOnlyList<string> Names =
    [
        "classifier, adam", "classifier, adamw", "classifier, sgd", "classifier, momentum", "classifier, rmsprop", "streams", "windows", "tutorial",
        "regression",
        "residual", "pruned streams", "pruned classes, adam", "pruned classes, momentum", "pruned classes, rmsprop",
    ];

    private static readonly CharacterCorpus Corpus = CharacterCorpus.FromText(
        string.Concat(Enumerable.Range(0, 40).Select(i => $"{i * 37 % 11} dogs, {i % 7} cats; ")));

    /// <summary>A trainer; with dropout, all but the tutorial's.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="change">Changes its options.</param>
    public static Trainer Make(string name, Func<TrainingOptions, TrainingOptions>? change = null)
    {
        T Options<T>(T options)
            where T : TrainingOptions => (T)(change?.Invoke(options) ?? options);
        switch (name.Split(", ")[0])
        {
            case "streams":
                Layer[] layers =
                [
                    new GruLayer("gru1", Corpus.Vocabulary.Size, 6, options: new RecurrentOptions(HasInitialState: true)), new LstmLayer("lstm2", 6, 5),
                    new DenseLayer("output", 5, Corpus.Vocabulary.Size)
                ];
                return new LanguageModelTrainer(
                    Corpus, layers, Options(new LanguageModelOptions { Epochs = 3, BatchSize = 3, Steps = 15, Dropout = 0.2, ProgressEvery = 1 }));
            case "residual":
                RecurrentArchitecture residual = new() { HiddenSize = 6, Layers = 3, EmbeddingSize = 4, IsResidual = true, HasLayerNorm = true };
                IReadOnlyList<Layer> graph = Architecture.Recurrent(Corpus.Vocabulary.Size, Corpus.Vocabulary.Size, Activation.Identity, residual);
                LanguageModelOptions streams = new() { Epochs = 3, BatchSize = 3, Steps = 15, Dropout = 0.2, ProgressEvery = 1 };
                return new LanguageModelTrainer(Corpus, graph, Options(streams));
            case "pruned streams":
                RecurrentArchitecture pruned = new() { Cell = RecurrentCell.Gru, HiddenSize = 20, Layers = 2 };
                IReadOnlyList<Layer> stacked = Architecture.Recurrent(Corpus.Vocabulary.Size, Corpus.Vocabulary.Size, Activation.Identity, pruned);
                LanguageModelOptions sparse = new() { Epochs = 3, BatchSize = 3, Steps = 15, Dropout = 0.2, Sparsity = 0.8, Threads = 2, ProgressEvery = 1 };
                return new LanguageModelTrainer(Corpus, stacked, Options(sparse));
            case "windows":
                IReadOnlyList<Layer> rnn = Architecture.Rnn(Corpus.Vocabulary.Size, 6, Corpus.Vocabulary.Size, Activation.Identity);
                WindowSampling windows = new(170, 40);
                return new LanguageModelTrainer(
                    Corpus, rnn,
                    Options(new LanguageModelOptions { Epochs = 3, BatchSize = 16, Steps = 7, Windows = windows, Dropout = 0.2, ProgressEvery = 1 }));
            case "tutorial":
                TutorialOptions tutorial = new() { Steps = 60, EvaluateEvery = 10, LossEvery = 7, ProgressEvery = 1 };
                return new TutorialTrainer(Words, Architecture.TutorialCell(Words.Vocabulary.Size, 6, 2), Options(tutorial));
            case "regression":
                SequenceRegressionOptions regression = new() { Epochs = 3, BatchSize = 8, OutputSteps = OutputSteps.Every, Dropout = 0.2, ProgressEvery = 1 };
                SequenceExample[] examples = Examples();
                return new SequenceRegressionTrainer(
                    examples[..70], examples[70..], Architecture.Rnn(1, 5, 1, Activation.Identity, layers: 2), Options(regression));
            default:
                OptimizerOptions optimizer = new()
                {
                    Kind = Enum.Parse<OptimizerKind>(name.Split(", ")[1].Replace("momentum", "sgd", StringComparison.Ordinal), ignoreCase: true),
                    LearningRate = 0.02,
                    ClipNorm = 1,
                };
                bool isPruned = name.StartsWith("pruned", StringComparison.Ordinal);
                optimizer = name.EndsWith("momentum", StringComparison.Ordinal) ? optimizer with { Momentum = 0.9 } : optimizer;
                ClassifierOptions classifier = new()
                {
                    Epochs = 3,
                    BatchSize = 10,
                    Dropout = 0.2,
                    ProgressEvery = 1,
                    Optimizer = optimizer,
                    Sparsity = isPruned ? 0.6 : 0,
                };
                RecurrentArchitecture lstm = isPruned
                    ? new() { Cell = RecurrentCell.Lstm, HiddenSize = 18, EmbeddingSize = 3, Layers = 2, IsBidirectional = true, Pooling = PoolingMode.Final }
                    : new() { Cell = RecurrentCell.Lstm, HiddenSize = 5, EmbeddingSize = 3 };
                IReadOnlyList<Layer> stack = Architecture.Recurrent(Words.Vocabulary.Size, 2, Activation.LogSoftmax, lstm);
                return new ClassifierTrainer(Words, stack, Options(classifier));
        }
    }

    /// <summary>Words of two alphabets that overlap.</summary>
    private static LabelledDataSet Words { get; } = MakeNames();

    private static LabelledDataSet MakeNames()
    {
        Vocabulary vocabulary = new("abcdefgh");
        Xoshiro256StarStar random = new(9);
        LabelledText[] texts = [.. Enumerable.Range(0, 140).Select(i =>
        {
            string text = string.Concat(Enumerable.Range(0, 3 + random.NextInt32(6)).Select(_ => "abcdefgh"[(i % 2 * 3) + random.NextInt32(5)]));
            return new LabelledText(text, vocabulary.Encode(text), i % 2);
        })];
        return new LabelledDataSet(vocabulary, ["low", "high"], texts[..97], texts[97..]);
    }

    // The running mean of two neighbours.
    private static SequenceExample[] Examples()
    {
        Xoshiro256StarStar random = new(4);
        return [.. Enumerable.Range(0, 90).Select(i =>
        {
            float[] input = [.. Enumerable.Range(0, 3 + (i % 5)).Select(_ => (float)random.NextDouble())];
            return new SequenceExample(input, [.. input.Select((value, step) => (value + (step == 0 ? 0 : input[step - 1])) / 2)]);
        })];
    }
}
