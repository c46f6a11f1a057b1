using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options that all kinds of training have. Left out, the trainer's own defaults hold.</summary>
internal sealed class TrainingArguments
{
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Model file to write; named after the data by default." };
    private readonly Option<string?> _name = new("--name") { Description = "Name of the model, for people." };
    private readonly Option<string?> _cell = new("--cell");
    private readonly Option<int> _embedding = new("--embedding") { Description = "Values of a table of vectors, one a character, before the cells; 0 for none." };
    private readonly Option<int> _hidden = new("--hidden") { Description = "Hidden size.", DefaultValueFactory = _ => 128 };
    private readonly Option<int> _layers = new("--layers") { Description = "Number of recurrent layers.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _activation = new("--activation") { Description = "tanh, relu or identity; of a gru's candidate tanh or relu.", DefaultValueFactory = _ => "tanh" };
    private readonly Option<double> _dropout = new("--dropout") { Description = "Probability with which each value between two layers is left out while learning." };
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
    private readonly Option<ulong> _seed = new("--seed") { Description = "The same seed gives the same bytes.", DefaultValueFactory = _ => 1UL };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="cells">The cells to choose from.</param>
    public TrainingArguments(Command command, params string[] cells)
    {
        _cell.Description = string.Join(", ", cells[..^1]) + " or " + cells[^1] + ".";
        _cell.AcceptOnlyFromAmong(cells);
        _activation.AcceptOnlyFromAmong("tanh", "relu", "identity");
        _optimizer.AcceptOnlyFromAmong("adam", "adamw", "rmsprop", "sgd");
        _schedule.AcceptOnlyFromAmong("constant", "cosine", "step");
        Option[] options = [_output, _name, _cell, _embedding, _hidden, _layers, _activation, _dropout, _epochs, _batch, _optimizer, _rate, _momentum, _decay, _schedule, _stepFactor, _stepEvery, _warmUp, _clip, _clipValue, _seed];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        Continuation = new ContinuationArguments(command);
    }

    /// <summary>Checkpoints, weights to begin with, and early stopping.</summary>
    public ContinuationArguments Continuation { get; }

    public string Output(ParseResult arguments, string data) => arguments.GetValue(_output)
        ?? Path.GetFileNameWithoutExtension(data.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)) + ".tinyrnn";

    public string Name(ParseResult arguments, string output) => arguments.GetValue(_name) ?? Path.GetFileNameWithoutExtension(output);

    public string? Cell(ParseResult arguments) => arguments.GetValue(_cell);

    public int Hidden(ParseResult arguments) => InRange(arguments.GetValue(_hidden), 1, 4096, "--hidden");

    /// <summary>The recurrent layers, plain ones where no cell is named.</summary>
    public RecurrentArchitecture Recurrent(ParseResult arguments) => new()
    {
        Cell = Enum.Parse<RecurrentCell>(Cell(arguments) ?? nameof(RecurrentCell.Rnn), ignoreCase: true),
        HiddenSize = Hidden(arguments),
        Layers = InRange(arguments.GetValue(_layers), 1, 16, "--layers"),
        Activation = Enum.Parse<Activation>(arguments.GetRequiredValue(_activation), ignoreCase: true),
        EmbeddingSize = InRange(arguments.GetValue(_embedding), 0, 4096, "--embedding"),
    };

    public double Dropout(ParseResult arguments) => arguments.GetValue(_dropout);

    public int Epochs(ParseResult arguments, int otherwise) => arguments.GetValue(_epochs) ?? otherwise;

    public int Batch(ParseResult arguments, int otherwise) => arguments.GetValue(_batch) ?? otherwise;

    public ulong Seed(ParseResult arguments) => arguments.GetValue(_seed);

    public OptimizerOptions Optimizer(ParseResult arguments, OptimizerOptions otherwise)
    {
        double? clip = arguments.GetValue(_clip) ?? otherwise.ClipNorm;
        return otherwise with
        {
            Kind = arguments.GetValue(_optimizer) is string kind ? Enum.Parse<OptimizerKind>(kind, ignoreCase: true) : otherwise.Kind,
            LearningRate = arguments.GetValue(_rate) ?? otherwise.LearningRate,
            Momentum = arguments.GetValue(_momentum) ?? otherwise.Momentum,
            WeightDecay = arguments.GetValue(_decay) ?? otherwise.WeightDecay,
            Schedule = arguments.GetValue(_schedule) is string schedule ? Enum.Parse<LearningRateSchedule>(schedule, ignoreCase: true) : otherwise.Schedule,
            StepFactor = arguments.GetValue(_stepFactor) ?? otherwise.StepFactor,
            StepEvery = arguments.GetValue(_stepEvery) ?? otherwise.StepEvery,
            WarmUpSteps = arguments.GetValue(_warmUp) ?? otherwise.WarmUpSteps,
            ClipValue = arguments.GetValue(_clipValue) ?? otherwise.ClipValue,
            ClipNorm = clip == 0 ? null : clip,
        };
    }

    /// <exception cref="ToolException">The value is outside the range.</exception>
    public static int InRange(int value, int minimum, int maximum, string option) => value >= minimum && value <= maximum
        ? value
        : throw new ToolException($"{option} is {minimum} to {maximum}, not {value}");
}
