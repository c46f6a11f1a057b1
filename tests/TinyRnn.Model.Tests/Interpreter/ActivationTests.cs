using TinyRnn.Tests;

namespace TinyRnn.Model.Tests.Interpreters;

/// <summary>The interpreter's activations to their last bits, near zero and for large inputs too.</summary>
public class ActivationTests
{
    public static TheoryData<string> Functions => [.. ExactActivations.All.Select(function => function.ToString()).Distinct()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_float_gives_its_activation(string name)
    {
        foreach (ActivationFunction function in ExactActivations.All.Where(function => function.ToString() == name))
        {
            float[] values = [.. FloatErrors.Sweep];
            function.Apply(values);
            for (int i = 0; i < values.Length; i++)
            {
                double exact = ExactActivations.Of(function, FloatErrors.Sweep[i]);
                Assert.True(FloatErrors.InLastPlaces(values[i], exact) <= FloatErrors.Bound, $"of {FloatErrors.Sweep[i]:r}: {values[i]:r}, exact {exact:r}");
            }

            float[] nan = [float.NaN];
            function.Apply(nan);
            Assert.Equal(float.NaN, nan[0]);
        }
    }

    /// <summary>What a nearly certain class lacks is all that its log-probability consists of.</summary>
    [Fact]
    public void Log_probabilities_near_zero_keep_their_digits()
    {
        for (float distance = 0.5f; distance < 80; distance += 1.5f)
        {
            float[] values = [3f - distance, 3f, 3f - distance];
            new ActivationFunction(Activation.LogSoftmax).Apply(values);
            double others = 2 * Math.Exp((double)(3f - distance) - 3);
            double exact = -(others < 1e-8 ? others - (others * others / 2) : Math.Log(1 + others));
            Assert.InRange(FloatErrors.InLastPlaces(values[1], exact), 0, FloatErrors.Bound);
        }
    }
}
