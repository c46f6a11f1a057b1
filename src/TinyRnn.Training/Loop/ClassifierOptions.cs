using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>Settings of <see cref="ClassifierTrainer"/>.</summary>
public sealed record ClassifierOptions : TrainingOptions
{
    /// <summary>Makes the default settings: Adam at 0.003 with a cosine schedule, clipped at 1.</summary>
    public ClassifierOptions() =>
        Optimizer = new OptimizerOptions { LearningRate = 3e-3, Schedule = LearningRateSchedule.Cosine, ClipNorm = 1 };

    /// <summary>Passes over the training examples, 1 to 100,000.</summary>
    public int Epochs { get; init => field = OptionRange.Int32(value, 1, 100_000, nameof(Epochs)); } = 12;

    /// <summary>Sequences a step, 1 to 65,536.</summary>
    public int BatchSize { get; init => field = OptionRange.Int32(value, 1, 65_536, nameof(BatchSize)); } = 32;

    internal override string TrainerName => "classifier";

    private protected override void WriteOwn(Utf8JsonWriter json)
    {
        json.WriteNumber("epochs", Epochs);
        json.WriteNumber("batchSize", BatchSize);
    }
}
