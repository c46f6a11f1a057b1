using System.CommandLine;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options for a training's start, its checkpoints and early stopping.</summary>
internal sealed class ContinuationArguments
{
    private readonly Option<int?> _checkpointEvery = new("--checkpoint-every")
    {
        Description = "Training steps between checkpoints; 0 for none. Default: one every 30 seconds. The checkpoint is kept next to "
            + "the model as .checkpoint until the training ends."
    };
    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Continue a training that was stopped or killed from its checkpoint. Settings and data must be the same.",
    };
    private readonly Option<string?> _initialWeights = new("--initial-weights")
    {
        Description = "Start from the weights of this model file instead of random ones; it must have the same layers.",
    };
    private readonly Option<int?> _patience = new("--patience")
    {
        Description = "Stop after this many evaluations in a row without improvement; 0 for never. Default: a third of the epochs, but at least 10 "
            + "(3 for texts); shorter runs never stop early.",
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

    public int? Patience(ParseResult arguments) => arguments.GetValue(_patience);

    /// <summary>Loads the weights to start from.</summary>
    public InitialWeights? LoadInitialWeights(ParseResult arguments) => arguments.GetValue(_initialWeights) is string path ? new InitialWeights(Models.Load(path), path) : null;

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
            throw new ToolException($"{_names[_checkpointEvery]} is for one training; --sweep and --minutes keep no checkpoints");
        }

        if (arguments.GetValue(_resume))
        {
            throw new ToolException("--resume is for one training; --sweep and --minutes keep no checkpoints");
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
            return isResumed ? throw new ToolException($"--resume needs a checkpoint, but {_names[_checkpointEvery]} 0 keeps none") : null;
        }

        return new CheckpointOptions(path)
        {
            EverySteps = every is int steps ? TrainingArguments.InRange(steps, 0, 1_000_000_000, _names[_checkpointEvery]) : null,
            Resume = isResumed,
        };
    }
}
