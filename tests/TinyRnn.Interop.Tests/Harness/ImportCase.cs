using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop;

namespace TinyRnn.Interop.Tests.Harness;

/// <summary>An imported network, an input, and the outputs that the file's own framework gives.</summary>
/// <param name="Name">Says in a failure which case it is.</param>
/// <param name="Network">The network.</param>
/// <param name="Sequence">Rows one after another; empty where the network reads characters.</param>
/// <param name="Tokens">Tokens; empty where the network reads rows.</param>
/// <param name="Expected">The outputs that count, or the last of them.</param>
internal sealed record ImportCase(string Name, Network Network, float[] Sequence, int[] Tokens, float[] Expected)
{
    public const float Tolerance = 1e-5f;

    /// <summary>Largest error, relative to outputs above 1.</summary>
    public float Allowed { get; init; } = Tolerance;

    /// <summary>
    /// Checks the interpreter and the code that the generator makes. The cases are compiled in one go, which is much faster than one by one.
    /// </summary>
    public static void AssertAll(params IReadOnlyList<ImportCase> cases)
    {
        foreach (ImportCase one in cases)
        {
            one.AssertInterpreted();
        }

        Network[] networks = [.. cases.Select(one => one.Network).Distinct()];
        IReadOnlyList<ICompiledModel> models = CompiledModel.All(networks);
        foreach (ImportCase one in cases)
        {
            // A model with steps gives the output of every step, so the last ones are those that count.
            ICompiledModel model = models[Array.IndexOf(networks, one.Network)];
            float[] actual = model.StepThrough(one.Sequence, one.Tokens);
            one.AssertNear("compiled", actual[^one.Expected.Length..]);
            Assert.True(model.SelfTest(out float error), $"{one.Name}: self-test is off by {error}");
        }
    }

    /// <summary>Checks the interpreter alone, for networks that are too large to be compiled with their weights as literals.</summary>
    public void AssertInterpreted()
    {
        Interpreter interpreter = new(Network);
        float[] actual = Network.Tokens is null ? interpreter.Run(Sequence) : interpreter.RunTokens(Tokens);
        AssertNear("interpreter", actual[^Expected.Length..]);
    }

    private void AssertNear(string what, float[] actual)
    {
        Assert.Equal(Expected.Length, actual.Length);
        for (int i = 0; i < Expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(Expected[i] - actual[i]) <= Allowed * MathF.Max(1f, MathF.Abs(Expected[i])),
                $"{Name}, {what}: value {i} is {actual[i]}, expected {Expected[i]}");
        }
    }
}
