using System.CommandLine;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options of a training that say where it begins, what it keeps to go on from, and when it stops by itself.</summary>
internal sealed class ContinuationArguments
{
    private readonly Option<int?> _checkpointEvery = new("--checkpoint-every")
    {
        Description = "Steps from one checkpoint to the next; 0 for none, left out for one every 30 seconds. It stands beside "
            + "the model as .checkpoint until the training is done."
    };
    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on from the checkpoint of a training with the same settings and data that was stopped or killed.",
    };
    private readonly Option<string?> _from = new("--from") { Description = "Model file with the same layers to begin with instead of random weights." };
    private readonly Option<int?> _patience = new("--patience")
    {
        Description = "Stop after this many evaluations in a row without a better one; 0 for never. Default: a third of the epochs, but at least 10 "
            + "(for texts 3); shorter runs never stop early.",
    };

    private readonly SettingNames _names;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="names">What options are called in errors.</param>
    public ContinuationArguments(Command command, SettingNames names)
    {
        _names = names;
        names.Add(nameof(TrainingOptions.Patience), _patience);
        foreach (Option option in (Option[])[_checkpointEvery, _resume, _from, _patience])
        {
            command.Options.Add(option);
        }
    }

    public int? Patience(ParseResult arguments) => arguments.GetValue(_patience);

    /// <summary>The weights of the model to begin with.</summary>
    public InitialWeights? From(ParseResult arguments) => arguments.GetValue(_from) is string path ? new InitialWeights(Models.Load(path), path) : null;

    /// <summary>The model file to begin with, or null.</summary>
    public string? FromPath(ParseResult arguments) => arguments.GetValue(_from);

    /// <summary>Whether a training may write a checkpoint.</summary>
    public bool KeepsCheckpoint(ParseResult arguments) => arguments.GetValue(_checkpointEvery) != 0;

    /// <summary>Whether a training begins with the weights of a model.</summary>
    public bool HasFrom(ParseResult arguments) => arguments.GetValue(_from) is not null;

    /// <exception cref="ToolException">Checkpoints are asked for, or to go on from one, but a run of several trainings has none.</exception>
    public void RefuseSweep(ParseResult arguments)
    {
        if (arguments.GetValue(_checkpointEvery) is > 0)
        {
            throw new ToolException($"{_names[_checkpointEvery]} is for one training; --sweep and --minutes keep no checkpoints");
        }

        if (arguments.GetValue(_resume))
        {
            throw new ToolException("--resume continues one training; --sweep and --minutes keep no checkpoints");
        }
    }

    /// <summary>Checkpoints beside a model file.</summary>
    public CheckpointOptions? Checkpoints(ParseResult arguments, string output)
    {
        string path = TrainingOutputs.CheckpointPath(output);
        bool isResumed = arguments.GetValue(_resume);
        int? every = arguments.GetValue(_checkpointEvery);
        if (every == 0)
        {
            return isResumed ? throw new ToolException($"--resume needs checkpoints, and {_names[_checkpointEvery]} 0 keeps none") : null;
        }

        return new CheckpointOptions(path)
        {
            EverySteps = every is int steps ? TrainingArguments.InRange(steps, 0, 1_000_000_000, _names[_checkpointEvery]) : null,
            Resume = isResumed,
        };
    }
}
