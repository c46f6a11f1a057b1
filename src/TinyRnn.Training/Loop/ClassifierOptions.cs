using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>Which examples an epoch has.</summary>
public enum ExampleSampling
{
    /// <summary>Each once, in random order.</summary>
    Shuffled,

    /// <summary>The same number, but each from a random class, so that all classes are equally frequent.</summary>
    Balanced,
}

/// <summary>How the loss of each class is weighted.</summary>
public enum ClassWeighting
{
    /// <summary>All examples have the same weight.</summary>
    None,

    /// <summary>All classes have the same total weight: weight_c = examples / (classes * examples of c), whose mean over the examples is 1.</summary>
    Balanced,
}

/// <summary>Settings of <see cref="ClassifierTrainer"/>.</summary>
public sealed record ClassifierOptions : TrainingOptions
{
    /// <summary>Makes the default settings: Adam at 0.003 with a cosine schedule, clipped at 1.</summary>
    public ClassifierOptions() =>
        Optimizer = new OptimizerOptions { LearningRate = 3e-3, Schedule = LearningRateSchedule.Cosine, ClipNorm = 1 };

    /// <summary>Epochs, 1 to 100,000.</summary>
    public int Epochs { get; init => field = OptionRange.Int32(value, 1, 100_000, nameof(Epochs)); } = 12;

    /// <summary>Sequences in a training step, 1 to 65,536.</summary>
    public int BatchSize { get; init => field = OptionRange.Int32(value, 1, 65_536, nameof(BatchSize)); } = 32;

    /// <summary>Which examples an epoch has.</summary>
    public ExampleSampling Sampling { get; init => field = OptionRange.Defined(value, nameof(Sampling)); }

    /// <summary>How the loss of each class is weighted in training. Evaluations are not weighted.</summary>
    public ClassWeighting ClassWeights { get; init => field = OptionRange.Defined(value, nameof(ClassWeights)); }

    internal override string TrainerName => "classifier";

    private protected override void WriteOwn(Utf8JsonWriter json)
    {
        json.WriteNumber("epochs", Epochs);
        json.WriteNumber("batchSize", BatchSize);
        if (Sampling != ExampleSampling.Shuffled)
        {
            json.WriteString("sampling", "balanced");
        }

        if (ClassWeights != ClassWeighting.None)
        {
            json.WriteString("classWeights", "balanced");
        }
    }
}
