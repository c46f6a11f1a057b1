namespace TinyRnn.Tests.Maths;

public class SoftmaxTests
{
    [Fact]
    public void Large_logits_do_not_overflow()
    {
        float[] values = [100, 101];
        Softmax.ToProbabilities(values);
        AssertNear([0.2689414214, 0.7310585786], values, 1e-6);
        values = [100, 101];
        Softmax.ToLogProbabilities(values);
        AssertNear([-1.3132616875, -0.3132616875], values, 1e-6);
        values = [float.MaxValue, 0, float.MinValue];
        Softmax.ToProbabilities(values);
        Assert.Equal([1, 0, 0], values);
        values = [3e38f, 3e38f];
        Softmax.ToProbabilities(values);
        Assert.Equal([0.5f, 0.5f], values);
    }

    [Fact]
    public void Minus_infinity_is_probability_zero()
    {
        float[] values = [float.NegativeInfinity, 1, float.NegativeInfinity, 1, float.NegativeInfinity];
        Assert.Equal(1 + Math.Log(2), Softmax.LogSumExp(values), 1e-6);
        Softmax.ToProbabilities(values);
        Assert.Equal([0, 0.5f, 0, 0.5f, 0], values);
        Softmax.ToProbabilities(values, OutputForm.Probabilities);
        Assert.Equal([0, 0.5f, 0, 0.5f, 0], values);
        Assert.Equal(float.NegativeInfinity, Softmax.LogProbability(values, 0, OutputForm.Probabilities));
        Assert.Equal(float.NegativeInfinity, Softmax.LogProbability([float.NegativeInfinity, 1], 0, OutputForm.Logits));
    }

    [Fact]
    public void Every_length_is_the_formula()
    {
        for (int length = 1; length <= 70; length++)
        {
            Random random = new(length);
            double scale = Math.Pow(10, length % 4 - 1);
            float[] logits = [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 2 - 1) * scale))];
            double max = logits.Max();
            double sum = logits.Sum(a => Math.Exp(a - max));
            double[] logarithms = [.. logits.Select(a => a - max - Math.Log(sum))];
            double[] expected = [.. logarithms.Select(Math.Exp)];

            float[] probabilities = [.. logits];
            Softmax.ToProbabilities(probabilities);
            AssertNear(expected, probabilities, 1e-6);
            Assert.Equal(1, probabilities.Sum(p => (double)p), 2e-6);

            float[] logs = [.. logits];
            Softmax.ToLogProbabilities(logs);
            AssertNear(logarithms, logs, 1e-6);
            Assert.Equal(max + Math.Log(sum), Softmax.LogSumExp(logits), 1e-5 * Math.Max(1, scale));
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(logs[i], Softmax.LogProbability(logits, i, OutputForm.Logits));
                Assert.Equal(logs[i], Softmax.LogProbability(logs, i, OutputForm.LogProbabilities));
                Assert.Equal(MathF.Log(probabilities[i]), Softmax.LogProbability(probabilities, i, OutputForm.Probabilities));
            }

            Softmax.ToProbabilities(logs, OutputForm.LogProbabilities);
            AssertNear(expected, logs, 2e-6);
            float[] again = [.. logits];
            Softmax.ToProbabilities(again, OutputForm.Logits);
            Assert.Equal(probabilities, again);
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] values = new float[37];
        Assert.Equal(0, Allocations.Of(() =>
        {
            Softmax.ToProbabilities(values);
            Softmax.ToLogProbabilities(values);
            Softmax.ToProbabilities(values, OutputForm.LogProbabilities);
            _ = Softmax.LogProbability(values, 3, OutputForm.Logits);
        }));
    }

    private static void AssertNear(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]) / Math.Max(1, Math.Abs(expected[i]));
            Assert.True(error <= tolerance, $"value {i} of {actual.Length}: {actual[i]} instead of {expected[i]}");
        }
    }
}
