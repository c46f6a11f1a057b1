namespace TinyRnn.Training;

/// <summary>A point of the loss curve.</summary>
/// <param name="Iteration">Steps done.</param>
/// <param name="Loss">Mean training loss since the point before.</param>
/// <param name="Metric">What was measured here (in a very long run: last measured since the point before), where something was.</param>
public sealed record LossPoint(int Iteration, double Loss, double? Metric);

/// <summary>What a training gave.</summary>
public sealed record TrainingResult
{
    /// <summary>
    /// The field of the metadata's <c>training</c> that identifies, as a SHA-256 in hexadecimal, what the metric is and what it was measured on: models
    /// that have the same there can be compared by their <c>metrics</c>.
    /// </summary>
    public const string MeasuredOnField = "measuredOn";

    /// <summary>The best network that was measured, with labels or vocabulary, test vectors and metadata.</summary>
    public required Network Network { get; init; }

    /// <summary>What the metric is: <c>accuracy</c>, <c>perplexity</c> or <c>rmse</c>.</summary>
    public required string MetricName { get; init; }

    /// <summary>Whether the metric is of the test examples, because there are none of their own to choose the weights.</summary>
    public bool IsOfTest { get; init; }

    /// <summary>Whether a higher metric is better, as with accuracy.</summary>
    public required bool HigherIsBetter { get; init; }

    /// <summary>The metric of <see cref="Network"/>. It chose the network, so it flatters it a little.</summary>
    public required double Metric { get; init; }

    /// <summary>Steps after which <see cref="Network"/> was kept; 0 for the weights that the run began with.</summary>
    public required int BestIteration { get; init; }

    /// <summary>Steps done.</summary>
    public required int Iterations { get; init; }

    /// <summary>Steps of an epoch over the training data.</summary>
    public int IterationsPerEpoch { get; init; } = 1;

    /// <summary>Whether the run was stopped from outside before its end.</summary>
    public required bool Cancelled { get; init; }

    /// <summary>Whether the run ended because its patience did.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>The loss curve, of at most 8,192 points.</summary>
    public required IReadOnlyList<LossPoint> LossCurve { get; init; }

    /// <summary>For classifiers: what <see cref="Network"/> made of the test examples.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Time that the run took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
