namespace TinyRnn.Training;

/// <summary>An example and the network's guess.</summary>
/// <param name="Text">The example.</param>
/// <param name="Guess">The likeliest label.</param>
/// <param name="Label">The true label.</param>
public sealed record ExampleGuess(string Text, string Guess, string Label)
{
    /// <summary>Whether the guess is right.</summary>
    public bool Correct => Guess == Label;
}

/// <summary>The progress of a training.</summary>
public sealed record TrainingProgress
{
    /// <summary>Steps done.</summary>
    public required int Iteration { get; init; }

    /// <summary>Steps of the whole run.</summary>
    public required int TotalIterations { get; init; }

    /// <summary>The current epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs of the whole run. The last may be partial.</summary>
    public required int TotalEpochs { get; init; }

    /// <summary>Mean training loss since the last point of the loss curve: nats, or squared error of standardised targets.</summary>
    public required double Loss { get; init; }

    /// <summary>The metric on examples that are not used for learning, or null without a new evaluation since the last call.</summary>
    public double? Metric { get; init; }

    /// <summary>The best metric so far, whose weights are kept; null before the first evaluation.</summary>
    public double? BestMetric { get; init; }

    /// <summary>Training steps at which <see cref="BestMetric"/> was measured; 0 before the first evaluation.</summary>
    public int BestIteration { get; init; }

    /// <summary>Whether <see cref="Metric"/> is measured on the test examples, because there are no validation examples.</summary>
    public bool IsOfTest { get; init; }

    /// <summary>The name of <see cref="Metric"/>: <c>accuracy</c>, <c>perplexity</c> or <c>rmse</c>.</summary>
    public required string MetricName { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Euclidean norm of the last step's gradient before clipping; null if it is not clipped by norm.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>Sequences or characters (see <see cref="ItemName"/>) processed each second, over the whole run so far.</summary>
    public required double ItemsPerSecond { get; init; }

    /// <summary>The kind of an item: <c>sequences</c> or <c>characters</c>.</summary>
    public required string ItemName { get; init; }

    /// <summary>Time since the start.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Remaining time at the mean speed so far.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>Makes a network of the current weights, without test vectors and metadata. Call it only within the callback.</summary>
    public required Func<Network> Snapshot { get; init; }

    /// <summary>The step's example; null if steps have several.</summary>
    public ExampleGuess? Example { get; init; }
}
