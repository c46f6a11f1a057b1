using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Graphs of one step whose recurrence is written out, with the state as an input and an output.</summary>
public class StateCellTests
{
    private const int Inputs = 3;
    private const int Hidden = 4;

    [Theory]
    [InlineData("tutorial")]
    [InlineData("tutorial, linear output")]
    [InlineData("RNNCell")]
    [InlineData("RNNCell, relu")]
    [InlineData("joined")]
    [InlineData("LSTM node")]
    [InlineData("stack of nodes")]
    public void Steps_agree(string form)
    {
        (byte[] model, int[][] states) = Build(form);
        Network network = ModelImporters.Import(new ImportSource("cell.onnx", model)).Network;
        Assert.Equal(form.StartsWith("tutorial", StringComparison.Ordinal), network.Layers[0] is ConcatRnnLayer);
        using OnnxRuntimeModel runtime = new(model);
        float[][] state = [.. states.Select(dims => new float[dims.Aggregate(1, (product, size) => product * size)])];
        List<float> sequence = [];
        List<float> expected = [];
        for (int t = 0; t < 5; t++)
        {
            float[] x = Networks.RandomInput(Inputs, t);
            (string, Array, int[])[] inputs = [("x", x, [1, Inputs]), .. state.Select((values, i) => ($"s{i}", (Array)values, states[i]))];
            sequence.AddRange(x);
            expected.AddRange(runtime.Run("y", inputs));
            state = [.. state.Select((_, i) => runtime.Run($"n{i}", inputs))];
        }

        ImportCase.AssertAll(new ImportCase(form, network, [.. sequence], [], [.. expected]));
    }

    [Fact]
    public void A_state_that_nothing_goes_on_from_is_an_error()
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", Inputs);
        graph.Input("other", OnnxTensor.Float, "batch", Hidden);
        graph.Output("y", OnnxTensor.Float);
        graph.Add("Concat", "join", ["x", "other"], ["y"], ("axis", 1L));
        ImportException error = Assert.Throws<ImportException>(
            () => ModelImporters.Import(new ImportSource("two.onnx", graph.ToArray("two", 8, 17, new Dictionary<string, string>()))));
        Assert.Contains("'other'", error.Message, StringComparison.Ordinal);
    }

    private static (byte[] Model, int[][] States) Build(string form)
    {
        GraphWriter graph = new();
        int seed = 1;
        string Weights(params long[] dims) =>
            graph.Tensor($"w{seed}", Networks.RandomInput((int)dims.Aggregate(1L, (product, size) => product * size), seed++), dims);
        string Linear(string input, int inputs, int outputs) => graph.Add("Gemm", [input, Weights(outputs, inputs), Weights(outputs)], ("transB", 1L));
        graph.Input("x", OnnxTensor.Float, 1, Inputs);
        int[][] states = [[1, Hidden]];
        switch (form)
        {
            case "tutorial":
            case "tutorial, linear output":
                string both = graph.Add("Concat", ["x", "s0"], ("axis", 1L));
                graph.Add("Identity", "", [Linear(both, Inputs + Hidden, Hidden)], ["n0"]);
                string output = Linear(both, Inputs + Hidden, 2);
                graph.Add("Identity", "", [form == "tutorial" ? graph.Add("LogSoftmax", [output], ("axis", 1L)) : output], ["y"]);
                break;
            case "RNNCell":
            case "RNNCell, relu":
                graph.Add(form == "RNNCell" ? "Tanh" : "Relu", "", [graph.Add("Add", [Linear("x", Inputs, Hidden), Linear("s0", Hidden, Hidden)])], ["n0"]);
                graph.Add("Identity", "", [Linear("n0", Hidden, 2)], ["y"]);
                break;
            case "joined":
                string pair = graph.Add("Concat", ["s0", "x"], ("axis", 1L));
                graph.Add("Tanh", "", [graph.Add("Add", [graph.Add("MatMul", [pair, Weights(Inputs + Hidden, Hidden)]), Weights(Hidden)])], ["n0"]);
                graph.Add("Sigmoid", "", [Linear("n0", Hidden, 2)], ["y"]);
                break;
            case "LSTM node":
                states = [[1, 1, Hidden], [1, 1, Hidden]];
                string row = graph.Add("Unsqueeze", ["x", graph.Integers(false, 0)]);
                graph.Add(
                    "LSTM", "", [row, Weights(1, 4 * Hidden, Inputs), Weights(1, 4 * Hidden, Hidden), Weights(1, 8 * Hidden), "", "s0", "s1"],
                    ["h", "n0", "n1"], ("hidden_size", (long)Hidden));
                graph.Add("Identity", "", [Linear(graph.Add("Reshape", ["h", graph.Integers(false, 1, Hidden)]), Hidden, 2)], ["y"]);
                break;
            default:
                states = [[2, 1, Hidden]];
                string first = graph.Add("Unsqueeze", ["x", graph.Integers(false, 0)]);
                graph.Add(
                    "GRU", "", [first, Weights(1, 3 * Hidden, Inputs), Weights(1, 3 * Hidden, Hidden), Weights(1, 6 * Hidden), "", Part(0)], ["h", "n"],
                    ("hidden_size", (long)Hidden));
                graph.Add(
                    "GRU", "",
                    [
                        graph.Add("Squeeze", ["h", graph.Integers(false, 1)]), Weights(1, 3 * Hidden, Hidden), Weights(1, 3 * Hidden, Hidden),
                        Weights(1, 6 * Hidden), "", Part(1)
                    ],
                    ["h2", "n2"], ("hidden_size", (long)Hidden));
                graph.Add("Concat", "", ["n", "n2"], ["n0"], ("axis", 0L));
                graph.Add("Identity", "", [Linear(graph.Add("Squeeze", ["n2", graph.Integers(false, 0)]), Hidden, 2)], ["y"]);
                break;
        }

        graph.Output("y", OnnxTensor.Float);
        for (int i = 0; i < states.Length; i++)
        {
            graph.Input($"s{i}", OnnxTensor.Float, [.. states[i].Select(size => (object)size)]);
            graph.Output($"n{i}", OnnxTensor.Float);
        }

        return (graph.ToArray("cell", 8, 17, new Dictionary<string, string>()), states);

        string Part(long layer) => graph.Add("Slice", ["s0", graph.Integers(false, layer), graph.Integers(false, layer + 1), graph.Integers(false, 0)]);
    }
}
