using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>The verdict on a training in one line: whether a longer one would help, and since when it overfits.</summary>
internal static class TrainingVerdict
{
    // Differences below this share are noise: evaluations vary by as much.
    private const double Noticeable = 0.02;

    /// <summary>The verdict as one line; null with too few evaluations.</summary>
    public static string? Of(TrainingResult result)
    {
        LossPoint[] measured = [.. result.LossCurve.Where(point => point.Metric is not null)];
        if (measured.Length < 4 || result.Cancelled)
        {
            return null;
        }

        LossPoint best = measured.FirstOrDefault(point => point.Iteration == result.BestIteration) ?? measured[0];
        LossPoint last = measured[^1];
        LossPoint threeQuarters = measured[(measured.Length * 3) / 4];
        string epoch = FormattableString.Invariant($"epoch {((Math.Max(best.Iteration, 1) - 1) / result.IterationsPerEpoch) + 1:#,0}");
        if (!result.StoppedEarly && best.Iteration > threeQuarters.Iteration && IsBetter(result, best, threeQuarters))
        {
            return "still improving at the end; more --epochs may help";
        }

        return IsBetter(result, best, last) && last.Loss < best.Loss * (1 - Noticeable)
            ? $"overfitting since {epoch}: the training loss still falls, but the validation result gets worse; the weights of that epoch are kept"
            : $"settled: hardly any improvement since {epoch}";
    }

    // For an accuracy the error rates are compared, so that 99 % is far better than 98 %.
    private static bool IsBetter(TrainingResult result, LossPoint one, LossPoint other) => result.HigherIsBetter
        ? 1 - one.Metric < (1 - other.Metric) * (1 - Noticeable)
        : one.Metric < other.Metric * (1 - Noticeable);
}
