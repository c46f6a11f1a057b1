using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn train text</c>: trains a character-level language model.</summary>
internal sealed class TrainTextCommand
{
    private const string DefaultCell = "gru";
    private const int DefaultHidden = 256;

    // An epoch of a text is long, and a network that overfits after three does not recover.
    private const int FewestMisses = 3;

    private readonly Argument<string> _file =
        new("file") { Description = "A text in UTF-8, in any alphabet. Its last tenth is for validation unless --validation names another text." };
    private readonly Option<string?> _validation =
        new("--validation") { Description = "Validation text, read as one stream; the vocabulary has the characters of both texts." };
    private readonly Option<bool> _lettersOnly = new("--letters-only")
    {
        Description = "Convert letters to lower case and keep only a to z; every run of other characters becomes one space (as the book at d2l.ai does).",
    };
    private readonly Option<bool> _bytes = new("--bytes")
    {
        Description = "Read any file byte by byte: each byte becomes the character U+0000 to U+00FF of the same number (Latin-1). Give --bytes "
            + "to 'generate' and 'evaluate' as well; in C#, Encoding.Latin1 converts between bytes and the model's characters."
    };
    private readonly Option<int?> _bpttSteps = new("--bptt-steps")
    {
        Description = $"Characters through which gradients are propagated back. [default: {LanguageModelOptions.DefaultForText.Steps}]",
    };
    private readonly Option<int?> _windows = new("--windows")
    {
        Description = "Train on this many windows of --bptt-steps characters, one from each of the first characters on, each with a zero state (as the book "
            + "at d2l.ai does), and validate on half as many from the characters after them. [default: no windows; the text is cut into --batch streams, "
            + "and each carries its state from one training step to the next]",
    };
    private readonly Option<string> _start = new("--start")
    {
        Description = "Initial weights: uniform within 1/sqrt(hidden size) of 0, as in PyTorch; or small-normal, with deviation 0.01 and biases 0, as in the "
            + "book at d2l.ai.",
        DefaultValueFactory = _ => "uniform",
    };
    private readonly Option<int?> _sampleEvery = new("--sample-every")
    {
        Description = "Training steps between samples of text; 0 for none. [default: a sample after each evaluation in a terminal, "
            + "none if the output is redirected]",
    };
    private readonly Option<float> _temperature = new("--temperature")
    {
        Description = "Temperature of the samples: below 1 likely characters become likelier, above 1 the text is more varied; 0 always takes the likeliest.",
        DefaultValueFactory = _ => 0.8f,
    };
    private readonly TrainingArguments _shared;

    private TrainTextCommand(Command command)
    {
        _start.AcceptOnlyFromAmong("uniform", "small-normal");
        command.Arguments.Add(_file);
        foreach (Option option in (Option[])[_validation, _lettersOnly, _bytes, _bpttSteps, _windows, _start, _sampleEvery, _temperature])
        {
            command.Options.Add(option);
        }

        _shared = new TrainingArguments(command, readsText: true, "rnn", "gru", "lstm", TrainingArguments.NoCell);
        _shared.ShowDefaults(
            LanguageModelOptions.DefaultForText, "2 to 32, by the length of the text", "1 to 10, by the length of the text",
            $"{DefaultCell}", $"{DefaultHidden}", FewestMisses, "0.3 for texts of fewer than 500,000 characters, else 0");
        _shared.Names.Add(nameof(LanguageModelOptions.Steps), _bpttSteps);
        _shared.Names.Add(nameof(WindowSampling.Train), _windows);
        _shared.SetAction(MakePlan);
    }

    public static Command Create()
    {
        Command command = new(
            "text",
            "Learns to predict the next character of a text; with --cell none, an MLP predicts it from the current character alone (a bigram model). "
                + "The length of the text decides the defaults of --epochs, --batch and --dropout.");
        _ = new TrainTextCommand(command);
        return command;
    }

    private TrainingPlan MakePlan(ParseResult arguments)
    {
        string path = arguments.GetRequiredValue(_file);
        string output = _shared.Output(arguments, path);
        CheckUses(arguments);
        TrainingOutputs files = _shared.Files(arguments, output, [path, arguments.GetValue(_validation)]);
        CharacterCorpus corpus = Read(arguments, path);
        int size = corpus.Vocabulary.Size;
        IReadOnlyList<Layer> layers = _shared.Cell(arguments, DefaultCell) == TrainingArguments.NoCell
            ? Architecture.TextPerceptron(
                size, _shared.HiddenSizes(arguments, DefaultHidden), size, Activation.Identity, _shared.Activation(arguments), _shared.Embedding(arguments))
            : Architecture.Recurrent(size, size, Activation.Identity, _shared.Recurrent(arguments, DefaultCell, DefaultHidden));
        LanguageModelOptions defaults = LanguageModelOptions.ForText(corpus);
        int batch = _shared.Batch(arguments, defaults.BatchSize);
        int epochs = _shared.Epochs(arguments, defaults.Epochs);
        int? sampleEvery = SampleEvery(arguments);
        LanguageModelOptions options = _shared.Options(arguments, output, defaults, batch, epochs, FewestMisses) with
        {
            Epochs = epochs,
            BatchSize = batch,
            Steps = _shared.Resolve(arguments, _bpttSteps, defaults.Steps),
            Initialization = arguments.GetRequiredValue(_start) == "uniform" ? WeightInitialization.Uniform : WeightInitialization.SmallNormal,
            Windows = arguments.GetValue(_windows) is int count ? new WindowSampling(count, Math.Max(1, count / 2)) : null,
            ProgressEvery = Math.Min(defaults.ProgressEvery, sampleEvery is > 0 ? sampleEvery.Value : defaults.ProgressEvery),
        };
        bool isSampling = sampleEvery is int every ? every > 0 : TrainingDisplay.IsInteractive;
        return new TrainingPlan(new LanguageModelTrainer(corpus, layers, options), files)
        {
            Description = [("Data", Describe(corpus)), ("Network", TrainingPlan.Describe(layers))],
            Data = path,
            Configuration = _shared.Configuration(arguments),
            Checkpoints = _shared.Continuation.Checkpoints(arguments, output),
            Samples = isSampling
                ? new TextSamples(sampleEvery, new SamplingOptions { Temperature = arguments.GetValue(_temperature) }, arguments.GetValue(_bytes))
                : null,
        };
    }

    private void CheckUses(ParseResult arguments)
    {
        if (arguments.GetValue(_windows) is not null)
        {
            _shared.Unused(arguments, _validation, "does not go with --windows, which takes the validation windows from the same text; give one of them");
        }

        if (_shared.Continuation.HasInitialWeights(arguments))
        {
            _shared.Unused(arguments, _start, "does not go with --initial-weights, which sets them; give one of them");
        }

        if (arguments.GetValue(_sampleEvery) == 0)
        {
            _shared.Unused(arguments, _temperature, "is for samples, but --sample-every 0 writes none");
        }

        if (arguments.GetValue(_bytes))
        {
            _shared.Unused(arguments, _lettersOnly, "is for characters, not for --bytes; give one of them");
        }
    }

    private CharacterCorpus Read(ParseResult arguments, string path)
    {
        string? validation = arguments.GetValue(_validation);
        return arguments.GetValue(_bytes)
            ? CharacterCorpus.ReadBytes(path, validation)
            : CharacterCorpus.Read(path, arguments.GetValue(_lettersOnly) ? CorpusNormalization.LowerCaseLetters : CorpusNormalization.None, validation);
    }

    private int? SampleEvery(ParseResult arguments) => arguments.GetValue(_sampleEvery) is int steps
        ? TrainingArguments.InRange(steps, 0, 1_000_000_000, _shared.Names[_sampleEvery])
        : null;

    private static string Describe(CharacterCorpus corpus)
    {
        string validation = corpus.ValidationStart is int start
            ? FormattableString.Invariant($"{start:#,0} characters to learn from and {corpus.Tokens.Count - start:#,0} for validation")
            : FormattableString.Invariant($"{corpus.Tokens.Count:#,0} characters");
        return FormattableString.Invariant($"{validation}, {corpus.Vocabulary.Size} different ones");
    }
}
