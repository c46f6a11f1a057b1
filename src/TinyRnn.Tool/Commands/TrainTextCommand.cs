using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn train text</c>: a character-level language model.</summary>
internal static class TrainTextCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A UTF-8 text; its last tenth is for validation." };
        Option<bool> letters = new("--letters") { Description = "Keep letters only: lower case, every run of other characters as one space (as d2l.ai does)." };
        Option<int?> steps = new("--steps") { Description = "Characters through which errors are propagated back." };
        Option<int?> windows = new("--windows") { Description = "Train on this many windows from a zero state (as d2l.ai does), validate on half as many after them; by default on streams with carried state." };
        Option<string> start = new("--start") { Description = "Initial weights: uniform (PyTorch) or small-normal (d2l.ai's from scratch).", DefaultValueFactory = _ => "uniform" };
        start.AcceptOnlyFromAmong("uniform", "small-normal");
        Command command = new("text", "Learns to predict the next character of a text.") { file, letters, steps, windows, start };
        TrainingArguments shared = new(command, "rnn", "gru", "lstm");
        command.SetAction((arguments, cancellation) =>
        {
            string path = arguments.GetRequiredValue(file);
            string output = shared.Output(arguments, path);
            CharacterCorpus corpus = CharacterCorpus.Read(path, arguments.GetValue(letters) ? CorpusNormalization.LowerCaseLetters : CorpusNormalization.None);
            int size = corpus.Vocabulary.Size;
            IReadOnlyList<Layer> layers = Architecture.Recurrent(size, size, Activation.Identity, shared.Recurrent(arguments));
            long parameters = layers.SelectMany(layer => layer.Tensors).Sum(tensor => tensor.Length);
            Report.Write("Data", FormattableString.Invariant($"{corpus.Tokens.Count:#,0} characters, {size} different ones"));
            Report.Write("Network", FormattableString.Invariant($"{string.Join(", ", layers)}: {parameters:#,0} parameters"));
            LanguageModelOptions defaults = new();
            LanguageModelTrainer trainer = new(corpus, layers, defaults with
            {
                Name = shared.Name(arguments, output),
                Seed = shared.Seed(arguments),
                Dropout = shared.Dropout(arguments),
                Patience = shared.Continuation.Patience(arguments),
                InitialWeights = shared.Continuation.From(arguments),
                Optimizer = shared.Optimizer(arguments, defaults.Optimizer),
                Epochs = shared.Epochs(arguments, defaults.Epochs),
                BatchSize = shared.Batch(arguments, defaults.BatchSize),
                Steps = arguments.GetValue(steps) ?? defaults.Steps,
                Initialization = arguments.GetRequiredValue(start) == "uniform" ? WeightInitialization.Uniform : WeightInitialization.SmallNormal,
                Windows = arguments.GetValue(windows) is int count ? new WindowSampling(count, Math.Max(1, count / 2)) : null,
            });
            return Task.FromResult(TrainingRun.ExitCode(TrainingRun.Run(trainer, output, cancellation, shared.Continuation.Checkpoints(arguments, output))));
        });
        return command;
    }
}
