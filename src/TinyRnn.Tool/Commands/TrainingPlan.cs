using System.Text.Json.Nodes;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>A training that is about to run.</summary>
/// <param name="Trainer">The trainer.</param>
/// <param name="Outputs">The files that it writes.</param>
internal sealed record TrainingPlan(Trainer Trainer, TrainingOutputs Outputs)
{
    /// <summary>Lines to print about the data and the network.</summary>
    public IReadOnlyList<(string Word, string Text)> Description { get; init; } = [];

    /// <summary>All settings as a JSON object in the form that <c>--config</c> reads, for the model's metadata; null for none.</summary>
    public string? Configuration { get; init; }

    /// <summary>The training's checkpoint; null for none.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>Samples of text to show, or null for none.</summary>
    public TextSamples? Samples { get; init; }

    /// <summary>For a series: rows of the validation targets. Errors on other targets cannot be compared. Null for other data.</summary>
    public IReadOnlyList<int>? Targets { get; init; }

    /// <summary>For a series: measures a model's error on validation targets. Null for other data.</summary>
    public Func<Network, IReadOnlyList<int>, double>? ErrorOn { get; init; }

    /// <summary>The verdict on the training; null for that of <see cref="TrainingVerdict"/>.</summary>
    public Func<TrainingResult, string?> Verdict { get; init; } = TrainingVerdict.Of;

    /// <summary>Adds measurements of the network to its metadata; null for none.</summary>
    public Func<TrainingResult, JsonObject>? Metadata { get; init; }

    /// <summary>The data, for the metadata; null for those that come with the tool.</summary>
    public string? Data { get; init; }

    /// <summary>Whether date and duration are written into the metadata. If so, no two models have the same bytes.</summary>
    public bool IsStamped { get; init; }

    /// <summary>Reports and writes more after the model, such as a test. Receives the files of the run and the model's path; null for nothing.</summary>
    public Action<TrainingResult, RunFiles, string>? Report { get; init; }

    /// <summary>Layers and their size in words.</summary>
    public static string Describe(IReadOnlyList<Layer> layers)
    {
        long parameters = layers.SelectMany(layer => layer.Tensors).Sum(tensor => tensor.Length);
        return FormattableString.Invariant($"{string.Join(", ", layers)}: {parameters:#,0} parameters");
    }
}
