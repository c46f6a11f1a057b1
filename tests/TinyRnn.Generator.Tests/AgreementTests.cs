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
        IReadOnlyList<ICompiledModel> models = CompiledModel.All(CompiledModel.Load(set.Program), set.Networks);
        for (int i = 0; i < models.Count; i++)
        {
            AssertAgrees(set.Networks[i], models[i]);
        }
    }

    private static void AssertAgrees(Network network, ICompiledModel model)
    {
        float[] sequence = AgreementModels.Sequence(network);
        int[] tokens = AgreementModels.Tokens(network);
        Interpreter interpreter = new(network);
        float[] expected = network.IsStreaming ? StepThrough(network, interpreter, sequence, tokens) : network.Vocabulary is null ? interpreter.Run(sequence) : interpreter.RunTokens(tokens);
        float[] actual = model.StepThrough(sequence, tokens);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= Tolerance * MathF.Max(1f, MathF.Abs(expected[i])),
                $"{string.Join(", ", network.Layers)}: value {i} is {actual[i]}, expected {expected[i]}");
        }
    }

    private static float[] StepThrough(Network network, Interpreter interpreter, float[] sequence, int[] tokens)
    {
        InterpreterState state = interpreter.CreateState();
        float[] outputs = new float[AgreementModels.Steps * network.OutputSize];
        for (int t = 0; t < AgreementModels.Steps; t++)
        {
            Span<float> row = outputs.AsSpan(t * network.OutputSize, network.OutputSize);
            if (network.Vocabulary is null)
            {
                interpreter.Step(state, sequence.AsSpan(t * network.InputSize, network.InputSize), row);
            }
            else
            {
                interpreter.Step(state, tokens[t], row);
            }
        }

        return outputs;
    }
}
