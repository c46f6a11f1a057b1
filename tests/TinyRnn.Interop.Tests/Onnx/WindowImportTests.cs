using TinyRnn.Interop.Onnx;
using TinyRnn.Model;
using TinyRnn.Tests;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Convolutions, pooling and padding over the values of a step, against ONNX Runtime.</summary>
public class WindowImportTests
{
    private const int Batch = 3;
    private const int Channels = 4;
    private const int Height = 5;
    private const int Width = 6;

    // Attributes of a convolution with a kernel of 3, of one dimension over [batch, 4, 30].
    private static readonly Dictionary<string, (string Name, object Value)[]> LineAttributes = new()
    {
        ["plain"] = [],
        ["pads and strides"] = [("pads", new long[] { 1, 2 }), ("strides", new long[] { 2 })],
        ["dilation"] = [("dilations", new long[] { 3 }), ("pads", new long[] { 3, 3 })],
        ["same upper"] = [("auto_pad", "SAME_UPPER"), ("strides", new long[] { 4 })],
        ["same lower"] = [("auto_pad", "SAME_LOWER"), ("strides", new long[] { 4 })],
        ["valid"] = [("auto_pad", "VALID"), ("kernel_shape", new long[] { 3 })],
        ["two groups"] = [("group", 2L)],
        ["depthwise"] = [("group", 4L), ("pads", new long[] { 1, 1 })],
    };

    public static TheoryData<string> Lines => [.. LineAttributes.Keys];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Convolutions_of_one_dimension_agree(string name)
    {
        (string Name, object Value)[] attributes = LineAttributes[name];
        int groups = (int)(long)(attributes.FirstOrDefault(one => one.Name == "group").Value ?? 1L);
        foreach (bool hasBias in new[] { true, false })
        {
            AssertAgrees([Channels, Height * Width], graph =>
            {
                List<string> inputs = ["x", graph.Tensor("w", Networks.RandomInput(8 * Channels / groups * 3, 3), 8, Channels / groups, 3)];
                inputs.AddRange(hasBias ? [graph.Tensor("b", Networks.RandomInput(8, 4), 8)] : []);
                return graph.Add("Conv", inputs, attributes);
            });
        }
    }

    [Theory]
    [InlineData("Conv"), InlineData("MaxPool"), InlineData("AveragePool")]
    public void Windows_of_two_dimensions_agree(string kind)
    {
        foreach (long stride in new long[] { 1, 2 })
        {
            foreach (long[] pads in new long[][] { [0, 0, 0, 0], [1, 0, 1, 1] })
            {
                foreach ((string, object)[] more
                    in kind == "Conv" ? [[("dilations", new long[] { 2, 1 })]] : kind == "MaxPool" ? [[("ceil_mode", 1L)], [("dilations", new long[] { 1, 2 })]]
                        : new (string, object)[][] { [("count_include_pad", 1L)], [("ceil_mode", 1L)], [] })
                {
                    (string, object)[] attributes = [("kernel_shape", new long[] { 2, 3 }), ("strides", new long[] { stride, 2 }), ("pads", pads), .. more];
                    AssertAgrees(
                        [Channels, Height, Width],
                        graph => graph.Add(
                            kind, kind == "Conv" ? ["x", graph.Tensor("w", Networks.RandomInput(5 * Channels * 6, 3), 5, Channels, 2, 3)] : ["x"], attributes));
                }
            }
        }
    }

    [Fact]
    public void Transposed_convolutions_agree()
    {
        (string, object)[][] lines =
        [
            [], [("strides", new long[] { 2 })], [("strides", new long[] { 3 }), ("pads", new long[] { 1, 2 })],
            [("dilations", new long[] { 2 }), ("strides", new long[] { 2 })],
            [("dilations", new long[] { 3 }), ("strides", new long[] { 2 }), ("output_padding", new long[] { 1 })],
            [("strides", new long[] { 2 }), ("auto_pad", "SAME_UPPER")],
            [("strides", new long[] { 2 }), ("auto_pad", "SAME_LOWER")], [("strides", new long[] { 4 })],
            [("strides", new long[] { 2 }), ("output_shape", new long[] { 58 })],
        ];
        foreach ((string, object)[] attributes in lines)
        {
            foreach (long groups in new long[] { 1, 2 })
            {
                AssertAgrees([Channels, Height * Width], graph => graph.Add(
                    "ConvTranspose", ["x", graph.Tensor("w", Networks.RandomInput(Channels * 3 * 3, 1), Channels, 3, 3),
                        graph.Tensor("b", Networks.RandomInput(3 * (int)groups, 2), 3 * groups)], [.. attributes, ("group", groups)]));
            }
        }

        (string, object)[][] planes =
        [
            [], [("strides", new long[] { 2, 3 }), ("pads", new long[] { 1, 0, 0, 2 })],
            [("strides", new long[] { 1, 2 }), ("dilations", new long[] { 2, 1 }), ("output_padding", new long[] { 0, 1 })],
        ];
        foreach ((string, object)[] attributes in planes)
        {
            AssertAgrees(
                [Channels, Height, Width],
                graph => graph.Add(
                    "Relu", [graph.Add("ConvTranspose", ["x", graph.Tensor("w", Networks.RandomInput(Channels * 5 * 6, 1), Channels, 5, 2, 3)], attributes)]));
        }
    }

    [Theory]
    [InlineData("constant", 2, 1), InlineData("reflect", 3, 4), InlineData("edge", 2, 5), InlineData("wrap", 2, 3), InlineData("constant", -1, 2)]
    public void Padding_agrees(string mode, long before, long after)
    {
        AssertAgrees([Channels, Height * Width], graph =>
        {
            string padded = graph.Add("Pad", ["x", graph.Integers(false, 0, 0, before, 0, 0, after)], ("mode", mode));
            return graph.Add("Conv", [padded, graph.Tensor("w", Networks.RandomInput(2 * Channels * 5, 3), 2, Channels, 5)], ("strides", new long[] { 3 }));
        });
    }

    [Fact]
    public void Chains_of_windows_keep_their_order_and_copy_nothing()
    {
        Network network = AssertAgrees([Channels, Height * Width], graph =>
        {
            string first = graph.Add(
                "Conv", ["x", graph.Tensor("w1", Networks.RandomInput(6 * Channels * 3, 1), 6, Channels, 3)], ("pads", new long[] { 1, 1 }),
                ("strides", new long[] { 2 }));
            string norm = graph.Add(
                "BatchNormalization",
                [first, graph.Tensor("s", [1f, 2f, 3f, 0.5f, 1f, 1f], 6), graph.Tensor("t", Networks.RandomInput(6, 2), 6),
                    graph.Tensor("m", Networks.RandomInput(6, 3), 6), graph.Tensor("v", [1f, 2f, 1f, 2f, 1f, 2f], 6)]);
            string second = graph.Add("Conv", [graph.Add("LeakyRelu", [norm], ("alpha", 0.1f)), graph.Tensor("w2", Networks.RandomInput(6 * 6, 4), 6, 6, 1)]);
            string sum = graph.Add("Add", [second, norm]);
            string pooled = graph.Add(
                "MaxPool", [graph.Add("Exp", [graph.Add("PRelu", [sum, graph.Tensor("slopes", Networks.RandomInput(6, 5), 6, 1)])])],
                ("kernel_shape", new long[] { 3 }), ("strides", new long[] { 3 }));
            return graph.Add("Mul", [pooled, graph.Tensor("factors", Networks.RandomInput(6, 6), 1, 6, 1)]);
        });
        Assert.Equal(
            ["select", "convolution", "activation", "convolution", "combine", "prelu", "function", "window-pooling", "scale", "select"],
            network.Layers.Select(layer => layer.Kind));
    }

    [Fact]
    public void One_matrix_at_many_positions_is_a_convolution()
    {
        Network network = AssertAgrees([Channels, Height, Width], graph =>
            graph.Add("Relu",
                [graph.Add("Add",
                [graph.Add("MatMul", ["x", graph.Tensor("w", Networks.RandomInput(Width * 3, 1), Width, 3)]),
                graph.Tensor("b", Networks.RandomInput(3, 2), 3)])]));
        Assert.Equal(["convolution"], network.Layers.Select(layer => layer.Kind));
    }

    [Fact]
    public void Images_of_steps_feed_a_cell()
    {
        // [time, batch, 30] -> [time * batch, 1, 30] -> convolution -> [time, batch, ...] -> GRU, as a module over each step does.
        const int Size = 30;
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "time", "batch", Size);
        string rows = graph.Add("Reshape", ["x", graph.Integers(false, -1, 1, Size)]);
        string convolved = graph.Add(
            "Relu", [graph.Add("Conv", [rows, graph.Tensor("w", Networks.RandomInput(2 * 5, 1), 2, 1, 5)], ("strides", new long[] { 5 }))]);
        string axes = graph.Add("Slice", [graph.Add("Shape", ["x"]), graph.Integers(false, 0), graph.Integers(false, 2), graph.Integers(false, 0)]);
        string steps = graph.Add("Reshape", [convolved, graph.Add("Concat", [axes, graph.Integers(false, 12)], ("axis", 0L))]);
        graph.Add(
            "GRU", "gru", [steps, graph.Tensor("W", Networks.RandomInput(12 * 12, 2), 1, 12, 12), graph.Tensor("R", Networks.RandomInput(12 * 4, 3), 1, 12, 4)],
            ["y", "h"], ("hidden_size", 4L));
        graph.Output("y", OnnxTensor.Float, "time", 1, "batch", 4);
        byte[] model = graph.ToArray("test", 8, 17, new Dictionary<string, string>());
        Network network = ModelImporters.Import(new ImportSource("graph.onnx", model)).Network;
        float[] x = Networks.RandomInput(6 * Size, 5);
        using OnnxRuntimeModel runtime = new(model);
        AssertClose(runtime.Run("y", ("x", x, [6, 1, Size])), new Interpreter(network).Run(x));
        Assert.Equal(["convolution", "gru"], network.Layers.Select(layer => layer.Kind));
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused()
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", Channels, Width);
        graph.Output(graph.Add("Conv", ["x", graph.Tensor("w", new float[2 * 3 * 3], 2, 3, 3)]), OnnxTensor.Float, "batch", 2, 4);
        ImportException error = Assert.Throws<ImportException>(
            () => ModelImporters.Import(new ImportSource("graph.onnx", graph.ToArray("test", 8, 17, new Dictionary<string, string>()))));
        Assert.Contains("has weights of the sizes [2, 3, 3] and 1 groups for 4 channels", error.Message, StringComparison.Ordinal);
    }

    private static Network AssertAgrees(int[] sizes, Func<GraphWriter, string> add)
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, ["batch", .. sizes.Select(size => (object)size)]);
        string output = add(graph);
        graph.Output(output, OnnxTensor.Float, ["batch", .. Enumerable.Range(0, sizes.Length).Select(i => (object)$"axis{i}")]);
        byte[] model = graph.ToArray("test", 8, 17, new Dictionary<string, string>());
        Network network = ModelImporters.Import(new ImportSource("graph.onnx", model)).Network;
        int size = sizes.Aggregate((a, b) => a * b);
        float[] x = Networks.RandomInput(Batch * size, 1);
        using OnnxRuntimeModel runtime = new(model);
        float[] expected = runtime.Run(output, ("x", x, [Batch, .. sizes]));
        Interpreter interpreter = new(network);
        AssertClose(expected, [.. Enumerable.Range(0, Batch).SelectMany(i => interpreter.Run(x.AsSpan(i * size, size)))]);
        return network;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= 1e-5f * MathF.Max(1f, MathF.Abs(expected[i])), $"output {i} is {actual[i]}, expected {expected[i]}");
        }
    }
}
