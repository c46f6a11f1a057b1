using System.Reflection;
using Microsoft.ML.OnnxRuntime;
using TinyRnn.Interop.Tests.Onnx;

namespace TinyRnn.Interop.Tests;

/// <summary>The page of differences says what is so, of the version that is here.</summary>
public class DifferencesTests
{
    private const int Inputs = 3;
    private const int Hidden = 4;

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "src", "TinyRnn.Interop", "DIFFERENCES.md"));

    [Fact]
    public void The_version_of_ONNX_Runtime_is_that_of_the_page()
    {
        string version = typeof(InferenceSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        Assert.Contains($"## ONNX Runtime {version}\n", Page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GRU")]
    [InlineData("LSTM")]
    public void A_NaN_vanishes_in_ONNX_Runtime_alone(string kind)
    {
        (float[] runtime, float[] own) = Both(kind, "", [float.NaN, 0.5f, 1f, 0.25f, -1f, 2f]);
        Assert.All(runtime, value => Assert.True(float.IsFinite(value)));
        Assert.All(own, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Functions_without_parameters_differ()
    {
        foreach ((ActivationFunction function, float[] x)
            in new (ActivationFunction, float[])[] {
                (Activation.ThresholdedRelu, [0.5f, 0.75f, 0.5f]), (Activation.Affine, [1f, 2f, 3f]), (Activation.ScaledTanh, [1f, 2f, 3f]) })
        {
            (float[] runtime, float[] own) = Both("RNN", "names alone", x, function);
            Assert.NotEqual(runtime, own);
        }
    }

    [Fact]
    public void ONNX_Runtime_refuses_layout_1()
    {
        TestGraph graph = Graph("GRU", "layout", batchFirst: true);
        Assert.ThrowsAny<OnnxRuntimeException>(() =>
        {
            using OnnxRuntimeModel runtime = new(graph.ToArray());
            runtime.Run("Y", ("X", new float[Inputs], [1, 1, Inputs]));
        });
        Assert.Single(graph.Import().Layers);
    }

    private static (float[] Runtime, float[] Own) Both(string kind, string variant, float[] x, ActivationFunction? function = null)
    {
        TestGraph graph = Graph(kind, variant, batchFirst: false, function);
        using OnnxRuntimeModel runtime = new(graph.ToArray());
        return (runtime.Run("Y", ("X", x, [x.Length / Inputs, 1, Inputs])), new Interpreter(graph.Import()).Run(x));
    }

    private static TestGraph Graph(string kind, string variant, bool batchFirst, ActivationFunction? function = null)
    {
        TestGraph graph = new(14);
        graph.Input("X", batchFirst ? "batch" : "time", batchFirst ? "time" : "batch", Inputs);
        graph.Cell(kind, "X", Inputs, Hidden, "forward", variant, functions: function is null ? null : [function]);
        graph.Output("Y");
        return graph;
    }
}
