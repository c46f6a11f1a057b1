using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Generator.Tests;

/// <summary>Generated code against the interpreter, which is checked against PyTorch and a double-precision reference.</summary>
public class AgreementTests
{
    private const float Tolerance = 1e-5f;

    public static TheoryData<string> Sets => [.. AgreementModels.Names];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_size_agrees_with_the_interpreter(string name)
    {
        AgreementSet set = AgreementModels.Of(name);
        int broken = 0;
        for (int i = 0; i < set.Networks.Count; i++)
        {
            (float[] outputs, float[] spread) = set.Outputs(i);
            // 8-bit networks too: both round each value to the same code.
            AssertAgrees(set.Networks[i], outputs);
            broken += AssertSpreads(set.Networks[i], spread) ? 1 : 0;
        }

        // A few graphs do not read the value at all, or not where it matters to their last row.
        int readers = set.Networks.Count(ReadsEarlierRows);
        Assert.True(broken >= 0.8 * readers, $"of {readers} networks that read earlier rows a NaN breaks {broken} only");
    }

    private static bool ReadsEarlierRows(Network network) =>
        network.Tokens is null && !network.Layers.Any(layer => layer is PoolingLayer { Mode: PoolingMode.Final });

    // Of an input that is no number come no numbers in the same places, whatever the weights are and whichever of them are left out.
    private static bool AssertSpreads(Network network, float[] actual)
    {
        if (network.Tokens is not null)
        {
            return false;
        }

        float[] broken = AgreementModels.Broken(network);
        float[] expected = InterpreterRuns.Of(network, broken, []);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                float.IsNaN(expected[i]) == float.IsNaN(actual[i]),
                $"{string.Join(", ", network.Layers)}: behind a NaN value {i} is {actual[i]}, expected {expected[i]}");
        }

        return expected.Any(float.IsNaN);
    }

    private static void AssertAgrees(Network network, float[] actual)
    {
        float[] sequence = AgreementModels.Sequence(network);
        int[] tokens = AgreementModels.Tokens(network);
        float[] expected = InterpreterRuns.Of(network, sequence, tokens);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            float error = expected[i].Equals(actual[i]) ? 0 : MathF.Abs(expected[i] - actual[i]) / MathF.Max(1f, MathF.Abs(expected[i]));
            Assert.True(error <= Tolerance, $"{string.Join(", ", network.Layers)}: value {i} is {actual[i]}, expected {expected[i]}");
        }
    }
}
