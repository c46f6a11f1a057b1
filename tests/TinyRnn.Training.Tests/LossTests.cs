namespace TinyRnn.Training.Tests;

public class LossTests
{
    [Fact]
    public void Cross_entropy_of_equal_logits_is_the_logarithm_of_their_number()
    {
        double[] gradient = new double[4];
        Assert.Equal(Math.Log(4), CrossEntropy.Compute(4, [7, 7, 7, 7], [2], gradient.AsSpan()), 1e-12);
        Assert.Equal([0.25, 0.25, -0.75, 0.25], gradient);
    }

    [Fact]
    public void Large_logits_neither_overflow_nor_lose_the_loss()
    {
        float[] gradient = new float[2];
        Assert.Equal(1000, CrossEntropy.Compute(2, [1000, 0], [1], gradient.AsSpan()), 1e-3);
        Assert.Equal([1, -1], gradient);
    }

    [Fact]
    public void Masked_rows_count_neither_in_the_sum_nor_in_the_mean()
    {
        double[] logits = [1, 2, 100, -100, 3, 5], gradient = [9, 9, 9, 9, 9, 9], two = new double[4];
        double loss = CrossEntropy.Compute(2, logits, [0, CrossEntropy.Masked, 1], gradient.AsSpan());
        Assert.Equal(CrossEntropy.Compute(2, [1, 2, 3, 5], [0, 1], two.AsSpan()), loss, 1e-12);
        Assert.Equal([two[0], two[1], 0, 0, two[2], two[3]], gradient);
        Assert.Equal(0, CrossEntropy.Compute(2, [1.0, 2], [CrossEntropy.Masked], []));
    }

    [Fact]
    public void Weights_of_classes_multiply_loss_and_gradient_of_their_rows()
    {
        double[] outputs = [0.5, -1, 2, 1], plain = new double[4], weighted = new double[4];
        double first = CrossEntropy.Compute(2, outputs.AsSpan(0, 2), [0], []), second = CrossEntropy.Compute(2, outputs.AsSpan(2), [1], []);
        CrossEntropy.Compute(2, outputs, [0, 1], plain.AsSpan());
        Assert.Equal(((3 * first) + (0.5 * second)) / 2, CrossEntropy.Compute(2, outputs, [0, 1], weighted.AsSpan(), [3, 0.5]), 1e-12);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(plain[i] * (i < 2 ? 3 : 0.5), weighted[i], 1e-12));
        Assert.Equal((-(3 * 0.5) - (0.5 * 1)) / 2, NegativeLogLikelihood.Compute(2, outputs, [0, 1], weighted.AsSpan(), [3, 0.5]), 1e-12);
        Assert.Equal([-1.5, 0, 0, -0.25], weighted);
        Assert.Throws<ArgumentException>(() => CrossEntropy.Compute(2, outputs, [0, 1], weighted.AsSpan(), [1]));
    }

    [Fact]
    public void Log_softmax_and_likelihood_are_cross_entropy()
    {
        double[] logits = [0.5, -1, 2];
        double normalizer = Math.Log(logits.Sum(Math.Exp));
        double[] outputs = [.. logits.Select(logit => logit - normalizer)];
        Assert.Equal(CrossEntropy.Compute<double>(3, logits, [1], []), NegativeLogLikelihood.Compute<double>(3, outputs, [1], []), 1e-12);
    }

    [Fact]
    public void Sizes_and_targets_that_do_not_fit_are_errors()
    {
        Assert.Throws<ArgumentException>(() => CrossEntropy.Compute<double>(2, [1, 2, 3], [0], []));
        Assert.Throws<ArgumentException>(() => CrossEntropy.Compute<double>(2, [1, 2], [0], new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossEntropy.Compute<double>(2, [1, 2], [2], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => NegativeLogLikelihood.Compute<double>(2, [1, 2], [-2], []));
        Assert.Throws<ArgumentException>(() => MeanSquaredError.Compute<double>([1], [1, 2], []));
        Assert.Throws<ArgumentException>(() => MeanSquaredError.Compute<double>([], [], []));
    }
}
