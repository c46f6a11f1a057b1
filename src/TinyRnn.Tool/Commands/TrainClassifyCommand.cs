using System.CommandLine;
using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn train classify</c>: learns to classify texts from a folder or a CSV file.</summary>
internal sealed class TrainClassifyCommand
{
    /// <summary>The characters of PyTorch's tutorial, for <c>--letters</c>. Other characters are folded to these or left out.</summary>
    public const string TutorialLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;'";

    private const string TutorialCell = "tutorial";

    private readonly Argument<string> _data = new("data")
    {
        Description =
            "A folder with one .txt file per class and one example a line, or with one folder per class and one example per .txt file; or a .csv, .jsonl or "
            + "Parquet file, or - for standard input. Of the sorted texts of each class, every tenth is for testing, and the one halfway between two of those "
            + "is for validation.",
    };
    private readonly Option<string?> _textColumn = new("--text-column")
    {
        Description = "For a .csv file: the column of texts, by name or, without a header, by number from 1. [default: text]",
    };
    private readonly Option<string?> _labelColumn = new("--label-column")
    {
        Description = "For a .csv file: the column of labels, by name or, without a header, by number from 1. [default: label]",
    };
    private readonly Option<string> _weights = new("--class-weights")
    {
        Description = "Weights of the classes in the loss; with balanced, each class has the same weight, however many examples it has.",
        DefaultValueFactory = _ => "none",
    };
    private readonly Option<string> _sampling = new("--sampling")
    {
        Description = "How examples are drawn. shuffled: each once an epoch. balanced: a random class, then a random example of it; with --class-weights "
            + "balanced, rare classes would count twice.",
        DefaultValueFactory = _ => "shuffled"
    };
    private readonly Option<bool> _tutorial = new("--tutorial")
    {
        Description = "Train as PyTorch's tutorial on classifying names with a character-level RNN: with its cell and its 57 letters, a random example of a "
            + "random class in each training step, and plain SGD at 0.005.",
    };
    private readonly Option<bool> _bidirectional = new("--bidirectional") { Description = "Read each text in both directions." };
    private readonly Option<string?> _pooling = new("--pooling")
    {
        Description = "How the outputs of all characters become one vector: the last one, their mean, their maximum, or final: the last state of each "
            + "direction, for --bidirectional only. [default: last; final with --bidirectional; mean with --cell none]",
    };
    private readonly Option<int?> _examples = new("--examples")
    {
        Description = $"With --tutorial: number of training steps, of one random example each. [default: {new TutorialOptions().Steps}]",
    };
    private readonly Option<bool> _letters = new("--letters")
    {
        Description = "Read the 57 letters of PyTorch's tutorial, as --tutorial does. Others are folded to ASCII (é becomes e) or left out.",
    };

    private readonly Option<string?> _characters = new("--characters")
    {
        Description = "The characters to read, such as abc (not a file), instead of those of the data. Others are folded to ASCII (é becomes e) or left out.",
    };

    private readonly Option<int?> _vocabularySize = new("--vocabulary-size")
    {
        Description = "Largest size of the vocabulary that is taken from the data. It holds the characters that occur in the most texts. Others, and "
            + $"characters that occur in only one text, are read as one symbol for unknown ones. [default: {LabelledTexts.DefaultVocabularySize}]",
    };

    private readonly Option<int?> _parts = new("--parts")
    {
        Description =
            "Parts of the data: 3 (train, validation, test), or 2 (train, test): the best weights are then chosen on the test part, which makes the result a "
            + "little too good. [default: 3; 2 with --tutorial]",
    };

    private readonly CsvArguments _csv;
    private readonly TrainingArguments _shared;

    private TrainClassifyCommand(Command command)
    {
        _weights.AcceptOnlyFromAmong("none", "balanced");
        _sampling.AcceptOnlyFromAmong("shuffled", "balanced");
        _pooling.AcceptOnlyFromAmong("last", "mean", "max", "final");
        command.Arguments.Add(_data);
        Option[] options =
        [
            _textColumn, _labelColumn, _weights, _sampling, _tutorial, _bidirectional, _pooling, _examples, _characters, _letters, _vocabularySize, _parts,
        ];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        _csv = new CsvArguments(command, readsNumbers: false);
        _shared = new TrainingArguments(command, readsText: true, "rnn", "gru", "lstm", TrainingArguments.NoCell, TutorialCell);
        ClassifierOptions defaults = new();
        _shared.ShowDefaults(
            defaults, $"{defaults.BatchSize}", $"{defaults.Epochs}", $"rnn; {TutorialCell} with --tutorial", "128", TrainingArguments.FewestMisses);
        _shared.Names.Add(nameof(TutorialOptions.Steps), _examples);
        _shared.SetAction(MakePlan);
    }

    public static Command Create()
    {
        Command command = new("classify", "Learns to classify short texts, such as names by language.");
        _ = new TrainClassifyCommand(command);
        return command;
    }

    /// <summary>Reads the data and splits them into parts.</summary>
    public static LabelledDataSet Load(string folder, string vocabulary) => LabelledFolder.Read(folder).Split(Folded(vocabulary));

    /// <summary>Describes the network and the data.</summary>
    public static IReadOnlyList<(string Word, string Text)> Describe(LabelledDataSet data, IReadOnlyList<Layer> layers, VocabularyCoverage? coverage = null) =>
    [
        ("Data", Describe(data)),
        .. coverage is null ? [] : new (string, string)[] { ("Characters", CoverageReport.Describe((Vocabulary)data.Vocabulary, coverage)) },
        ("Network", TrainingPlan.Describe(layers)),
    ];

    private static string Describe(LabelledDataSet data)
    {
        string chosen = data.Validation.Count > 0 ? FormattableString.Invariant($", {data.Validation.Count:#,0} to choose the best weights") : "";
        string parts = FormattableString.Invariant(
            $"{data.Labels.Count} classes, {data.Train.Count:#,0} examples to train{chosen} and {data.Test.Count:#,0} to test");
        return FormattableString.Invariant($"{parts}; left out: {data.Repeated:#,0} repeated, {data.Empty:#,0} without a character of the vocabulary");
    }

    /// <summary>Whether a model's training had separate examples to choose the best weights.</summary>
    public static bool HasValidation(Network network)
    {
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        return metadata.RootElement.TryGetProperty("metrics", out JsonElement metrics)
            && metrics.ValueKind == JsonValueKind.Object
            && metrics.TryGetProperty("validationExamples", out _);
    }

    /// <summary>Reports classes that are left out.</summary>
    public static IEnumerable<(string Word, string Text)> LeftOut(IReadOnlyList<string> small)
    {
        const int Shown = 5;
        if (small.Count > 0)
        {
            string more = small.Count > Shown ? FormattableString.Invariant($" and {small.Count - Shown} more") : "";
            string names = string.Join(", ", small.Take(Shown).Select(label => $"'{label}'")) + more;
            string classes = small.Count == 1 ? "class" : "classes";
            yield return ("Left out", FormattableString.Invariant($"{small.Count} {classes} without two different texts, to train and to test: {names}"));
        }
    }

    private static Vocabulary Folded(string characters) => new(characters, TextNormalization.Ascii, UnknownCharacter.Skip);

    private TrainingPlan MakePlan(ParseResult arguments)
    {
        string path = arguments.GetRequiredValue(_data);
        string output = _shared.Output(arguments, path);
        TrainingOutputs files = _shared.Files(arguments, output, [path], "-confusion.svg", "-mistakes.csv");
        LabelledTexts texts = LabelledFile.Read(
            path, arguments.GetValue(_textColumn), arguments.GetValue(_labelColumn), _csv.Read(arguments), out CsvSigns signs);
        bool asTutorial = arguments.GetValue(_tutorial);
        (Vocabulary vocabulary, string remedy) = Characters(arguments, texts, asTutorial);
        VocabularyCoverage coverage = CoverageReport.Check(texts, vocabulary, path, remedy);
        int parts = TrainingArguments.InRange(_shared.Resolve(arguments, _parts, asTutorial ? 2 : 3), 2, 3, _shared.Names[_parts]);
        LabelledDataSet data = texts.WithoutSmallClasses(vocabulary, out IReadOnlyList<string> small).Split(vocabulary, hasValidation: parts == 3);
        string cell = _shared.Cell(arguments, asTutorial ? TutorialCell : "rnn");
        IReadOnlyList<Layer> layers = Layers(arguments, cell, data);
        return new TrainingPlan(asTutorial ? CreateTutorialTrainer(arguments, data, layers, output) : CreateTrainer(arguments, data, layers, output), files)
        {
            Description = [.. Describe(data, layers, coverage), .. LeftOut(small)],
            Data = path,
            Configuration = _shared.Configuration(arguments),
            Report = (result, run, model) => ShowMistakes(result, data, signs, run, model),
            Checkpoints = _shared.Continuation.Checkpoints(arguments, output),
        };
    }

    // Also returns what the user can do if the vocabulary knows too little.
    private (Vocabulary Vocabulary, string Remedy) Characters(ParseResult arguments, LabelledTexts texts, bool asTutorial)
    {
        // The configuration keeps the characters themselves.
        _shared.LeaveOut(_letters);
        string? given = arguments.GetValue(_characters);
        bool isLetters = arguments.GetValue(_letters) || (asTutorial && given is null);
        if (given is not null && arguments.GetValue(_letters))
        {
            throw new ToolException($"{_shared.Names[_letters]} and {_shared.Names[_characters]} both choose the vocabulary; give one of them");
        }

        if (given is null && !isLetters)
        {
            int size = TrainingArguments.InRange(
                _shared.Resolve(arguments, _vocabularySize, LabelledTexts.DefaultVocabularySize), 2, 32_768, _shared.Names[_vocabularySize]);
            return (texts.MakeVocabulary(size), $"use a larger {_vocabularySize.Name}");
        }

        _shared.Unused(arguments, _vocabularySize, "is for a vocabulary that is taken from the data");
        string vocabulary = _shared.Resolve(arguments, _characters, TutorialLetters);
        return (Folded(vocabulary), given is not null ? $"without {_characters.Name} the vocabulary comes from the data"
            : arguments.GetValue(_letters) ? $"without {_letters.Name} the vocabulary comes from the data"
            : $"{_tutorial.Name} reads the tutorial's letters only; without it the vocabulary comes from the data");
    }

    private IReadOnlyList<Layer> Layers(ParseResult arguments, string cell, LabelledDataSet data)
    {
        int size = data.Vocabulary.Size, classes = data.Labels.Count;
        if (cell == TutorialCell)
        {
            _shared.UnusedBySingleCell(arguments, cell, _bidirectional, _pooling);
            return Architecture.TutorialCell(size, _shared.Hidden(arguments), classes);
        }

        if (cell == TrainingArguments.NoCell)
        {
            _shared.Unused(arguments, _bidirectional, $"does not go with --cell {cell}, which reads each character by itself and has no direction");
        }

        // The reverse direction has read one character at the last step, so two directions are pooled by default.
        bool isBidirectional = arguments.GetValue(_bidirectional);
        string pooling = _shared.Resolve(arguments, _pooling, cell == TrainingArguments.NoCell ? "mean" : isBidirectional ? "final" : "last");
        if (pooling == "final" && !isBidirectional)
        {
            throw new ToolException($"{_shared.Names[_pooling]} must be last, mean or max without --bidirectional, not final");
        }

        if (cell == TrainingArguments.NoCell)
        {
            return Architecture.TextPerceptron(
                size, _shared.HiddenSizes(arguments), classes, Activation.LogSoftmax, _shared.Activation(arguments), _shared.Embedding(arguments),
                Mode(pooling));
        }

        RecurrentArchitecture architecture = _shared.Recurrent(arguments) with { IsBidirectional = isBidirectional, Pooling = Mode(pooling) };
        return Architecture.Recurrent(size, classes, Activation.LogSoftmax, architecture);
    }

    private static PoolingMode? Mode(string pooling) => pooling switch
    {
        "mean" => PoolingMode.Mean,
        "max" => PoolingMode.Max,
        "final" => PoolingMode.Final,
        _ => null,
    };

    private static void ShowMistakes(TrainingResult result, LabelledDataSet data, CsvSigns signs, RunFiles files, string output)
    {
        IReadOnlyList<Mistake> mistakes = Mistakes.Find(result.Network, data);
        Report.Write("Wrote", Mistakes.Save(mistakes, signs, files, ModelFiles.Stem(output) + "-mistakes.csv"));
        ConfusionMatrix confusion = result.Confusion!;
        string chosen = data.Validation.Count > 0 ? "" : ", which also chose the weights";
        Report.Write("Test", FormattableString.Invariant($"accuracy {confusion.Accuracy * 100:0.0} % of {confusion.Total:#,0} examples{chosen}"));
        Report.Write("Macro-F1", FormattableString.Invariant($"{confusion.MacroF1:0.000}"));
        ClassTable.Print(confusion);
        Mistakes.Print(mistakes);
    }

    private ClassifierTrainer CreateTrainer(ParseResult arguments, LabelledDataSet data, IReadOnlyList<Layer> layers, string output)
    {
        _shared.Unused(arguments, _examples, "is for --tutorial; use --epochs for other trainings");
        ClassifierOptions defaults = new();
        int batch = _shared.Batch(arguments, defaults.BatchSize);
        int epochs = _shared.Epochs(arguments, defaults.Epochs);
        return new ClassifierTrainer(data, layers, _shared.Options(arguments, output, defaults, batch, epochs) with
        {
            Epochs = epochs,
            BatchSize = batch,
            ClassWeights = Enum.Parse<ClassWeighting>(arguments.GetRequiredValue(_weights), ignoreCase: true),
            Sampling = Enum.Parse<ExampleSampling>(arguments.GetRequiredValue(_sampling), ignoreCase: true),
        });
    }

    private TutorialTrainer CreateTutorialTrainer(ParseResult arguments, LabelledDataSet data, IReadOnlyList<Layer> layers, string output)
    {
        _shared.UnusedByExamples(arguments, _weights, _sampling);
        TutorialOptions defaults = new();
        return new TutorialTrainer(data, layers, _shared.Options(arguments, output, defaults, sequences: 1) with
        {
            Steps = _shared.Resolve(arguments, _examples, defaults.Steps),
        });
    }
}
