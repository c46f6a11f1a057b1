using TinyRnn.Training;

namespace TinyRnn.Tool.Pictures;

/// <summary>How a training went.</summary>
/// <param name="Points">The losses, and what was measured on the way.</param>
/// <param name="MetricName">What was measured: <c>accuracy</c>, <c>perplexity</c> or <c>rmse</c>.</param>
/// <param name="IsOfTest">Whether it was measured on the test examples.</param>
/// <param name="Metric">The metric of the weights that were kept.</param>
/// <param name="BestIteration">The training step whose weights were kept.</param>
internal sealed record LossCurve(IReadOnlyList<LossPoint> Points, string MetricName, bool IsOfTest, double Metric, int BestIteration)
{
    public static LossCurve Of(TrainingResult result) => new(result.LossCurve, result.MetricName, result.IsOfTest, result.Metric, result.BestIteration);
}
