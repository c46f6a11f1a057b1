namespace TinyRnn.Training;

/// <summary>One example with what the network made of it.</summary>
/// <param name="Text">The example.</param>
/// <param name="Guess">The likeliest label.</param>
/// <param name="Label">The true label.</param>
public sealed record ExampleGuess(string Text, string Guess, string Label)
{
    /// <summary>Whether the guess is right.</summary>
    public bool Correct => Guess == Label;
}

/// <summary>How far a training is.</summary>
public sealed record TrainingProgress
{
    /// <summary>Steps done.</summary>
    public required int Iteration { get; init; }

    /// <summary>Steps of the whole run.</summary>
    public required int TotalIterations { get; init; }

    /// <summary>The current epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs of the whole run, of which the last may be a part.</summary>
    public required int TotalEpochs { get; init; }

    /// <summary>Mean training loss since the last point of the loss curve: nats, or squared error of standardised targets.</summary>
    public required double Loss { get; init; }

    /// <summary>What was measured on examples that are not learned from, or null where nothing was measured since the last call.</summary>
    public double? Metric { get; init; }

    /// <summary>The best that was measured so far, whose weights are kept; null before anything was.</summary>
    public double? BestMetric { get; init; }

    /// <summary>Steps after which <see cref="BestMetric"/> was measured; 0 before anything was.</summary>
    public int BestIteration { get; init; }

    /// <summary>Whether <see cref="Metric"/> is of the test examples, because there are none of their own to choose the weights.</summary>
    public bool IsOfTest { get; init; }

    /// <summary>What <see cref="Metric"/> is: <c>accuracy</c>, <c>perplexity</c> or <c>rmse</c>.</summary>
    public required string MetricName { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Euclidean norm of the last step's gradient before clipping; null where it is not clipped by norm.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>Sequences or characters (see <see cref="ItemName"/>) learned from a second, over the whole run so far.</summary>
    public required double ItemsPerSecond { get; init; }

    /// <summary>What an item is: <c>sequences</c> or <c>characters</c>.</summary>
    public required string ItemName { get; init; }

    /// <summary>Time since the start.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time to the end at the mean speed so far.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>Makes a network of the weights as they are now, without test vectors and metadata; to be called within the callback.</summary>
    public required Func<Network> Snapshot { get; init; }

    /// <summary>The step's example, where a step has one.</summary>
    public ExampleGuess? Example { get; init; }
}
