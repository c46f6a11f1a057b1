using System.CommandLine;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options for a training's start, its checkpoints and early stopping.</summary>
internal sealed class ContinuationArguments
{
    private readonly Option<int?> _checkpointEvery = new("--checkpoint-every")
    {
        Description = "Training steps between checkpoints; 0 for none. The checkpoint is next to the model, as NAME.checkpoint, until the training ends. "
            + "[default: a checkpoint every 30 seconds]",
    };
    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Continue from the checkpoint of a training that was stopped or killed. Settings and data must be the same.",
    };
    private readonly Option<string?> _initialWeights = new("--initial-weights")
    {
        Description = "Start from the weights of this model file instead of random ones; it must have the same layers.",
    };
    private readonly Option<int?> _patience = new("--patience")
    {
        Description = "Stop after this many evaluations in a row without improvement; 0 never stops early.",
    };

    private readonly SettingNames _names;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="names">The names of the options in error messages.</param>
    public ContinuationArguments(Command command, SettingNames names)
    {
        _names = names;
        names.Add(nameof(TrainingOptions.Patience), _patience);
        foreach (Option option in (Option[])[_checkpointEvery, _resume, _initialWeights, _patience])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The option for early stopping.</summary>
    public Option PatienceOption => _patience;

    public int? Patience(ParseResult arguments) => arguments.GetValue(_patience);

    /// <summary>Loads the weights to start from.</summary>
    public InitialWeights? LoadInitialWeights(ParseResult arguments) =>
        arguments.GetValue(_initialWeights) is string path ? new InitialWeights(Models.Load(path), path) : null;

    /// <summary>The model file whose weights the training starts from, or null.</summary>
    public string? InitialWeightsPath(ParseResult arguments) => arguments.GetValue(_initialWeights);

    /// <summary>Whether a training may write a checkpoint.</summary>
    public bool KeepsCheckpoint(ParseResult arguments) => arguments.GetValue(_checkpointEvery) != 0;

    /// <summary>Whether a training starts from the weights of a model.</summary>
    public bool HasInitialWeights(ParseResult arguments) => arguments.GetValue(_initialWeights) is not null;

    /// <exception cref="ToolException">An option for checkpoints is given, but a run of several trainings keeps none.</exception>
    public void RefuseSweep(ParseResult arguments)
    {
        if (arguments.GetValue(_checkpointEvery) is > 0)
        {
            throw new ToolException($"{_names[_checkpointEvery]} is for one training, but --sweep and --minutes keep no checkpoints; leave it out");
        }

        if (arguments.GetValue(_resume))
        {
            throw new ToolException("--resume is for one training, but --sweep and --minutes keep no checkpoints; leave it out");
        }
    }

    /// <summary>The checkpoint file next to a model file.</summary>
    public CheckpointOptions? Checkpoints(ParseResult arguments, string output)
    {
        string path = TrainingOutputs.CheckpointPath(output);
        bool isResumed = arguments.GetValue(_resume);
        int? every = arguments.GetValue(_checkpointEvery);
        if (every == 0)
        {
            return isResumed ? throw new ToolException($"--resume does not go with {_names[_checkpointEvery]} 0, which writes no checkpoint; leave one of "
                + "them out") : null;
        }

        return new CheckpointOptions(path)
        {
            EverySteps = every is int steps ? TrainingArguments.InRange(steps, 0, 1_000_000_000, _names[_checkpointEvery]) : null,
            Resume = isResumed,
        };
    }
}
