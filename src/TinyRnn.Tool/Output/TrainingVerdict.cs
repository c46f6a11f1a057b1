using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>What a training came to, in one line: whether more of it would help, and from where on it learned by heart.</summary>
internal static class TrainingVerdict
{
    // Below this share an error is as good as another: evaluations differ by as much from one to the next.
    private const double Noticeable = 0.02;

    /// <summary>The line; null where there are too few evaluations to tell.</summary>
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
            return "still improving at its end; more --epochs may do better";
        }

        return IsBetter(result, best, last) && last.Loss < best.Loss * (1 - Noticeable)
            ? $"overfitting since {epoch}: the training loss falls on, what is not learned from gets worse; the weights of that epoch are kept"
            : $"settled: hardly better since {epoch}";
    }

    // Of a share that is right the errors are compared, so that 99 % is far from 98 %.
    private static bool IsBetter(TrainingResult result, LossPoint one, LossPoint other) => result.HigherIsBetter
        ? 1 - one.Metric < (1 - other.Metric) * (1 - Noticeable)
        : one.Metric < other.Metric * (1 - Noticeable);
}
