using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options that all kinds of training have. Left out, the trainer's own defaults hold.</summary>
internal sealed class TrainingArguments
{
    /// <summary>The cell that is none: an MLP.</summary>
    public const string NoCell = "none";

    private readonly Option<string?> _config = new("--config") { Description = "JSON file of settings, such as 'inspect --config' prints: the options by their names without dashes. Options of the command line go before it." };
    private readonly Option<string?> _sweep = new("--sweep") { Description = "Train each combination of settings, such as \"rate=0.001,0.003;hidden=64,128\", and keep the best model." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Model file to write; named after the data by default." };
    private readonly Option<string?> _name = new("--name") { Description = "Name of the model, for people." };
    private readonly Option<string?> _cell = new("--cell");
    private readonly Option<int> _embedding = new("--embedding") { Description = "Values of a table of vectors, one a character, before the cells; 0 for none." };
    private readonly Option<int?> _hidden = new("--hidden") { Description = "Hidden size; left out, 128 for classes, 256 for text, 16 for forecasts." };
    private readonly Option<int> _layers = new("--layers") { Description = "Number of recurrent layers; with --cell none of hidden layers.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _activation = new("--activation") { Description = "tanh, relu or identity; of a gru that of the candidate, of an lstm tanh alone.", DefaultValueFactory = _ => "tanh" };
    private readonly Option<double?> _dropout = new("--dropout") { Description = "Probability with which each value between two layers is left out while learning." };
    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the training data." };
    private readonly Option<int?> _batch = new("--batch") { Description = "Sequences a step." };
    private readonly Option<string?> _optimizer = new("--optimizer") { Description = "adam, adamw, rmsprop or sgd." };
    private readonly Option<double?> _rate = new("--rate") { Description = "Learning rate." };
    private readonly Option<double?> _momentum = new("--momentum") { Description = "Momentum of sgd and rmsprop." };
    private readonly Option<double?> _decay = new("--decay") { Description = "Weight decay: of adamw apart from the gradient (0.01 by default), else added to it." };
    private readonly Option<string?> _schedule = new("--schedule") { Description = "constant, cosine or step." };
    private readonly Option<double?> _stepFactor = new("--step-factor") { Description = "What the step schedule multiplies the rate by." };
    private readonly Option<int?> _stepEvery = new("--step-every") { Description = "Steps after which the step schedule multiplies the rate." };
    private readonly Option<int?> _warmUp = new("--warm-up") { Description = "Steps in which the rate rises to the whole; 0 for none." };
    private readonly Option<double?> _clip = new("--clip") { Description = "Largest norm of the gradient; 0 for no clipping." };
    private readonly Option<double?> _clipValue = new("--clip-value") { Description = "Largest magnitude of one element of the gradient; none by default." };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads over which the sequences of a step are split; by default as many as the machine's cores and the batch make worth while. The bytes of the model depend on it." };
    private readonly Option<ulong> _seed = new("--seed") { Description = "The same seed with the same number of threads gives the same bytes.", DefaultValueFactory = _ => 1UL };

    private readonly Command _command;
    private readonly Dictionary<Option, object> _resolved = [];

    /// <param name="command">The command that gets the options.</param>
    /// <param name="cells">The cells to choose from.</param>
    public TrainingArguments(Command command, params string[] cells)
    {
        _command = command;
        _cell.Description = string.Join(", ", cells[..^1]) + " or " + cells[^1] + "; none is an MLP without hidden state.";
        _cell.AcceptOnlyFromAmong(cells);
        _activation.AcceptOnlyFromAmong("tanh", "relu", "identity");
        _optimizer.AcceptOnlyFromAmong("adam", "adamw", "rmsprop", "sgd");
        _schedule.AcceptOnlyFromAmong("constant", "cosine", "step");
        Option[] options = [_config, _sweep, _output, _name, _cell, _embedding, _hidden, _layers, _activation, _dropout, _epochs, _batch, _optimizer, _rate, _momentum, _decay, _schedule, _stepFactor, _stepEvery, _warmUp, _clip, _clipValue, _threads, _seed];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        Continuation = new ContinuationArguments(command);
    }

    /// <summary>Checkpoints, weights to begin with, and early stopping.</summary>
    public ContinuationArguments Continuation { get; }

    /// <summary>Sets what the command does: <paramref name="makePlan"/> makes a training of the command line, once for each combination of a sweep.</summary>
    public void SetAction(Func<ParseResult, TrainingPlan> makePlan) =>
        _command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, makePlan, cancellation)));

    /// <summary>The settings of a training, given and resolved, as a JSON object for its metadata.</summary>
    public string Configuration(ParseResult arguments) => TrainingConfiguration.Describe(arguments, _resolved);

    /// <summary>What an option gives, or what holds where it is left out; it is part of the configuration.</summary>
    public T Resolve<T>(ParseResult arguments, Option<T?> option, T otherwise)
        where T : struct
    {
        T value = arguments.GetValue(option) ?? otherwise;
        _resolved[option] = value;
        return value;
    }

    /// <summary>The same for words.</summary>
    public string Resolve(ParseResult arguments, Option<string?> option, string otherwise)
    {
        string value = arguments.GetValue(option) ?? otherwise;
        _resolved[option] = value;
        return value;
    }

    public string Output(ParseResult arguments, string data) => arguments.GetValue(_output)
        ?? Path.GetFileNameWithoutExtension(data.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)) + ".tinyrnn";

    public string Name(ParseResult arguments, string output) => Resolve(arguments, _name, Path.GetFileNameWithoutExtension(output));

    public string Cell(ParseResult arguments, string otherwise) => Resolve(arguments, _cell, otherwise);

    public int Hidden(ParseResult arguments, int otherwise = 128) => InRange(Resolve(arguments, _hidden, otherwise), 1, 4096, "--hidden");

    /// <summary>The recurrent layers.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cell">The cell where none is named.</param>
    /// <param name="hidden">Their size where none is named.</param>
    public RecurrentArchitecture Recurrent(ParseResult arguments, string cell = "rnn", int hidden = 128) => new()
    {
        Cell = Enum.Parse<RecurrentCell>(Cell(arguments, cell), ignoreCase: true),
        HiddenSize = Hidden(arguments, hidden),
        Layers = Layers(arguments),
        Activation = Activation(arguments),
        EmbeddingSize = Embedding(arguments),
    };

    /// <summary>The sizes of an MLP's hidden layers.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="hidden">The size where none is named.</param>
    public IReadOnlyList<int> HiddenSizes(ParseResult arguments, int hidden = 128) => [.. Enumerable.Repeat(Hidden(arguments, hidden), Layers(arguments))];

    public Activation Activation(ParseResult arguments) => Enum.Parse<Activation>(arguments.GetRequiredValue(_activation), ignoreCase: true);

    public int Embedding(ParseResult arguments) => InRange(arguments.GetValue(_embedding), 0, 4096, "--embedding");

    private int Layers(ParseResult arguments) => InRange(arguments.GetValue(_layers), 1, 16, "--layers");

    public double Dropout(ParseResult arguments, double otherwise = 0) => Resolve(arguments, _dropout, otherwise);

    public int Epochs(ParseResult arguments, int otherwise) => Resolve(arguments, _epochs, otherwise);

    public int Batch(ParseResult arguments, int otherwise) => Resolve(arguments, _batch, otherwise);

    public ulong Seed(ParseResult arguments) => arguments.GetValue(_seed);

    public int Threads(ParseResult arguments, int otherwise) =>
        InRange(Resolve(arguments, _threads, otherwise), 1, DataParallelNetwork<float>.MaxThreads, "--threads");

    public OptimizerOptions Optimizer(ParseResult arguments, OptimizerOptions otherwise)
    {
        double clip = Resolve(arguments, _clip, otherwise.ClipNorm ?? 0);
        return otherwise with
        {
            Kind = Resolve(arguments, _optimizer, otherwise.Kind),
            LearningRate = Resolve(arguments, _rate, otherwise.LearningRate),
            Momentum = Resolve(arguments, _momentum, otherwise.Momentum),
            WeightDecay = arguments.GetValue(_decay) ?? otherwise.WeightDecay,
            Schedule = Resolve(arguments, _schedule, otherwise.Schedule),
            StepFactor = Resolve(arguments, _stepFactor, otherwise.StepFactor),
            StepEvery = Resolve(arguments, _stepEvery, otherwise.StepEvery),
            WarmUpSteps = Resolve(arguments, _warmUp, otherwise.WarmUpSteps),
            ClipValue = arguments.GetValue(_clipValue) ?? otherwise.ClipValue,
            ClipNorm = clip == 0 ? null : clip,
        };
    }

    private TEnum Resolve<TEnum>(ParseResult arguments, Option<string?> option, TEnum otherwise)
        where TEnum : struct, Enum =>
        Enum.Parse<TEnum>(Resolve(arguments, option, otherwise.ToString().ToLowerInvariant()), ignoreCase: true);

    private int Run(ParseResult arguments, Func<ParseResult, TrainingPlan> makePlan, CancellationToken cancellation)
    {
        SweepSpecification? sweep = arguments.GetValue(_sweep) is string text ? SweepSpecification.Parse(text, arguments) : null;
        if (arguments.GetValue(_config) is string path)
        {
            arguments = TrainingConfiguration.Apply(arguments, path, sweep?.Names ?? []);
        }

        if (sweep is not null)
        {
            Continuation.RefuseSweep(arguments);
        }

        return sweep is null
            ? TrainingRun.ExitCode(TrainingRun.Run(MakePlan(arguments), cancellation))
            : new SweepRun(sweep, arguments, MakePlan).Run(cancellation);

        TrainingPlan MakePlan(ParseResult line)
        {
            _resolved.Clear();
            return makePlan(line);
        }
    }

    /// <exception cref="ToolException">The value is outside the range.</exception>
    public static int InRange(int value, int minimum, int maximum, string option) => value >= minimum && value <= maximum
        ? value
        : throw new ToolException($"{option} is {minimum} to {maximum}, not {value}");
}
