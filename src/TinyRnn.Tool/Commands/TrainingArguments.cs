using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options of all trainings. Without an option the trainer's default holds.</summary>
internal sealed class TrainingArguments
{
    /// <summary>The value of <c>--cell</c> for an MLP.</summary>
    public const string NoCell = "none";

    /// <summary>The fewest evaluations without improvement that early stopping waits for.</summary>
    public const int FewestMisses = 10;

    private readonly Option<string?> _config = new("--config")
    {
        Description =
            "JSON file of settings, such as 'inspect --config' prints: option names without their leading dashes. Options on the command line win.",
    };
    private readonly Option<string?> _sweep =
        new("--sweep") { Description = "Train every combination of settings, such as \"rate=0.001,0.003;hidden=64,128\", and keep the best model." };
    private readonly Option<double?> _minutes = new(SearchRun.TimeOption)
    {
        Description = "Search for better settings for this many minutes, starting from the defaults, and keep the best model. Without it there is one "
            + "training.",
    };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "Model file to write. [default: named after the data]" };
    private readonly Option<string?> _name = new("--name") { Description = "Display name of the model. [default: from the name of the model file]" };
    private readonly Option<string?> _cell = new("--cell");
    private readonly Option<int> _embedding =
        new("--embedding") { Description = "Size of each character's vector in an embedding before the recurrent layers; 0 for none." };
    private readonly Option<int?> _hidden = new("--hidden") { Description = "Hidden size." };
    private readonly Option<int> _layers = new("--layers") { DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _residual = new("--residual")
    {
        Description = "Add a residual connection around each recurrent layer from the second on: its input is added to its output. Needs at least 2 layers.",
    };

    private readonly Option<bool> _layerNorm = new("--layer-norm")
    {
        Description = "Apply layer normalisation to the output of each recurrent layer; with --residual after the sum.",
    };

    private readonly Option<string> _activation = new("--activation")
    {
        Description = "Activation of the recurrent layers; in a gru, of its candidate only. An lstm has only tanh. With --cell none: of the hidden layers.",
        DefaultValueFactory = _ => "tanh"
    };
    private readonly Option<double?> _dropout = new("--dropout")
    {
        Description = "Probability that a value between two layers is set to zero in training.",
    };
    private readonly Option<double?> _sparsity = new("--sparsity")
    {
        Description = "Prune in training, for a smaller and faster model: share of the blocks of each large recurrent matrix that are zero at the end, from "
            + "0 to below 1. A block is 16 units by one input. A smaller --batch and a higher --rate than for a dense network help. [default: 0]",
    };

    private readonly Option<int?> _epochs = new("--epochs") { Description = "Number of passes over the training data." };
    private readonly Option<int?> _batch = new("--batch") { Description = "Sequences in a training step." };
    private readonly Option<string?> _optimizer = new("--optimizer") { Description = "How gradients change the weights." };
    private readonly Option<double?> _rate = new("--rate") { Description = "Learning rate." };
    private readonly Option<double?> _momentum = new("--momentum") { Description = "Momentum of sgd and rmsprop." };
    private readonly Option<double?> _decay = new("--decay")
    {
        Description = "Weight decay: adamw applies it to the weights directly, others add it to the gradient.",
    };
    private readonly Option<string?> _schedule = new("--schedule")
    {
        Description = "How the rate changes during the run; cosine lowers it to 2 %, step multiplies it by --step-factor.",
    };
    private readonly Option<double?> _stepFactor = new("--step-factor") { Description = "For the step schedule: what the rate is multiplied by." };
    private readonly Option<int?> _stepEvery = new("--step-every")
    {
        Description = "For the step schedule: training steps after which the rate is multiplied. [default: a third of all training steps]",
    };
    private readonly Option<double?> _stepEveryEpochs = new("--step-every-epochs") { Description = "As --step-every, but in epochs." };
    private readonly Option<int?> _warmUp = new("--warm-up") { Description = "Training steps in which the rate rises to its full value; 0 for none." };
    private readonly Option<double?> _warmUpEpochs = new("--warm-up-epochs") { Description = "As --warm-up, but in epochs." };
    private readonly Option<double?> _clip = new("--clip") { Description = "Largest norm of the gradient; 0 for no clipping." };
    private readonly Option<double?> _clipValue = new("--clip-value") { Description = "Largest magnitude of one element of the gradient. [default: no limit]" };
    private readonly Option<int?> _threads = new("--threads")
    {
        Description = "Threads that share the sequences of a training step; another number gives slightly different weights. [default: as many as the "
            + "machine's cores and the batch can use well]",
    };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed of all random numbers. The same data, settings, seed and number of threads give the same bytes on processors with the same "
            + "vector width.",
        DefaultValueFactory = _ => 1UL,
    };

    private readonly Option<bool> _stamp = new("--stamp")
    {
        Description = "Write date and duration into the model's metadata, which then differ from run to run.",
    };

    private readonly ConvolutionArguments _convolutions;
    private readonly Command _command;
    private readonly FileArguments _replacing;
    private readonly Dictionary<Option, object> _resolved = [];
    private readonly HashSet<Option> _unused = [];

    /// <param name="command">The command that gets the options.</param>
    /// <param name="readsText">Whether the input is characters.</param>
    /// <param name="cells">The cells to choose from.</param>
    public TrainingArguments(Command command, bool readsText, params string[] cells)
    {
        _command = command;
        _convolutions = new ConvolutionArguments(this, readsText);
        string tutorial = cells.Contains("tutorial") ? "; tutorial is that of PyTorch's tutorial on names, in a single layer" : "";
        _cell.Description = $"Recurrent cell; none makes an MLP, which has no hidden state{tutorial}.";
        _layers.Description = "Number of recurrent layers; with --cell none, of hidden layers" + (readsText ? "." : ", where 0 makes a linear model.");
        _cell.AcceptOnlyFromAmong(cells);
        _activation.AcceptOnlyFromAmong("tanh", "relu", "identity");
        _optimizer.AcceptOnlyFromAmong("adam", "adamw", "rmsprop", "sgd");
        _schedule.AcceptOnlyFromAmong("constant", "cosine", "step");
        Option[] embedding = readsText ? [_embedding] : [], joints = readsText ? [_residual, _layerNorm] : [];
        Option[] options =
        [
            _config, _sweep, _minutes, _output, _name, _cell, .. embedding, _hidden, _layers, .. _convolutions.Options, .. joints, _activation, _dropout,
            _sparsity, _epochs, _batch, _optimizer, _rate, _momentum, _decay, _schedule, _stepFactor, _stepEvery, _stepEveryEpochs,
            _warmUp, _warmUpEpochs, _clip, _clipValue, _threads, _seed, _stamp,
        ];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        Names.Add(nameof(TrainingOptions.Dropout), _dropout);
        Names.Add(nameof(TrainingOptions.Sparsity), _sparsity);
        Names.Add(nameof(LanguageModelOptions.Epochs), _epochs);
        Names.Add(nameof(OptimizerOptions.LearningRate), _rate);
        Names.Add(nameof(OptimizerOptions.Momentum), _momentum);
        Names.Add(nameof(OptimizerOptions.WeightDecay), _decay);
        Names.Add(nameof(OptimizerOptions.StepFactor), _stepFactor);
        Names.Add(nameof(OptimizerOptions.StepEvery), _stepEvery);
        Names.Add(nameof(OptimizerOptions.StepEveryEpochs), _stepEveryEpochs);
        Names.Add(nameof(OptimizerOptions.WarmUpSteps), _warmUp);
        Names.Add(nameof(OptimizerOptions.WarmUpEpochs), _warmUpEpochs);
        Names.Add(nameof(OptimizerOptions.ClipNorm), _clip);
        Names.Add(nameof(OptimizerOptions.ClipValue), _clipValue);
        Continuation = new ContinuationArguments(command, Names);
        _replacing = new FileArguments(command, " A better model that was measured on the same data stays in any case; the new one is then "
            + "NAME-worse.tinyrnn.");
    }

    /// <summary>The names of the options in error messages.</summary>
    public SettingNames Names { get; } = new();

    /// <summary>Checkpoints, weights to begin with, and early stopping.</summary>
    public ContinuationArguments Continuation { get; }

    /// <summary>Adds the defaults of options to their help.</summary>
    /// <param name="defaults">The trainer's own settings.</param>
    /// <param name="batch">The batch size, in words where it depends on the data, like the two others.</param>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="cell">The recurrent cell.</param>
    /// <param name="hidden">The hidden size.</param>
    /// <param name="fewestMisses">The fewest evaluations that early stopping waits for.</param>
    /// <param name="dropout">The dropout probability.</param>
    public void ShowDefaults(TrainingOptions defaults, string batch, string epochs, string cell, string hidden, int fewestMisses, string dropout = "0")
    {
        OptimizerOptions optimizer = defaults.Optimizer;
        (Option Option, string? Value)[] values =
        [
            (_batch, batch), (_epochs, epochs), (_cell, cell), (_hidden, hidden), (_dropout, dropout),
            (Continuation.PatienceOption, $"a third of the epochs, at least {fewestMisses}, with an evaluation after each epoch; a run of {fewestMisses} "
                + "epochs or fewer never stops early"),
            (_optimizer, optimizer.Kind.ToString().ToLowerInvariant()), (_rate, $"{optimizer.LearningRate}"), (_momentum, $"{optimizer.Momentum}"),
            (_decay, optimizer.WeightDecay is double decay ? $"{decay}; 0.01 with adamw, 0 with rmsprop and sgd" : "0; 0.01 with adamw"),
            (_schedule, optimizer.Schedule.ToString().ToLowerInvariant()),
            (_stepFactor, $"{optimizer.StepFactor}"), (_warmUp, $"{optimizer.WarmUpSteps}"), (_clip, optimizer.ClipNorm is double norm ? $"{norm}" : "0"),
        ];
        foreach ((Option option, string? value) in values.Where(value => value.Value is not null))
        {
            option.Description += $" [default: {value}]";
        }
    }

    /// <summary>Sets what the command does: <paramref name="makePlan"/> makes a training from the command line, once for each combination of a sweep.</summary>
    public void SetAction(Func<ParseResult, TrainingPlan> makePlan) =>
        _command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, makePlan, cancellation)));

    /// <summary>The settings of a training, given and resolved, as a JSON object for its metadata.</summary>
    public string Configuration(ParseResult arguments) => TrainingConfiguration.Describe(arguments, _resolved, _unused);

    /// <summary>Whether the user gave an option. A flag that is given as false counts as not given.</summary>
    public static bool IsGiven(ParseResult arguments, Option option) =>
        arguments.GetResult(option) is { Implicit: false } && !(option is Option<bool> flag && !arguments.GetValue(flag));

    /// <summary>Marks an option as one that the other options make useless, which keeps it out of the configuration.</summary>
    /// <exception cref="ToolException">The user gave that option.</exception>
    public void Unused(ParseResult arguments, Option option, string reason)
    {
        if (IsGiven(arguments, option))
        {
            throw new ToolException($"{Names[option]} {reason}");
        }

        _unused.Add(option);
    }

    /// <summary>Leaves an option out of the configuration, because another option says the same.</summary>
    public void LeaveOut(Option option) => _unused.Add(option);

    /// <summary>Marks the options that do not apply to the tutorial's cell, which is always a single layer.</summary>
    public void UnusedBySingleCell(ParseResult arguments, string cell, params IEnumerable<Option> others)
    {
        foreach (Option option in (Option[])[_embedding, _layers, .. _convolutions.Options, _residual, _layerNorm, _activation, _dropout, _sparsity, .. others])
        {
            Unused(arguments, option, $"does not go with --cell {cell}, which is always a single layer");
        }
    }

    /// <summary>Marks the options that do not apply where each training step learns one random example.</summary>
    public void UnusedByExamples(ParseResult arguments, params IEnumerable<Option> others)
    {
        foreach (Option option in (Option[])[_epochs, _batch, _threads, _stepEveryEpochs, _warmUpEpochs, .. others])
        {
            Unused(arguments, option, "does not go with --tutorial, which learns one random example at each step");
        }
    }

    /// <summary>The value of an option, or its default. It becomes part of the configuration.</summary>
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

    /// <summary>The trainer options that all kinds of training share.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">The model file, which the model is named after.</param>
    /// <param name="defaults">The values of options that the user leaves out.</param>
    /// <param name="sequences">Sequences in a training step.</param>
    /// <param name="evaluations">Evaluations in the whole run. Early stopping waits for a share of these; null turns it off by default.</param>
    /// <param name="fewestMisses">The fewest evaluations that early stopping waits for.</param>
    public T Options<T>(ParseResult arguments, string output, T defaults, int sequences, int? evaluations = null, int fewestMisses = FewestMisses)
        where T : TrainingOptions => defaults with
        {
            Name = Resolve(arguments, _name, Path.GetFileNameWithoutExtension(output)),
            Seed = arguments.GetValue(_seed),
            Threads = InRange(Resolve(arguments, _threads, defaults.ThreadsFor(sequences)), 1, DataParallelNetwork<float>.MaxThreads, Names[_threads]),
            Dropout = Resolve(arguments, _dropout, defaults.Dropout),
            Sparsity = arguments.GetValue(_sparsity) ?? defaults.Sparsity,
            Patience = Patience(arguments, evaluations, fewestMisses),
            InitialWeights = Continuation.LoadInitialWeights(arguments),
            Optimizer = Optimizer(arguments, defaults.Optimizer),
        };

    /// <summary>The model file: the user's choice, or a name from the data's.</summary>
    /// <exception cref="ToolException">The data come from standard input, which has no name.</exception>
    public string Output(ParseResult arguments, string data) => arguments.GetValue(_output) is string output ? output
        : DataInput.IsStandardInput(data)
        ? throw new ToolException($"{Names[_output]} is needed to name the model file, because the data come from standard input")
        : Path.GetFileNameWithoutExtension(data.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)) + ".tinyrnn";

    /// <summary>Collects the files of a training before any of them is read.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">The model file.</param>
    /// <param name="data">The files with training and validation data; null for one that was left out.</param>
    /// <param name="pictures">Suffixes of the files next to the model, which follow the stem of its name.</param>
    /// <exception cref="ToolException">An output file is also an input.</exception>
    public TrainingOutputs Files(ParseResult arguments, string output, IEnumerable<string?> data, params IEnumerable<string> pictures) => new(
        _replacing.Files(arguments).Reads([
            .. data.Where(path => path != DataInput.StandardInput), arguments.GetValue(_config), Continuation.InitialWeightsPath(arguments)]),
        output,
        Continuation.KeepsCheckpoint(arguments) && arguments.GetValue(_sweep) is null && arguments.GetValue(_minutes) is null,
        pictures);

    public string Cell(ParseResult arguments, string otherwise) => Resolve(arguments, _cell, otherwise);

    public int Hidden(ParseResult arguments, int otherwise = 128) => InRange(Resolve(arguments, _hidden, otherwise), 1, 4096, Names[_hidden]);

    /// <summary>The recurrent layers.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cell">The cell, if the user names none.</param>
    /// <param name="hidden">Their size, if the user gives none.</param>
    /// <exception cref="ToolException">The cell does not support the activation, or a residual network has one layer only.</exception>
    public RecurrentArchitecture Recurrent(ParseResult arguments, string cell = "rnn", int hidden = 128)
    {
        RecurrentArchitecture architecture = new()
        {
            Cell = Enum.Parse<RecurrentCell>(Cell(arguments, cell), ignoreCase: true),
            HiddenSize = Hidden(arguments, hidden),
            Layers = Layers(arguments),
            Activation = Activation(arguments),
            EmbeddingSize = Embedding(arguments),
            IsResidual = Flag(arguments, _residual),
            HasLayerNorm = Flag(arguments, _layerNorm),
        };
        if (architecture is { IsResidual: true, Layers: < 2 })
        {
            throw new ToolException($"{Names[_residual]} needs at least 2 layers, not {architecture.Layers}");
        }

        return architecture is { Cell: RecurrentCell.Lstm, Activation: not Model.Activation.Tanh }
            ? throw new ToolException($"{Names[_activation]} must be tanh for --cell lstm, not {arguments.GetValue(_activation)}")
            : _convolutions.AddTo(architecture, arguments);
    }

    /// <summary>The sizes of an MLP's hidden layers.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="hidden">The size, if the user gives none.</param>
    /// <param name="fewest">The fewest layers that are allowed.</param>
    /// <exception cref="ToolException">The user gave an option for recurrent layers, or one for hidden layers without any.</exception>
    public IReadOnlyList<int> HiddenSizes(ParseResult arguments, int hidden = 128, int fewest = 1)
    {
        foreach (Option option in (Option[])[.. _convolutions.Options, _residual, _layerNorm, _sparsity])
        {
            Unused(arguments, option, $"is for recurrent layers, but --cell {NoCell} has none");
        }

        int layers = Layers(arguments, fewest);
        if (layers > 0)
        {
            return [.. Enumerable.Repeat(Hidden(arguments, hidden), layers)];
        }

        foreach (Option option in (Option[])[_hidden, _activation, _dropout])
        {
            Unused(arguments, option, $"is for hidden layers, but {Names[_layers]} 0 has none");
        }

        return [];
    }

    public Activation Activation(ParseResult arguments) => Enum.Parse<Activation>(arguments.GetRequiredValue(_activation), ignoreCase: true);

    public int Embedding(ParseResult arguments) => InRange(arguments.GetValue(_embedding), 0, 4096, Names[_embedding]);

    /// <summary>Whether the user gave an option about the layers.</summary>
    public bool GivesArchitecture(ParseResult arguments) =>
        ((Option[])[_cell, _hidden, _layers, .. _convolutions.Options, _activation, _dropout]).Any(option => IsGiven(arguments, option))
        || Continuation.HasInitialWeights(arguments);

    /// <summary>Sets the options as if the user had asked for a linear model.</summary>
    public void ResolveLinear()
    {
        _resolved[_cell] = NoCell;
        _resolved[_layers] = 0;
    }

    private int Layers(ParseResult arguments, int fewest = 1) =>
        InRange(_resolved.TryGetValue(_layers, out object? known) ? (int)known : arguments.GetValue(_layers), fewest, 16, Names[_layers]);

    // After a third of the run without improvement a better evaluation is rare, and waiting for it would take most of the time.
    private int? Patience(ParseResult arguments, int? evaluations, int fewest)
    {
        int share = Math.Max(fewest, (evaluations ?? 0) / 3);
        return Continuation.Patience(arguments) is int given ? (given == 0 ? null : given) : share < evaluations ? share : null;
    }

    public int Epochs(ParseResult arguments, int otherwise) => Resolve(arguments, _epochs, otherwise);

    public int Batch(ParseResult arguments, int otherwise) => InRange(Resolve(arguments, _batch, otherwise), 1, 65_536, Names[_batch]);

    private OptimizerOptions Optimizer(ParseResult arguments, OptimizerOptions otherwise)
    {
        OptimizerKind kind = Resolve(arguments, _optimizer, otherwise.Kind);
        if (kind is OptimizerKind.Adam or OptimizerKind.AdamW)
        {
            Unused(arguments, _momentum, $"is for sgd and rmsprop, but the optimiser is {_resolved[_optimizer]}");
        }

        LearningRateSchedule schedule = Resolve(arguments, _schedule, otherwise.Schedule);
        if (schedule != LearningRateSchedule.Step)
        {
            foreach (Option option in (Option[])[_stepFactor, _stepEvery, _stepEveryEpochs])
            {
                Unused(arguments, option, $"is for the step schedule, but the schedule is {_resolved[_schedule]}");
            }
        }

        OnlyOne(arguments, _stepEvery, _stepEveryEpochs);
        OnlyOne(arguments, _warmUp, _warmUpEpochs);
        double clip = Resolve(arguments, _clip, otherwise.ClipNorm ?? 0);
        return otherwise with
        {
            Kind = kind,
            LearningRate = Resolve(arguments, _rate, otherwise.LearningRate),
            Momentum = Resolve(arguments, _momentum, otherwise.Momentum),
            WeightDecay = Decay(arguments, kind, otherwise),
            Schedule = schedule,
            StepFactor = Resolve(arguments, _stepFactor, otherwise.StepFactor),
            StepEvery = arguments.GetValue(_stepEvery) ?? otherwise.StepEvery,
            StepEveryEpochs = arguments.GetValue(_stepEveryEpochs) ?? otherwise.StepEveryEpochs,
            WarmUpSteps = Resolve(arguments, _warmUp, otherwise.WarmUpSteps),
            WarmUpEpochs = arguments.GetValue(_warmUpEpochs) ?? otherwise.WarmUpEpochs,
            ClipValue = arguments.GetValue(_clipValue) ?? otherwise.ClipValue,
            ClipNorm = clip == 0 ? null : clip,
        };
    }

    // A flag that is off stays out of the configuration, so that models keep the bytes that they had before the flag existed.
    private bool Flag(ParseResult arguments, Option<bool> option)
    {
        bool isOn = arguments.GetValue(option);
        if (!isOn)
        {
            _unused.Add(option);
        }

        return isOn;
    }

    // The default is that of the default optimiser; each has its own.
    private double? Decay(ParseResult arguments, OptimizerKind kind, OptimizerOptions otherwise) =>
        kind == otherwise.Kind && otherwise.WeightDecay is double decay
        ? Resolve(arguments, _decay, decay)
        : arguments.GetValue(_decay);

    private void OnlyOne(ParseResult arguments, Option steps, Option epochs)
    {
        if (IsGiven(arguments, epochs))
        {
            Unused(arguments, steps, $"and {Names[epochs]} set the same in steps and in epochs; give one of them");
        }
    }

    private TEnum Resolve<TEnum>(ParseResult arguments, Option<string?> option, TEnum otherwise)
        where TEnum : struct, Enum =>
        Enum.Parse<TEnum>(Resolve(arguments, option, otherwise.ToString().ToLowerInvariant()), ignoreCase: true);

    private int Run(ParseResult arguments, Func<ParseResult, TrainingPlan> makePlan, CancellationToken cancellation)
    {
        SweepSpecification? sweep = arguments.GetValue(_sweep) is string text ? SweepSpecification.Parse(text, arguments, Names) : null;
        if (arguments.GetValue(_config) is string path)
        {
            arguments = TrainingConfiguration.Apply(arguments, path, sweep?.Names ?? [], Names);
        }

        if (arguments.GetValue(_minutes) is double minutes)
        {
            return sweep is not null ? throw new ToolException($"{SearchRun.TimeOption} does not go with --sweep, which trains a fixed list of settings; "
                + "give one of them")
                : minutes is > 0 and <= SearchRun.MostMinutes
                ? new SearchRun(new SearchSpace(arguments), arguments, MakePlanOfMany, TimeSpan.FromMinutes(minutes), TimeProvider.System).Run(cancellation)
                : throw new ToolException(
                    FormattableString.Invariant($"{SearchRun.TimeOption} must be above 0 and at most {SearchRun.MostMinutes}, not {minutes}"));
        }

        return sweep is null
            ? TrainingRun.ExitCode(TrainingRun.Run(MakePlan(arguments), cancellation))
            : new SweepRun(sweep, arguments, MakePlanOfMany).Run(cancellation);

        TrainingPlan MakePlan(ParseResult line)
        {
            _resolved.Clear();
            _unused.Clear();
            try
            {
                return makePlan(line) with { IsStamped = line.GetValue(_stamp) };
            }
            catch (ArgumentOutOfRangeException e) when (Names.Translate(e) is ToolException translated)
            {
                throw translated;
            }
        }

        TrainingPlan MakePlanOfMany(ParseResult line)
        {
            Continuation.RefuseSweep(line);
            return MakePlan(line) with { Checkpoints = null };
        }
    }

    /// <exception cref="ToolException">The value is out of range.</exception>
    public static int InRange(int value, int minimum, int maximum, string name) => value >= minimum && value <= maximum
        ? value
        : throw new ToolException($"{name} must be {minimum} to {maximum}, not {value}");
}
