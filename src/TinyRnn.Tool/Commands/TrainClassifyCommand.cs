using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn train classify</c>: texts of a folder or a CSV file.</summary>
internal static class TrainClassifyCommand
{
    /// <summary>The characters of PyTorch's tutorial: all else is folded to them or left out.</summary>
    public const string TutorialLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;'";

    private const string TutorialCell = "tutorial";

    public static Command Create()
    {
        Argument<string> folder = new("data") { Description = "A folder with a .txt file for each class, one example a line, or with a folder for each class, one example a .txt file; or a .csv file. Every tenth example is for testing." };
        Option<string?> textColumn = new("--text-column") { Description = "Of a .csv file: the column of texts, by its name ('text' by default) or, without a header, its number from 1." };
        Option<string?> labelColumn = new("--label-column") { Description = "Of a .csv file: the column of labels ('label' by default)." };
        Option<string> weights = new("--class-weights") { Description = "none, or balanced: in the loss each class counts the same, however many examples it has.", DefaultValueFactory = _ => "none" };
        weights.AcceptOnlyFromAmong("none", "balanced");
        Option<string> sampling = new("--sampling") { Description = "shuffled: each example once a pass; or balanced: examples are drawn from a random class.", DefaultValueFactory = _ => "shuffled" };
        sampling.AcceptOnlyFromAmong("shuffled", "balanced");
        Option<bool> tutorial = new("--tutorial") { Description = "Train as PyTorch's tutorial does: its cell, a random class and a random line a step, plain SGD at 0.005." };
        Option<bool> bidirectional = new("--bidirectional") { Description = "Read each text in both directions." };
        Option<string?> pooling = new("--pooling") { Description = "What is read of a text's steps: last, mean, max or final (the two final states of --bidirectional, and its default); mean by default with --cell none." };
        pooling.AcceptOnlyFromAmong("last", "mean", "max", "final");
        Option<int?> steps = new("--steps") { Description = "With --tutorial: examples to learn from." };
        Option<string> vocabulary = new("--vocabulary") { Description = "The characters that are read; others are folded to ASCII or left out.", DefaultValueFactory = _ => TutorialLetters };
        Command command = new("classify", "Learns to tell classes of short texts apart, such as names by language.") { folder, textColumn, labelColumn, weights, sampling, tutorial, bidirectional, pooling, steps, vocabulary };
        TrainingArguments shared = new(command, "rnn", "gru", "lstm", TrainingArguments.NoCell, TutorialCell);
        shared.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(folder);
            string output = shared.Output(arguments, path);
            LabelledDataSet data = Split(LabelledFile.Read(path, arguments.GetValue(textColumn), arguments.GetValue(labelColumn)), arguments.GetRequiredValue(vocabulary));
            bool asTutorial = arguments.GetValue(tutorial);
            string cell = shared.Cell(arguments, asTutorial ? TutorialCell : "rnn");
            bool isBidirectional = arguments.GetValue(bidirectional);
            IReadOnlyList<Layer> layers = cell switch
            {
                TutorialCell => Architecture.TutorialCell(data.Vocabulary.Size, shared.Hidden(arguments), data.Labels.Count),
                TrainingArguments.NoCell => Perceptron(arguments, shared, data, isBidirectional, shared.Resolve(arguments, pooling, "mean")),
                _ => Architecture.Recurrent(
                    data.Vocabulary.Size,
                    data.Labels.Count,
                    Activation.LogSoftmax,
                    WithPooling(shared.Recurrent(arguments), isBidirectional, shared.Resolve(arguments, pooling, isBidirectional ? "final" : "last"))),
            };
            string name = shared.Name(arguments, output);
            Trainer trainer = asTutorial
                ? CreateTutorialTrainer(arguments, shared, data, layers, name, steps)
                : CreateTrainer(arguments, shared, data, layers, name, arguments.GetRequiredValue(weights), arguments.GetRequiredValue(sampling));
            return new TrainingPlan(trainer, output)
            {
                Description = Describe(data, layers),
                Configuration = shared.Configuration(arguments),
                Report = result => ShowMistakes(result, data, output),
                Checkpoints = shared.Continuation.Checkpoints(arguments, output),
            };
        });
        return command;
    }

    /// <summary>Reads and splits a folder.</summary>
    public static LabelledDataSet Load(string folder, string vocabulary) => Split(LabelledFolder.Read(folder), vocabulary);

    private static LabelledDataSet Split(LabelledTexts texts, string vocabulary) =>
        texts.Split(new Vocabulary(vocabulary, TextNormalization.Ascii, UnknownCharacter.Skip));

    /// <summary>Says what is trained on what.</summary>
    public static IReadOnlyList<(string Word, string Text)> Describe(LabelledDataSet data, IReadOnlyList<Layer> layers) =>
    [
        ("Data", FormattableString.Invariant($"{data.Labels.Count} classes, {data.Train.Count:#,0} examples to train and {data.Test.Count:#,0} to test; left out: {data.Repeated:#,0} repeated, {data.Empty:#,0} without a character of the vocabulary")),
        ("Network", TrainingPlan.Describe(layers)),
    ];

    private static IReadOnlyList<Layer> Perceptron(ParseResult arguments, TrainingArguments shared, LabelledDataSet data, bool isBidirectional, string pooling)
    {
        if (isBidirectional || pooling == "final")
        {
            throw new ToolException($"--cell {TrainingArguments.NoCell} has no direction: it reads each character by itself");
        }

        return Architecture.TextPerceptron(
            data.Vocabulary.Size,
            shared.HiddenSizes(arguments),
            data.Labels.Count,
            Activation.LogSoftmax,
            shared.Activation(arguments),
            shared.Embedding(arguments),
            Mode(pooling));
    }

    // The last step of the reverse direction has read one character, so that two directions are pooled unless the user says else.
    private static RecurrentArchitecture WithPooling(RecurrentArchitecture architecture, bool isBidirectional, string pooling) => architecture with
    {
        IsBidirectional = isBidirectional,
        Pooling = Mode(pooling),
    };

    private static PoolingMode? Mode(string pooling) => pooling switch
    {
        "mean" => PoolingMode.Mean,
        "max" => PoolingMode.Max,
        "final" => PoolingMode.Final,
        _ => null,
    };

    private static void ShowMistakes(TrainingResult result, LabelledDataSet data, string output)
    {
        string path = ModelFiles.Stem(output) + "-mistakes.csv";
        IReadOnlyList<Mistake> mistakes = Mistakes.Find(result.Network, data);
        Mistakes.Save(mistakes, path);
        Report.Write("Wrote", path);
        Report.Write("Macro-F1", FormattableString.Invariant($"{result.Confusion!.MacroF1:0.000}"));
        Mistakes.Print(mistakes);
    }

    private static ClassifierTrainer CreateTrainer(ParseResult arguments, TrainingArguments shared, LabelledDataSet data, IReadOnlyList<Layer> layers, string name, string weights, string sampling)
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
            ClassWeights = Enum.Parse<ClassWeighting>(weights, ignoreCase: true),
            Sampling = Enum.Parse<ExampleSampling>(sampling, ignoreCase: true),
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
