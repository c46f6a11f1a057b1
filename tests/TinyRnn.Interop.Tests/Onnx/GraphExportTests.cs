using TinyRnn.Interop.Onnx;
using TinyRnn.Model;
using TinyRnn.Tests;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Random graphs as ONNX, run by ONNX Runtime.</summary>
public class GraphExportTests
{
    private const int Steps = 5;
    private const int Batch = 2;
    private const int Graphs = 200;

    [Fact]
    public void Sequences_of_random_graphs_agree_with_ONNX_Runtime()
    {
        int compared = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            Network network = RandomGraphs.Of(seed);
            byte[] model;
            try
            {
                model = new OnnxExporter().Write(network, []);
            }
            catch (ExportException)
            {
                // Of a pool at every step ONNX has no operator.
                Assert.Contains(network.Layers, layer => layer is PoolingLayer);
                continue;
            }

            using OnnxRuntimeModel runtime = new(model);
            float[] values = network.Vocabulary is null ? Networks.RandomInput(Batch * Steps * network.InputSize, seed) : [];
            int[] tokens = [.. Enumerable.Range(0, Batch * Steps).Select(i => i * 11 % network.InputSize)];
            float[] actual = network.Vocabulary is null
                ? runtime.Run("output", ("input", values, [Batch, Steps, network.InputSize]))
                : runtime.Run("output", ("tokens", Array.ConvertAll(tokens, token => (long)token), [Batch, Steps]));
            Interpreter interpreter = new(network);
            float[] expected = [.. Enumerable.Range(0, Batch).SelectMany(b => network.Vocabulary is null
                ? interpreter.Run(values.AsSpan(b * Steps * network.InputSize, Steps * network.InputSize))
                : interpreter.RunTokens(tokens.AsSpan(b * Steps, Steps)))];
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(
                    MathF.Abs(expected[i] - actual[i]) <= 2e-5f * MathF.Max(1f, MathF.Abs(expected[i])),
                    $"{network.Name}, {string.Join("; ", network.Layers.Select(layer => $"{layer.Name} = {layer} of {string.Join(" and ", layer.Inputs ?? [])}"))}: output {i} is {actual[i]}, expected {expected[i]}");
            }

            compared++;
        }

        Assert.True(compared > Graphs / 2, $"{compared} of {Graphs} graphs could be compared");
    }
}
