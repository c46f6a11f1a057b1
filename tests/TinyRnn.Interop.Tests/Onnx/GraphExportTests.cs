using TinyRnn.Interop.Onnx;
using TinyRnn.Model;
using TinyRnn.Tests;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Random graphs as ONNX, run by ONNX Runtime. Of the same ones the generator's tests compare the compiled code with the interpreter.</summary>
public class GraphExportTests
{
    private const int Steps = 5;
    private const int Batch = 2;
    private const int Graphs = 500;

    [Fact]
    public void Sequences_of_random_graphs_agree_with_ONNX_Runtime()
    {
        int compared = 0;
        for (int seed = 0; compared < Graphs; seed++)
        {
            Assert.True(seed < 2 * Graphs, $"{compared} of {seed} graphs could be compared");
            Network network = RandomGraphs.Of(seed);
            byte[] model;
            try
            {
                model = new OnnxExporter().Write(network, []);
            }
            catch (ExportException)
            {
                // Of a pool at every step ONNX has no operator, nor of means over windows with a dilation.
                Assert.Contains(network.Layers, layer => layer is PoolingLayer
                    or WindowPoolingLayer { Window: { DilationHeight: > 1 } or { DilationWidth: > 1 } });
                continue;
            }

            (float[] expected, float[] actual) = SequenceRuns.Of(network, model, Batch, Steps, seed);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(
                    MathF.Abs(expected[i] - actual[i]) <= 2e-5f * MathF.Max(1f, MathF.Abs(expected[i])),
                    $"{network.Name}, "
                        + $"{string.Join("; ", network.Layers.Select(layer => $"{layer.Name} = {layer} of {string.Join(" and ", layer.Inputs ?? [])}"))}: "
                        + $"output {i} is {actual[i]}, expected {expected[i]}");
            }

            compared++;
        }
    }
}
