using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn train classify</c>: a folder with one text file a class.</summary>
internal static class TrainClassifyCommand
{
    /// <summary>The characters of PyTorch's tutorial: all else is folded to them or left out.</summary>
    public const string TutorialLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;'";

    private const string TutorialCell = "tutorial";

    public static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "Folder with a .txt file for each class, one example a line; every tenth example is for testing." };
        Option<bool> tutorial = new("--tutorial") { Description = "Train as PyTorch's tutorial does: its cell, a random class and a random line a step, plain SGD at 0.005." };
        Option<bool> bidirectional = new("--bidirectional") { Description = "Read each text in both directions." };
        Option<string?> pooling = new("--pooling") { Description = "What is read of a text's steps: last, mean, max or final (the two final states of --bidirectional, and its default)." };
        pooling.AcceptOnlyFromAmong("last", "mean", "max", "final");
        Option<int?> steps = new("--steps") { Description = "With --tutorial: examples to learn from." };
        Option<string> vocabulary = new("--vocabulary") { Description = "The characters that are read; others are folded to ASCII or left out.", DefaultValueFactory = _ => TutorialLetters };
        Command command = new("classify", "Learns to tell classes of short texts apart, such as names by language.") { folder, tutorial, bidirectional, pooling, steps, vocabulary };
        TrainingArguments shared = new(command, "rnn", "gru", "lstm", TutorialCell);
        shared.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(folder);
            string output = shared.Output(arguments, path);
            LabelledDataSet data = Load(path, arguments.GetRequiredValue(vocabulary));
            bool asTutorial = arguments.GetValue(tutorial);
            string cell = shared.Cell(arguments, asTutorial ? TutorialCell : "rnn");
            IReadOnlyList<Layer> layers = cell == TutorialCell
                ? Architecture.TutorialCell(data.Vocabulary.Size, shared.Hidden(arguments), data.Labels.Count)
                : Architecture.Recurrent(
                    data.Vocabulary.Size,
                    data.Labels.Count,
                    Activation.LogSoftmax,
                    WithPooling(shared.Recurrent(arguments), arguments.GetValue(bidirectional), shared.Resolve(arguments, pooling, arguments.GetValue(bidirectional) ? "final" : "last")));
            string name = shared.Name(arguments, output);
            Trainer trainer = asTutorial
                ? CreateTutorialTrainer(arguments, shared, data, layers, name, steps)
                : CreateTrainer(arguments, shared, data, layers, name);
            return new TrainingPlan(trainer, output)
            {
                Description = Describe(data, layers),
                Configuration = shared.Configuration(arguments),
                Checkpoints = shared.Continuation.Checkpoints(arguments, output),
            };
        });
        return command;
    }

    /// <summary>Reads and splits a folder.</summary>
    public static LabelledDataSet Load(string folder, string vocabulary) =>
        LabelledFolder.Read(folder).Split(new Vocabulary(vocabulary, TextNormalization.Ascii, UnknownCharacter.Skip));

    /// <summary>Says what is trained on what.</summary>
    public static IReadOnlyList<(string Word, string Text)> Describe(LabelledDataSet data, IReadOnlyList<Layer> layers) =>
    [
        ("Data", FormattableString.Invariant($"{data.Labels.Count} classes, {data.Train.Count:#,0} examples to train and {data.Test.Count:#,0} to test; left out: {data.Repeated:#,0} repeated, {data.Empty:#,0} without a character of the vocabulary")),
        ("Network", TrainingPlan.Describe(layers)),
    ];

    // The last step of the reverse direction has read one character, so that two directions are pooled unless the user says else.
    private static RecurrentArchitecture WithPooling(RecurrentArchitecture architecture, bool isBidirectional, string pooling) => architecture with
    {
        IsBidirectional = isBidirectional,
        Pooling = pooling switch
        {
            "mean" => PoolingMode.Mean,
            "max" => PoolingMode.Max,
            "final" => PoolingMode.Final,
            _ => null,
        },
    };

    private static ClassifierTrainer CreateTrainer(ParseResult arguments, TrainingArguments shared, LabelledDataSet data, IReadOnlyList<Layer> layers, string name)
    {
        ClassifierOptions defaults = new();
        int batch = shared.Batch(arguments, defaults.BatchSize);
        return new ClassifierTrainer(data, layers, defaults with
        {
            Name = name,
            Seed = shared.Seed(arguments),
            Threads = shared.Threads(arguments, defaults.ThreadsFor(batch)),
            Dropout = shared.Dropout(arguments),
            Patience = shared.Continuation.Patience(arguments),
            InitialWeights = shared.Continuation.From(arguments),
            Optimizer = shared.Optimizer(arguments, defaults.Optimizer),
            Epochs = shared.Epochs(arguments, defaults.Epochs),
            BatchSize = batch,
        });
    }

    private static TutorialTrainer CreateTutorialTrainer(ParseResult arguments, TrainingArguments shared, LabelledDataSet data, IReadOnlyList<Layer> layers, string name, Option<int?> steps)
    {
        TutorialOptions defaults = new();
        return new TutorialTrainer(data, layers, defaults with
        {
            Name = name,
            Seed = shared.Seed(arguments),
            Threads = shared.Threads(arguments, defaults.ThreadsFor(1)),
            Dropout = shared.Dropout(arguments),
            Patience = shared.Continuation.Patience(arguments),
            InitialWeights = shared.Continuation.From(arguments),
            Optimizer = shared.Optimizer(arguments, defaults.Optimizer),
            Steps = shared.Resolve(arguments, steps, defaults.Steps),
        });
    }
}
