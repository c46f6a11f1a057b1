using TinyRnn.Interop.Onnx;
using TinyRnn.Model;
using TinyRnn.Tests;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Convolutions over time, against ONNX Runtime.</summary>
public class TimeWindowTests
{
    private const int Channels = 4;
    private const int Outputs = 6;
    private const int Steps = 11;

    // Of [batch, 4, time] to [batch, 6, time], with kernels of 3.
    private static readonly Dictionary<string, (Func<GraphWriter, string> Add, string[] Kinds)> Causal = new()
    {
        ["padding of the node"] = (graph => Conv(graph, "x", 1, ("pads", new long[] { 2, 0 })), ["delay", "dense"]),
        ["padding before"] = (graph => Conv(graph, Padded(graph, "x", 4, 0), 1, ("dilations", new long[] { 2 })), ["delay", "dense"]),
        ["zeros joined"] = (
            graph => Conv(graph, graph.Add("Concat", [graph.Tensor("zeros", new float[Channels * 2], 1, Channels, 2), "x"], ("axis", 2L)), 1),
            ["delay", "dense"]),
        ["padded on both sides and cut"] = (
            graph => Cut(graph, Conv(graph, "x", 1, ("pads", new long[] { 6, 6 }), ("dilations", new long[] { 3 })), 0, -6), ["delay", "dense"]),
        ["padded too much and cut"] = (
            graph => Conv(graph, Cut(graph, Padded(graph, "x", 5, 2), 1, -2), 1, ("dilations", new long[] { 2 })), ["delay", "dense"]),
        ["of earlier steps"] = (graph => Conv(graph, Cut(graph, Padded(graph, "x", 5, 0), 0, -3), 1), ["delay", "dense"]),
        ["two groups"] = (graph => Conv(graph, "x", 2, ("pads", new long[] { 2, 0 })), ["delay", "convolution"]),
        ["shifted"] = (graph => graph.Add("Relu", [Mixed(graph, Cut(graph, Padded(graph, "x", 3, 0), 0, -3))]), ["delay", "dense"]),
    };

    public static TheoryData<string> CausalForms => [.. Causal.Keys];

    [Theory]
    [MemberData(nameof(CausalForms))]
    public void Causal_convolutions_agree(string name)
    {
        Network network = AssertAgrees([Channels], Causal[name].Add);
        Assert.Equal(Causal[name].Kinds, network.Layers.Select(layer => layer.Kind));
    }

    [Fact]
    public void Blocks_with_residuals_before_a_cell_agree()
    {
        Network network = AssertAgrees([Channels], graph =>
        {
            string value = "x";
            int channels = Channels;
            for (int block = 0; block < 2; block++)
            {
                long dilation = 1L << block;
                string weight = graph.Tensor($"w{block}", Networks.RandomInput(Outputs * channels * 3, block), Outputs, channels, 3);
                string conv = graph.Add(
                    "Conv", [value, weight, graph.Tensor($"b{block}", Networks.RandomInput(Outputs, block), Outputs)], ("dilations", new[] { dilation }),
                    ("pads", new[] { 2 * dilation, 2 * dilation }));
                string cut = Cut(graph, conv, 0, -2 * dilation);
                string[] norm =
                [
                    .. new[] { "s", "t", "m" }.Select((part, i) => graph.Tensor($"{part}{block}", Networks.RandomInput(Outputs, 7 + i), Outputs)),
                    graph.Tensor($"v{block}", [1f, 2f, 1f, 3f, 1f, 2f], Outputs)
                ];
                string active = graph.Add("Relu", [graph.Add("BatchNormalization", [cut, .. norm])]);
                string around = channels == Outputs
                    ? value
                    : graph.Add("Conv", [value, graph.Tensor("down", Networks.RandomInput(Outputs * channels, 5), Outputs, channels, 1)]);
                value = graph.Add("Relu", [graph.Add("Add", [active, around])]);
                channels = Outputs;
            }

            string steps = graph.Add("Transpose", [value], ("perm", new long[] { 2, 0, 1 }));
            graph.Add(
                "GRU", "gru",
                [steps, graph.Tensor("W", Networks.RandomInput(18 * 6, 2), 1, 18, 6), graph.Tensor("R", Networks.RandomInput(18 * 6, 3), 1, 18, 6)], ["y", "h"],
                ("hidden_size", 6L));
            return graph.Add("Transpose", [graph.Add("Squeeze", ["y", graph.Integers(false, 1)])], ("perm", new long[] { 1, 2, 0 }));
        });
        Assert.Equal(2, network.Layers.Count(layer => layer is DelayLayer));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Planes_over_time_and_frequency_agree(bool isTimeFirst)
    {
        const int Frequencies = 5;
        AssertAgrees(isTimeFirst ? [Channels, 0, Frequencies] : [Channels, Frequencies, 0], graph =>
        {
            long[] pads = isTimeFirst ? [2, 1, 0, 1] : [1, 2, 1, 0];
            long[] strides = isTimeFirst ? [1, 2] : [2, 1];
            string convolved = graph.Add(
                "Conv", ["x", graph.Tensor("w", Networks.RandomInput(Outputs * Channels * 9, 1), Outputs, Channels, 3, 3)], ("pads", pads),
                    ("strides", strides));
            return graph.Add("LeakyRelu", [convolved], ("alpha", 0.2f));
        });
    }

    [Fact]
    public void The_last_step_of_a_convolution_without_padding_agrees()
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", Channels, "time");
        string last = graph.Add("Gather", [graph.Add("Tanh", [Conv(graph, "x", 1)]), graph.Integers(true, -1)], ("axis", 2L));
        graph.Output(last, OnnxTensor.Float, "batch", Outputs);
        ImportException error = Assert.Throws<ImportException>(() => Imported(graph));
        Assert.Contains("2 steps fewer than the network's", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pads", new long[] { 1, 1 }, "reads 1 later step,")]
    [InlineData("pads", new long[] { 0, 2 }, "reads 2 later steps")]
    [InlineData("strides", new long[] { 2 }, "advances by 2 steps at a time")]
    [InlineData("pads", new long[] { 0, 0 }, "has other steps than the network's input")]
    [InlineData("pads", new long[] { 4, 0 }, "computes 2 steps before the first one")]
    public void What_no_stream_can_give_is_refused(string attribute, long[] numbers, string message)
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", Channels, "time");
        string convolved = Conv(graph, "x", 1, (attribute, numbers));
        graph.Output(convolved, OnnxTensor.Float, "batch", Outputs, "steps");
        Assert.Contains(message, Assert.Throws<ImportException>(() => Imported(graph)).Message, StringComparison.Ordinal);
    }

    /// <summary>A graph of one step with the steps before it as states, each by itself or all in one.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Caches_of_convolutions_agree_over_carried_steps(bool isPacked)
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, 1, Channels, 1);
        int[] sizes = [Channels * 2, Outputs * 4];
        string[] caches = ["cache1", "cache2"];
        if (isPacked)
        {
            graph.Input("caches", OnnxTensor.Float, 1, sizes.Sum());
            for (int i = 0; i < 2; i++)
            {
                string part = graph.Add(
                    "Slice", ["caches", graph.Integers(false, i * sizes[0]), graph.Integers(false, sizes[0] + (i * sizes[1])), graph.Integers(false, 1)]);
                caches[i] = graph.Add("Reshape", [part, graph.Integers(false, 1, i == 0 ? Channels : Outputs, i == 0 ? 2 : 4)]);
            }
        }
        else
        {
            graph.Input(caches[0], OnnxTensor.Float, 1, Channels, 2);
            graph.Input(caches[1], OnnxTensor.Float, 1, Outputs, 4);
        }

        string first = graph.Add("Concat", [caches[0], "x"], ("axis", 2L));
        string hidden = graph.Add("Relu", [Conv(graph, first, 1)]);
        string second = graph.Add("Concat", [caches[1], hidden], ("axis", 2L));
        string output = graph.Add(
            "Conv", [second, graph.Tensor("w2", Networks.RandomInput(3 * Outputs * 3, 5), 3, Outputs, 3)], ("dilations", new long[] { 2 }));
        string[] next = [Cut(graph, first, 1, long.MaxValue), Cut(graph, second, 1, long.MaxValue)];
        if (isPacked)
        {
            next = [graph.Add("Concat", [.. next.Select((one, i) => graph.Add("Reshape", [one, graph.Integers(false, 1, sizes[i])]))], ("axis", 1L))];
        }

        graph.Output(output, OnnxTensor.Float, 1, 3, 1);
        Array.ForEach(next, one => graph.Output(one, OnnxTensor.Float, 1, "a", "b"));
        Network network = Imported(graph);
        using OnnxRuntimeModel runtime = new(Bytes(graph));
        float[] x = Networks.RandomInput(Steps * Channels, 1);
        float[][] states = isPacked ? [new float[sizes.Sum()]] : [new float[sizes[0]], new float[sizes[1]]];
        List<float> expected = [];
        for (int step = 0; step < Steps; step++)
        {
            (string, Array, int[])[] inputs =
            [
                ("x", x[(step * Channels)..((step + 1) * Channels)], [1, Channels, 1]),
                .. isPacked
                    ? new (string, Array, int[])[] { ("caches", states[0], [1, sizes.Sum()]) }
                    : [(caches[0], states[0], [1, Channels, 2]), (caches[1], states[1], [1, Outputs, 4])],
            ];
            expected.AddRange(runtime.Run(output, inputs));
            states = [.. next.Select(one => runtime.Run(one, inputs))];
        }

        AssertClose([.. expected], new Interpreter(network).Run(x));
        Assert.Equal(["delay", "dense", "delay", "convolution"], network.Layers.Select(layer => layer.Kind));
    }

    private static string Conv(GraphWriter graph, string input, int groups, params (string, object)[] attributes) => graph.Add(
        "Conv",
        [
            input, graph.Tensor("w", Networks.RandomInput(Outputs * Channels / groups * 3, 3), Outputs, Channels / groups, 3),
            graph.Tensor("b", Networks.RandomInput(Outputs, 4), Outputs)
        ],
        [.. attributes, ("group", (long)groups)]);

    // One matrix over the channels.
    private static string Mixed(GraphWriter graph, string input) =>
        graph.Add("Conv", [input, graph.Tensor("m", Networks.RandomInput(Outputs * Channels, 5), Outputs, Channels, 1)]);

    private static string Padded(GraphWriter graph, string input, long before, long after) =>
        graph.Add("Pad", [input, graph.Integers(false, 0, 0, before, 0, 0, after)]);

    private static string Cut(GraphWriter graph, string input, long from, long to) =>
        graph.Add("Slice", [input, graph.Integers(false, from), graph.Integers(false, to), graph.Integers(false, 2)]);

    private static byte[] Bytes(GraphWriter graph) => graph.ToArray("test", 8, 17, new Dictionary<string, string>());

    private static Network Imported(GraphWriter graph) => ModelImporters.Import(new ImportSource("graph.onnx", Bytes(graph))).Network;

    // Of [batch, sizes with 0 for time]; time is last where none is 0.
    private static Network AssertAgrees(int[] sizes, Func<GraphWriter, string> add)
    {
        sizes = sizes.Contains(0) ? sizes : [.. sizes, 0];
        int time = 1 + Array.IndexOf(sizes, 0);
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, ["batch", .. sizes.Select(size => size == 0 ? (object)"time" : size)]);
        string output = add(graph);

        // The steps first, the values of a step behind them.
        long[] order = [0, time, .. Enumerable.Range(1, sizes.Length).Where(axis => axis != time)];
        string rows = graph.Add("Transpose", [output], ("perm", order));
        graph.Output(rows, OnnxTensor.Float, ["batch", "time", .. Enumerable.Range(0, sizes.Length - 1).Select(i => (object)$"axis{i}")]);
        Network network = Imported(graph);
        using OnnxRuntimeModel runtime = new(Bytes(graph));
        int[] dims = [1, .. sizes.Select(size => size == 0 ? Steps : size)];
        float[] x = Networks.RandomInput(dims.Aggregate((a, b) => a * b), 1);
        float[] expected = runtime.Run(rows, ("x", x, dims));

        // Step by step, a step's values in the order of the file.
        int inner = dims[(time + 1)..].Aggregate(1, (a, b) => a * b);
        int outer = dims[..time].Aggregate(1, (a, b) => a * b);
        float[] input =
        [
            .. Enumerable.Range(0, Steps).SelectMany(t => Enumerable.Range(0, outer * inner).Select(i => x[(((i / inner * Steps) + t) * inner) + (i % inner)]))
        ];
        AssertClose(expected, new Interpreter(network).Run(input));
        return network;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= 1e-5f * MathF.Max(1f, MathF.Abs(expected[i])), $"value {i} is {actual[i]}, expected {expected[i]}");
        }
    }
}
