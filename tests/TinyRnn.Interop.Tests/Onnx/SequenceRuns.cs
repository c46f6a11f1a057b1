using TinyRnn.Tests;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>A network over sequences of made-up input, and its ONNX file over a batch of the same in ONNX Runtime.</summary>
internal static class SequenceRuns
{
    /// <summary>The outputs of both, sequence by sequence.</summary>
    public static (float[] Expected, float[] Actual) Of(Network network, byte[] model, int batch, int steps, int seed)
    {
        using OnnxRuntimeModel runtime = new(model);
        float[] values = network.Tokens is null ? Networks.RandomInput(batch * steps * network.InputSize, seed) : [];
        int[] tokens = [.. Enumerable.Range(0, batch * steps).Select(i => i * 11 % network.InputSize)];
        float[] actual = network.Tokens is null
            ? runtime.Run("output", ("input", values, [batch, steps, network.InputSize]))
            : runtime.Run("output", ("tokens", Array.ConvertAll(tokens, token => (long)token), [batch, steps]));
        Interpreter interpreter = new(network);
        float[] expected = [.. Enumerable.Range(0, batch).SelectMany(b => network.Tokens is null
            ? interpreter.Run(values.AsSpan(b * steps * network.InputSize, steps * network.InputSize))
            : interpreter.RunTokens(tokens.AsSpan(b * steps, steps)))];
        return (expected, actual);
    }
}
