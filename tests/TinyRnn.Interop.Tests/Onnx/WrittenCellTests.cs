using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Cells that are written out in elementwise nodes, in graphs of one step and in the bodies of Scan and Loop, against ONNX Runtime.</summary>
public class WrittenCellTests
{
    private const int Inputs = 3;
    private const int Hidden = 4;
    private const int Steps = 5;
    private const long Opset = 18;

    private static readonly string[] Loops =
    [
        "scan", "scan backward", "scan from a state", "scan, last state", "scan with the batch first", "loop", "loop with a list", "loop with a counter"
    ];

    public static TheoryData<string> Cells => [.. WrittenCells.Names];

    public static TheoryData<string, string> CellsInLoops
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string loop in Loops)
            {
                foreach (string cell in new[] { "RNNCell", "GRUCell", "GRU, joined", "LSTMCell", "LSTM, projected" })
                {
                    data.Add(loop, cell);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Steps_agree(string cell)
    {
        int states = WrittenCells.States(cell);
        int[] sizes = [WrittenCells.StateSize(cell, Hidden), Hidden];
        GraphWriter graph = new();
        WrittenCells cells = new(graph, Inputs, Hidden);
        graph.Input("x", OnnxTensor.Float, "batch", Inputs);
        string[] names = [.. Enumerable.Range(0, states).Select(i => $"s{i}")];
        string[] next = cells.Add(cell, "x", names);
        graph.Add("Identity", "", [cells.Gemm(next[0], sizes[0], 2)], ["y"]);
        graph.Output("y", OnnxTensor.Float, "batch", 2);
        for (int i = 0; i < states; i++)
        {
            graph.Input(names[i], OnnxTensor.Float, "batch", sizes[i]);
            graph.Output(next[i], OnnxTensor.Float, "batch", sizes[i]);
        }

        AssertSteps(cell, ToArray(graph), names, next, sizes);
    }

    [Theory]
    [InlineData("GRUCell")]
    [InlineData("LSTMCell")]
    public void A_stack_with_its_states_in_one_tensor_agrees(string cell)
    {
        int states = WrittenCells.States(cell);
        GraphWriter graph = new();
        WrittenCells first = new(graph, Inputs, Hidden);
        graph.Input("x", OnnxTensor.Float, "batch", Inputs);
        string[] names = [.. Enumerable.Range(0, states).Select(i => $"s{i}")];
        string[] Level(long level) => [.. names.Select(name => graph.Add("Gather", [name, graph.Integers(true, level)], ("axis", 0L)))];
        string[] one = first.Add(cell, "x", Level(0));
        string[] two = new WrittenCells(graph, Hidden, Hidden, 100).Add(cell, one[0], Level(1));
        string[] next = [.. Enumerable.Range(0, states).Select(i => graph.Add(
            "Concat", [graph.Add("Unsqueeze", [one[i], graph.Integers(false, 0)]), graph.Add("Unsqueeze", [two[i], graph.Integers(false, 0)])], ("axis", 0L)))];
        graph.Add("Tanh", "", [two[0]], ["y"]);
        graph.Output("y", OnnxTensor.Float, "batch", Hidden);
        for (int i = 0; i < states; i++)
        {
            graph.Input(names[i], OnnxTensor.Float, 2, "batch", Hidden);
            graph.Output(next[i], OnnxTensor.Float, 2, "batch", Hidden);
        }

        AssertSteps(cell, ToArray(graph), names, next, [Hidden, Hidden], 2);
    }

    [Theory]
    [MemberData(nameof(CellsInLoops))]
    public void Loops_agree(string loop, string cell)
    {
        byte[] model = Build(loop, cell);
        Network network = ModelImporters.Import(new ImportSource("loop.onnx", model)).Network;
        using OnnxRuntimeModel runtime = new(model);
        float[] x = Networks.RandomInput(Steps * Inputs, 5);
        float[] expected = runtime.Run("y", ("x", x, loop == "scan with the batch first" ? [1, Steps, Inputs] : [Steps, 1, Inputs]));
        AssertNear(expected, new Interpreter(network).Run(x));
    }

    [Fact]
    public void Compiled_models_of_loops_and_cells_agree() =>
        ImportCase.AssertAll([.. new[] { ("scan backward", "LSTM, projected"), ("loop", "GRU, joined"), ("scan from a state", "LSTMCell") }.Select(pair =>
    {
        byte[] model = Build(pair.Item1, pair.Item2);
        using OnnxRuntimeModel runtime = new(model);
        float[] x = Networks.RandomInput(Steps * Inputs, 5);
        return new ImportCase(
            $"{pair}", ModelImporters.Import(new ImportSource("loop.onnx", model)).Network, x, [], runtime.Run("y", ("x", x, [Steps, 1, Inputs])));
    })]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_branch_that_is_known_is_taken(bool isTrue)
    {
        GraphWriter then = new("then.");
        then.Output(then.Add("Tanh", ["x"]), OnnxTensor.Float, "batch", Inputs);
        GraphWriter otherwise = new("else.");
        otherwise.Output(otherwise.Add("Relu", ["x"]), OnnxTensor.Float, "batch", Inputs);
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", Inputs);
        string size = graph.Add("Gather", [graph.Add("Shape", ["x"]), graph.Integers(true, 1)]);
        string condition = graph.Add("Equal", [size, graph.Integers(true, isTrue ? Inputs : 1)]);
        graph.Add("If", "", [condition], ["y"], ("then_branch", then), ("else_branch", otherwise));
        graph.Output("y", OnnxTensor.Float, "batch", Inputs);
        Network network = ModelImporters.Import(new ImportSource("if.onnx", ToArray(graph))).Network;
        Assert.Equal(isTrue ? Activation.Tanh : Activation.Relu, Assert.IsType<ActivationLayer>(Assert.Single(network.Layers)).Activation);
    }

    [Theory]
    [InlineData("a state that goes on otherwise", "an RNN, a GRU, an LSTM")]
    [InlineData("a branch by the input", "its condition")]
    public void Other_formulas_are_errors(string form, string words)
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", Inputs);
        switch (form)
        {
            case "a state that goes on otherwise":
                graph.Input("s", OnnxTensor.Float, "batch", Inputs);
                graph.Add("Mul", "", [graph.Add("Tanh", ["x"]), "s"], ["next"]);
                graph.Add("Tanh", "", ["next"], ["y"]);
                graph.Output("next", OnnxTensor.Float, "batch", Inputs);
                break;
            default:
                GraphWriter branch = new("b.");
                branch.Output(branch.Add("Tanh", ["x"]), OnnxTensor.Float, "batch", Inputs);
                graph.Add("If", "", [graph.Add("Greater", ["x", graph.Tensor("zero", [0f])])], ["y"], ("then_branch", branch), ("else_branch", branch));
                break;
        }

        graph.Output("y", OnnxTensor.Float, "batch", Inputs);
        ImportException error = Assert.Throws<ImportException>(() => ModelImporters.Import(new ImportSource("other.onnx", ToArray(graph))));
        Assert.Contains(form == "a branch by the input" ? "Greater" : words, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Build(string loop, string cell)
    {
        int states = WrittenCells.States(cell);
        int[] sizes = [WrittenCells.StateSize(cell, Hidden), Hidden];
        bool isBatchFirst = loop == "scan with the batch first";
        bool isScan = loop.StartsWith("scan", StringComparison.Ordinal);
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, [.. isBatchFirst ? new object[] { "batch", "time" } : ["time", "batch"], Inputs]);
        string[] first = [.. Enumerable.Range(0, states).Select(i => graph.Tensor(
            $"first{i}", loop == "scan from a state" ? Networks.RandomInput(sizes[i], 7 + i) : new float[sizes[i]], 1, sizes[i]))];

        GraphWriter body = new("body.");
        WrittenCells cells = new(body, Inputs, Hidden);
        string[] inside = [.. Enumerable.Range(0, states).Select(i => $"state{i}")];
        string step = "step";
        if (!isScan)
        {
            body.Input("number", OnnxTensor.Int64);
            body.Input("go", OnnxTensor.Boolean);
            step = body.Add("Gather", ["x", loop == "loop with a counter" ? "counter" : "number"], ("axis", 0L));
        }

        string[] next = cells.Add(cell, step, inside);
        if (!isScan)
        {
            body.Output(body.Add("Identity", ["go"]), OnnxTensor.Boolean);
        }

        for (int i = 0; i < states; i++)
        {
            body.Input(inside[i], OnnxTensor.Float, "batch", sizes[i]);
            body.Output(next[i], OnnxTensor.Float, "batch", sizes[i]);
        }

        if (isScan)
        {
            body.Input(step, OnnxTensor.Float, "batch", Inputs);
        }

        string last = "last0";
        string[] results = [.. Enumerable.Range(0, states).Select(i => $"last{i}"), "all"];
        string shown = cells.Gemm(next[0], sizes[0], 2);
        if (loop == "loop with a counter")
        {
            body.Input("counter", OnnxTensor.Int64);
            body.Output(body.Add("Add", ["counter", body.Integers(true, 1)]), OnnxTensor.Int64);
            results = [.. results[..^1], "count", "all"];
        }

        if (loop == "loop with a list")
        {
            body.Input("list", OnnxTensor.Undefined);
            body.Output(body.Add("SequenceInsert", ["list", shown]), OnnxTensor.Undefined);
        }
        else
        {
            body.Output(shown, OnnxTensor.Float, "batch", 2);
        }

        if (isScan)
        {
            long direction = loop == "scan backward" ? 1 : 0;
            (string, object)[] attributes =
                [
                    ("body", body), ("num_scan_inputs", 1L), ("scan_input_directions", new[] { direction }), ("scan_output_directions", new[] { direction }),
                    ("scan_input_axes", new[] { isBatchFirst ? 1L : 0L }), ("scan_output_axes", new[] { isBatchFirst ? 1L : 0L })
                ];
            graph.Add("Scan", "scan", [.. first, "x"], results, attributes);
        }
        else
        {
            string time = graph.Add("Gather", [graph.Add("Shape", ["x"]), graph.Integers(true, 0)]);
            string go = graph.Add("Cast", [graph.Integers(true, 1)], ("to", (long)OnnxTensor.Boolean));
            string[] carried = loop switch
            {
                "loop with a list" => [.. first, graph.Add("SequenceEmpty", [])],
                "loop with a counter" => [.. first, graph.Integers(true, 0)],
                _ => first,
            };
            graph.Add("Loop", "loop", [time, go, .. carried], results, ("body", body));
        }

        string joined = loop == "loop with a list" ? graph.Add("ConcatFromSequence", ["all"], ("axis", 0L), ("new_axis", 1L)) : "all";
        graph.Add("Sigmoid", "end", [loop == "scan, last state" ? last : joined], ["y"]);
        graph.Output(
            "y", OnnxTensor.Float,
            [.. loop == "scan, last state" ? new object[] { "batch", sizes[0] } : isBatchFirst ? ["batch", "time", 2] : ["time", "batch", 2]]);
        return ToArray(graph);
    }

    private static void AssertSteps(string name, byte[] model, string[] states, string[] next, int[] sizes, int levels = 1)
    {
        Network network = ModelImporters.Import(new ImportSource("cell.onnx", model)).Network;
        using OnnxRuntimeModel runtime = new(model);
        float[][] state = [.. states.Select((_, i) => new float[levels * sizes[i]])];
        List<float> sequence = [];
        List<float> expected = [];
        for (int t = 0; t < Steps; t++)
        {
            float[] x = Networks.RandomInput(Inputs, t);
            (string, Array, int[])[] inputs =
            [
                ("x", x, [1, Inputs]), .. states.Select((one, i) => (one, (Array)state[i], levels == 1 ? new[] { 1, sizes[i] } : [levels, 1, sizes[i]]))
            ];
            sequence.AddRange(x);
            expected.AddRange(runtime.Run("y", inputs));
            state = [.. next.Select(one => runtime.Run(one, inputs))];
        }

        ImportCase.AssertAll(new ImportCase(name, network, [.. sequence], [], [.. expected]));
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(
            expected,
            (value, i) => Assert.True(MathF.Abs(value - actual[i]) <= 1e-5f * MathF.Max(1, MathF.Abs(value)), $"value {i} is {actual[i]}, expected {value}"));
    }

    private static byte[] ToArray(GraphWriter graph) => graph.ToArray("cell", 8, Opset, new Dictionary<string, string>());
}
