using System.CommandLine;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options of a training that say where it begins, what it keeps to go on from, and when it stops by itself.</summary>
internal sealed class ContinuationArguments
{
    private readonly Option<int?> _checkpointEvery = new("--checkpoint-every") { Description = "Steps from one checkpoint to the next; 0 for none, left out for one every 30 seconds. It stands beside the model as .checkpoint until the training is done." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the checkpoint of a training with the same settings and data that was stopped or killed." };
    private readonly Option<string?> _from = new("--from") { Description = "Model file with the same layers to begin with instead of random weights." };
    private readonly Option<int?> _patience = new("--patience") { Description = "Stop after this many evaluations in a row without a better one." };

    public ContinuationArguments(Command command)
    {
        foreach (Option option in (Option[])[_checkpointEvery, _resume, _from, _patience])
        {
            command.Options.Add(option);
        }
    }

    public int? Patience(ParseResult arguments) => arguments.GetValue(_patience);

    /// <summary>The weights of the model to begin with.</summary>
    public InitialWeights? From(ParseResult arguments) => arguments.GetValue(_from) is string path ? new InitialWeights(Models.Load(path), path) : null;

    /// <exception cref="ToolException">The run is to go on from a checkpoint, but consists of several.</exception>
    public void RefuseSweep(ParseResult arguments)
    {
        if (arguments.GetValue(_resume))
        {
            throw new ToolException("--resume goes on with one training, not with a --sweep, which keeps no checkpoints");
        }
    }

    /// <summary>Checkpoints beside a model file.</summary>
    public CheckpointOptions? Checkpoints(ParseResult arguments, string output)
    {
        string path = Path.ChangeExtension(output, ".checkpoint");
        bool isResumed = arguments.GetValue(_resume);
        int? every = arguments.GetValue(_checkpointEvery);
        if (every == 0)
        {
            return isResumed ? throw new ToolException("--resume needs checkpoints, and '--checkpoint-every 0' keeps none") : null;
        }

        return new CheckpointOptions(path) { EverySteps = every is int steps ? TrainingArguments.InRange(steps, 0, 1_000_000_000, "--checkpoint-every") : null, Resume = isResumed };
    }
}
