using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>Settings of <see cref="TutorialTrainer"/>; the defaults are the tutorial's: plain SGD at 0.005.</summary>
public sealed record TutorialOptions : TrainingOptions
{
    /// <summary>Makes the tutorial's settings.</summary>
    public TutorialOptions()
    {
        Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, LearningRate = 0.005 };
        ProgressEvery = 5000;
    }

    /// <summary>Training examples, one in each step; 1 to 1,000,000,000.</summary>
    public int Steps { get; init => field = OptionRange.Int32(value, 1, 1_000_000_000, nameof(Steps)); } = 100_000;

    /// <summary>Steps between points of the loss curve. A point is the mean over these steps; 1 to 1,000,000,000.</summary>
    public int LossEvery { get; init => field = OptionRange.Int32(value, 1, 1_000_000_000, nameof(LossEvery)); } = 1000;

    /// <summary>Steps between evaluations on the test examples, which choose the best weights; 1 to 1,000,000,000.</summary>
    public int EvaluateEvery { get; init => field = OptionRange.Int32(value, 1, 1_000_000_000, nameof(EvaluateEvery)); } = 5000;

    internal override string TrainerName => "tutorial";

    private protected override void WriteOwn(Utf8JsonWriter json)
    {
        json.WriteNumber("steps", Steps);
        json.WriteNumber("lossEvery", LossEvery);
        json.WriteNumber("evaluateEvery", EvaluateEvery);
    }
}
