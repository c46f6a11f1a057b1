namespace TinyRnn.Training;

/// <summary>A training whose loss, gradient or metric is no longer finite. Its weights are useless.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="iteration">The step, counted from 1.</param>
    /// <param name="learningRate">Its learning rate.</param>
    /// <param name="what">What is not finite, such as <c>loss</c>.</param>
    /// <param name="isClipped">Whether the gradient's norm is already clipped.</param>
    public TrainingDivergedException(int iteration, double learningRate, string what, bool isClipped)
        : base(FormattableString.Invariant(
            $"training diverged at step {iteration} with learning rate {learningRate}: the {what} is not finite; try a learning rate of ")
                + FormattableString.Invariant($"{learningRate / 10}{(isClipped ? "" : ", or clip the gradient's norm (1 is usual)")}"))
    {
        Iteration = iteration;
        LearningRate = learningRate;
    }

    /// <summary>The step, counted from 1.</summary>
    public int Iteration { get; }

    /// <summary>Its learning rate.</summary>
    public double LearningRate { get; }
}
