using System.Text.Json.Nodes;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>A training that is about to run.</summary>
/// <param name="Trainer">What trains.</param>
/// <param name="Outputs">The files that it writes.</param>
internal sealed record TrainingPlan(Trainer Trainer, TrainingOutputs Outputs)
{
    /// <summary>Lines for people about the data and the network.</summary>
    public IReadOnlyList<(string Word, string Text)> Description { get; init; } = [];

    /// <summary>All settings as a JSON object that <c>--config</c> reads, for the model's metadata; null for none.</summary>
    public string? Configuration { get; init; }

    /// <summary>Where the training keeps what it needs to go on; null for nowhere.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>Samples of text to show, or null for none.</summary>
    public TextSamples? Samples { get; init; }

    /// <summary>Of a series: rows of the targets that choose the weights. Errors on other ones are no comparison. Null for other data.</summary>
    public IReadOnlyList<int>? Targets { get; init; }

    /// <summary>What is to be said of how it went; null for what <see cref="TrainingVerdict"/> says.</summary>
    public Func<TrainingResult, string?> Verdict { get; init; } = TrainingVerdict.Of;

    /// <summary>Adds what is measured of the network to the fields of its metadata; null for nothing.</summary>
    public Func<TrainingResult, JsonObject>? Metadata { get; init; }

    /// <summary>The data, for the metadata; null for those that come with the tool.</summary>
    public string? Data { get; init; }

    /// <summary>Whether date and duration are written into the metadata, so that no two models are the same bytes.</summary>
    public bool IsStamped { get; init; }

    /// <summary>What is told and written after the model is, such as a test, with the files of the run and the model's; null for nothing.</summary>
    public Action<TrainingResult, RunFiles, string>? Report { get; init; }

    /// <summary>Layers and their size in words.</summary>
    public static string Describe(IReadOnlyList<Layer> layers)
    {
        long parameters = layers.SelectMany(layer => layer.Tensors).Sum(tensor => tensor.Length);
        return FormattableString.Invariant($"{string.Join(", ", layers)}: {parameters:#,0} parameters");
    }
}
