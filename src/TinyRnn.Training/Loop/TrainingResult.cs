namespace TinyRnn.Training;

/// <summary>A point of the loss curve.</summary>
/// <param name="Iteration">Steps done.</param>
/// <param name="Loss">Mean training loss since the point before.</param>
/// <param name="Metric">The metric here, or in a very long run the last since the point before; null if there is none.</param>
public sealed record LossPoint(int Iteration, double Loss, double? Metric);

/// <summary>The result of a training.</summary>
public sealed record TrainingResult
{
    /// <summary>
    /// The field of the metadata's <c>training</c> that identifies the metric and its data as a hexadecimal SHA-256. Models with the same value
    /// can be compared by their <c>metrics</c>.
    /// </summary>
    public const string MeasuredOnField = "measuredOn";

    /// <summary>The best network, with labels or vocabulary, test vectors and metadata.</summary>
    public required Network Network { get; init; }

    /// <summary>The name of the metric: <c>accuracy</c>, <c>perplexity</c> or <c>rmse</c>.</summary>
    public required string MetricName { get; init; }

    /// <summary>Whether the metric was measured on the test examples, because there are no validation examples.</summary>
    public bool IsOfTest { get; init; }

    /// <summary>Whether a higher metric is better, as with accuracy.</summary>
    public required bool HigherIsBetter { get; init; }

    /// <summary>The metric of <see cref="Network"/>. It is a little too good, because the network was chosen by it.</summary>
    public required double Metric { get; init; }

    /// <summary>Training steps after which <see cref="Network"/> was kept; 0 for the initial weights.</summary>
    public required int BestIteration { get; init; }

    /// <summary>Steps done.</summary>
    public required int Iterations { get; init; }

    /// <summary>Training steps in an epoch.</summary>
    public int IterationsPerEpoch { get; init; } = 1;

    /// <summary>Whether the run was cancelled before its end.</summary>
    public required bool Cancelled { get; init; }

    /// <summary>Whether early stopping ended the run.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>The loss curve, of at most 8,192 points.</summary>
    public required IReadOnlyList<LossPoint> LossCurve { get; init; }

    /// <summary>For classifiers: the results of <see cref="Network"/> on the test examples.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Duration of the run.</summary>
    public required TimeSpan Elapsed { get; init; }
}
