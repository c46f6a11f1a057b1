using System.Text.Json;
using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;
using TinyRnn.Model;
using TinyRnn.Tests;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Graphs whose results branch and join, against ONNX Runtime and against the networks that they were written from.</summary>
public class GraphImportTests
{
    private const int Steps = 6;
    private const int Graphs = 500;
    private const int Batch = 2;
    private const int Values = 12;

    /// <summary>An output y of an input x [batch, time, 12], by what stands between.</summary>
    public static TheoryData<string> Forms =>
    [
        "swish", "gate", "mask over its own input", "residual around a dense layer", "residual around a gru", "two heads", "two inputs", "division",
        "reciprocal of a sum",
        "difference", "minimum and maximum", "limits", "one limit", "abs, sqrt, exp, log", "powers", "powers by any exponent", "prelu",
        "prelu with one slope", "hard swish", "mish",
        "sum of three", "mean of three", "layer norm", "layer norm over groups", "group norm written out", "instance norm", "reductions",
        "largest and smallest", "length of a vector",
        "soft-max by groups", "a matrix for each position", "a matrix on the left", "grouped linear", "sums by letters", "slices out of order",
        "stored numbers beside values", "one value with all",
        "squared difference",
        "concatenation of layers", "sum of both directions", "forward and reverse apart", "shared layer",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Operators_agree(string form)
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", "time", Values);
        if (form == "two inputs")
        {
            graph.Input("z", OnnxTensor.Float, "batch", "time", Values);
        }

        string[] outputs = new Formulas(graph).Add(form);
        int[] sizes = [.. outputs.Select((_, i) => form == "two heads" ? i + 2 : -1)];
        for (int i = 0; i < outputs.Length; i++)
        {
            graph.Output(outputs[i], OnnxTensor.Float, "batch", "time", sizes[i] > 0 ? sizes[i] : $"values{i}");
        }

        byte[] model = graph.ToArray("test", 8, 18, new Dictionary<string, string>());
        Network network = ModelImporters.Import(new ImportSource("graph.onnx", model)).Network;
        float[] x = Networks.RandomInput(Batch * Steps * Values, 1);
        float[] z = Networks.RandomInput(Batch * Steps * Values, 2);
        using OnnxRuntimeModel runtime = new(model);
        (string, Array, int[])[] inputs = form == "two inputs"
            ? [("x", x, [Batch, Steps, Values]), ("z", z, [Batch, Steps, Values])]
            : [("x", x, [Batch, Steps, Values])];
        float[][] expected = [.. outputs.Select(output => runtime.Run(output, inputs))];
        Interpreter interpreter = new(network);
        for (int b = 0; b < Batch; b++)
        {
            float[] sequence = [
                .. Enumerable.Range(b * Steps, Steps).SelectMany(step => form == "two inputs"
                    ? x.Skip(step * Values).Take(Values).Concat(z.Skip(step * Values).Take(Values)) : x.Skip(step * Values).Take(Values))];
            float[] actual = interpreter.Run(sequence);
            int size = network.OutputSize;
            Assert.Equal(expected.Sum(one => one.Length) / Batch, actual.Length);
            for (int step = 0; step < Steps; step++)
            {
                float[] row =
                [
                    .. expected.SelectMany(one => one.Skip(((b * Steps) + step) * (one.Length / (Batch * Steps))).Take(one.Length / (Batch * Steps)))
                ];
                AssertClose(row, actual.AsSpan(step * size, size), $"{form}, sequence {b}, step {step}");
            }
        }
    }

    [Fact]
    public void Layers_are_what_the_graph_says()
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", "time", Values);
        string gru = new Formulas(graph).Add("residual around a gru")[0];
        graph.Output(gru, OnnxTensor.Float, "batch", "time", "values");
        Network network = ModelImporters.Import(new ImportSource("graph.onnx", graph.ToArray("test", 8, 18, new Dictionary<string, string>()))).Network;
        Assert.Equal(["dense", "gru", "combine", "layer-norm"], network.Layers.Select(layer => layer.Kind));
        Assert.Equal([0, 1], network.Graph.Nodes[2].Inputs.Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_graphs_come_back(bool isOfOneStep)
    {
        int compared = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            Network network = RandomGraphs.Of(seed);
            if (isOfOneStep && network.Layers.OfType<RecurrentLayer>().Any(layer => layer.Options.HasInitialState))
            {
                // A graph of one step leaves the first state to its caller.
                continue;
            }

            byte[] model;
            try
            {
                model = new OnnxExporter(isOfOneStep).Write(network, []);
            }
            catch (ExportException)
            {
                // Of a pool at every step, or a step of a network that reads the whole sequence, ONNX has nothing.
                continue;
            }

            Network back = ModelImporters.Import(new ImportSource(network.Name, model)).Network;
            float[] values = network.Tokens is null ? Networks.RandomInput(Steps * network.InputSize, seed) : [];
            int[] tokens = [.. Enumerable.Range(0, Steps).Select(i => i * 11 % network.InputSize)];
            float[] expected = network.Tokens is null ? new Interpreter(network).Run(values) : new Interpreter(network).RunTokens(tokens);
            float[] actual = network.Tokens is null ? new Interpreter(back).Run(values) : new Interpreter(back).RunTokens(tokens);
            AssertClose(expected, actual, network.Name);
            compared++;
        }

        Assert.True(compared > Graphs / 4, $"{compared} of {Graphs} graphs could be compared");
    }

    [Theory]
    [InlineData(5, 4, 1, BiasForm.None), InlineData(5, 4, 1, BiasForm.Separate), InlineData(10, 4, 2, BiasForm.None), InlineData(1, 1, 1, BiasForm.None)]
    [InlineData(5, 1, 1, BiasForm.Combined), InlineData(1, 3, 1, BiasForm.Combined), InlineData(10, 4, 1, BiasForm.None)]
    public void A_step_of_a_projected_lstm_comes_back(int inputs, int units, int projection, BiasForm bias)
    {
        Network network = Networks.Raw(
            new VectorInput(inputs), OutputSteps.Every, 1, new LstmLayer("lstm", inputs, units, projection, options: new RecurrentOptions(bias)),
            new DenseLayer("fc", projection, 3));
        byte[] model = new OnnxExporter(isStep: true).Write(network, []);
        Network back = ModelImporters.Import(new ImportSource("step.onnx", model)).Network;
        float[] values = Networks.RandomInput(Steps * inputs, 1);
        AssertClose(new Interpreter(network).Run(values), new Interpreter(back).Run(values), "step");
    }

    /// <summary>The cell is written out in the file, and reads a state that is not its own.</summary>
    [Fact]
    public void A_step_of_a_projected_lstm_behind_earlier_values_comes_back()
    {
        Network network = Networks.Raw(
            new VectorInput(3), OutputSteps.Every, 1, new DelayLayer("before", 3, [2]) { Inputs = [Graph.InputName] },
            new LstmLayer("lstm", 6, 4, 2) { Inputs = ["before", Graph.InputName] }, new DenseLayer("fc", 2, 3));
        byte[] model = new OnnxExporter(isStep: true).Write(network, []);
        Network back = ModelImporters.Import(new ImportSource("step.onnx", model)).Network;
        Assert.Contains(back.Layers, layer => layer is LstmLayer { ProjectionSize: 2 });
        float[] values = Networks.RandomInput(Steps * 3, 1);
        AssertClose(new Interpreter(network).Run(values), new Interpreter(back).Run(values), "step");
    }

    /// <summary>An output and a row of earlier values of one size: which is the next state is told by its name.</summary>
    [Fact]
    public void A_step_whose_output_could_be_a_next_state_comes_back()
    {
        Network network = Networks.Raw(
            new VectorInput(1), OutputSteps.Every, 1, new DelayLayer("before", 1, [1]) { Inputs = [Graph.InputName] },
            new DenseLayer("wide", 1, 17, Activation.Tanh) { Inputs = [Graph.InputName] }, new DenseLayer("output", 18, 1) { Inputs = ["before", "wide"] });
        byte[] model = new OnnxExporter(isStep: true).Write(network, []);
        Network back = ModelImporters.Import(new ImportSource("step.onnx", model)).Network;
        float[] values = Networks.RandomInput(Steps, 1);
        AssertClose(new Interpreter(network).Run(values), new Interpreter(back).Run(values), "step");
    }

    [Fact]
    public void DTLN_with_its_states_in_one_tensor_agrees_over_carried_steps()
    {
        Network network = ModelImporters.Import(ImportSource.Load(SharedData.Path("deployed", "dtln-part1", "model.onnx"))).Network;
        using JsonDocument recorded = JsonDocument.Parse(File.ReadAllText(SharedData.Path("deployed", "dtln-part1", "io.json")));
        JsonElement[] steps = [.. recorded.RootElement.GetProperty("steps").EnumerateArray()];
        float[] input = [.. steps.SelectMany(step => Floats(step.GetProperty("inputs").GetProperty("input_2")))];
        float[] expected = [.. steps.SelectMany(step => Floats(step.GetProperty("outputs").GetProperty("activation_2")))];
        AssertClose(expected, new Interpreter(network).Run(input), "DTLN");
        Assert.Equal(20, steps.Length);
    }

    [Fact]
    public void Silero_agrees_over_carried_steps()
    {
        const int Size = 576;
        ImportOptions options = ImportOptions.None with { Set = new Dictionary<string, long> { ["sr"] = 16000, ["sequence"] = Size } };
        Network network = ModelImporters.Import(ImportSource.Load(SharedData.Path("deployed", "silero-v5-16k", "model.onnx")), options).Network;
        Assert.Equal(4, network.Layers.OfType<ConvolutionLayer>().Count() - network.Layers.OfType<ConvolutionLayer>().Count(layer => layer.Columns == 256));
        using JsonDocument recorded = JsonDocument.Parse(File.ReadAllText(SharedData.Path("deployed", "silero-v5-16k", "io.json")));
        JsonElement[] steps = [.. recorded.RootElement.GetProperty("steps").EnumerateArray()];
        float[] input = [.. steps.SelectMany(step => Floats(step.GetProperty("inputs").GetProperty("input")))];
        float[] expected = [.. steps.SelectMany(step => Floats(step.GetProperty("outputs").GetProperty("output")))];
        AssertClose(expected, new Interpreter(network).Run(input), "Silero");
        Assert.Equal(5, steps.Length);
    }

    [Theory]
    [InlineData(16000, 12), InlineData(8000, 6)]
    public void Sizes_without_a_name_go_by_the_input_and_the_axis(int rate, int size)
    {
        // Two networks in one file, as a voice detector has them: which one runs says a whole number, over windows whose size the file leaves open.
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "", "");
        graph.Input("sr", OnnxTensor.Int64);
        (string, object)[] branches = [.. new[] { ("then", 1), ("else", 2) }.Select(branch =>
        {
            GraphWriter inner = new(branch.Item1);
            string padded = inner.Add("Pad", ["x", inner.Integers(false, 0, 0, 0, 2)], ("mode", "reflect"));
            string field = inner.Add("Unsqueeze", [padded, inner.Integers(false, 1)]);
            string convolved = inner.Add(
                "Conv", [field, inner.Tensor(branch.Item1 + "w", Networks.RandomInput(2 * 3, branch.Item2), 2, 1, 3)], ("strides", new long[] { 2 }));
            inner.Output(inner.Add("Relu", [convolved]), OnnxTensor.Undefined);
            return ($"{branch.Item1}_branch", (object)inner);
        })];
        graph.Add("If", "if", [graph.Add("Equal", ["sr", graph.Integers(true, 16000)])], ["y"], branches);
        graph.Output("y", OnnxTensor.Float, "a", "b", "c");
        byte[] model = graph.ToArray("two", 8, 17, new Dictionary<string, string>());
        ImportSource source = new("two.onnx", model);
        Network network = ModelImporters.Import(
            source, ImportOptions.None with { Set = new Dictionary<string, long> { ["sr"] = rate, ["x.1"] = size } }).Network;
        using OnnxRuntimeModel runtime = new(model);
        float[] x = Networks.RandomInput(size, 4);
        AssertClose(runtime.Run("y", ("x", x, [1, size]), ("sr", new long[] { rate }, [])), new Interpreter(network).Run(x), "two");
        ImportOptions open = ImportOptions.None with { Set = new Dictionary<string, long> { ["sr"] = rate } };
        Assert.Contains(
            "if the open size 'x.1' is the number of values of a step, give it as 'set', such "
                + "as x.1=512", Assert.Throws<ImportException>(() => ModelImporters.Import(source, open)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sequence", 576, "rate", 1, "no open size and no input of one whole number has the name 'rate'")]
    [InlineData("sequence", 0, "sr", 16000, "the size 'sequence' as 0; a number from 1 to 1048576 was expected")]
    [InlineData("state", 1, "sr", 16000, "is not a single whole number, so 'set' cannot set it")]
    public void Numbers_that_do_not_fit_are_refused(string first, long number, string second, long other, string reason)
    {
        ImportSource source = ImportSource.Load(SharedData.Path("deployed", "silero-v5-16k", "model.onnx"));
        ImportOptions options = ImportOptions.None with { Set = new Dictionary<string, long> { [first] = number, [second] = other } };
        Assert.Contains(reason, Assert.Throws<ImportException>(() => ModelImporters.Import(source, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_number_is_named()
    {
        ImportSource source = ImportSource.Load(SharedData.Path("deployed", "silero-v5-16k", "model.onnx"));
        Assert.Contains(
            "input 'sr': is one whole number; give it as 'set', such as sr=1", Assert.Throws<ImportException>(() => ModelImporters.Import(source)).Message,
            StringComparison.Ordinal);
        ImportOptions rate = ImportOptions.None with { Set = new Dictionary<string, long> { ["sr"] = 16000 } };
        Assert.Contains(
            "if the open size 'sequence' is the number of values of a step, give it as 'set', such as "
                + "sequence=512", Assert.Throws<ImportException>(() => ModelImporters.Import(source, rate)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_of_tf2onnx_agrees()
    {
        const int Window = 60;
        const int Columns = 36;
        ImportSource source = ImportSource.Load(SharedData.Path("deployed", "tf2onnx-loop-lstm.onnx"));
        Network network = ModelImporters.Import(source).Network;
        using OnnxRuntimeModel runtime = new(source.Memory.ToArray());
        for (int seed = 0; seed < 20; seed++)
        {
            float[] input = Networks.RandomInput(Window * Columns, seed);
            AssertClose(runtime.Run("Identity:0", ("args_0", input, [1, Window, Columns])), new Interpreter(network).Run(input), $"window {seed}");
        }
    }

    [Fact]
    public void States_that_do_not_come_back_to_their_places_are_an_error()
    {
        byte[] model = File.ReadAllBytes(SharedData.Path("deployed", "dtln-part1", "model.onnx"));
        OnnxFile file = new OnnxParser(new ImportSource("model.onnx", model)).ParseModel();

        // The same graph, but its next states are stacked the other way round.
        OnnxNode pack = file.Graph.Nodes.Last(node => node.Outputs.Contains(file.Graph.Outputs.First(output => output.Dims is { Count: 4 }).Name));
        Assert.Equal("Concat", pack.Operator);
        ImportAssert.Fails(
            new ImportSource("model.onnx", Swapped(model, pack.Inputs[0], pack.Inputs[1], pack.Outputs[0])), ImportOptions.None, "input 'input_3'",
                "no output gives their next values at the same places");
    }

    private static IEnumerable<float> Floats(JsonElement tensor) => tensor.GetProperty("data").EnumerateArray().Select(value => value.GetSingle());

    // Two input names of one node, of the same length or not, in each other's place.
    private static byte[] Swapped(byte[] model, string first, string second, string output)
    {
        byte[] one = Field(first);
        byte[] other = Field(second);
        int at = model.AsSpan().IndexOf([.. one, .. other]);
        Assert.True(at >= 0, output);
        byte[] swapped = [.. model];
        other.CopyTo(swapped, at);
        one.CopyTo(swapped, at + other.Length);
        return swapped;

        // NodeProto's field 1, a string.
        static byte[] Field(string name) =>
            name.Length < 128
            ? [0x0a, (byte)name.Length, .. System.Text.Encoding.UTF8.GetBytes(name)]
            : [0x0a, (byte)(name.Length & 0x7f | 0x80), (byte)(name.Length >> 7), .. System.Text.Encoding.UTF8.GetBytes(name)];
    }

    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= 1e-5f * MathF.Max(1f, MathF.Abs(expected[i])),
                $"{what}: value {i} is {actual[i]}, expected {expected[i]}");
        }
    }

    /// <summary>What stands between x and the outputs.</summary>
    private sealed class Formulas(GraphWriter graph)
    {
        private int _seed = 10;

        public string[] Add(string form) => form switch
        {
            "swish" => [Op("Mul", "x", Op("Sigmoid", "x"))],
            "gate" => [Op("Mul", Op("Tanh", Dense("x", 8)), Op("Sigmoid", Dense("x", 8)))],
            "mask over its own input" => [Op("Mul", "x", Op("Sigmoid", Dense(Gru("x", Values, 5), Values, 5)))],
            "residual around a dense layer" => [Dense(Op("Add", "x", Op("Relu", Dense("x", Values))), 3)],
            "residual around a gru" => [Norm(Around(Dense("x", 6)), 6)],
            "two heads" => [Dense(Op("Tanh", "x"), 2), Op("Sigmoid", Dense("x", 3))],
            "two inputs" => [Op("Mul", Op("Tanh", Dense("x", 4)), Dense("z", 4))],
            "division" => [Op("Div", "x", Op("Exp", "x"))],
            "reciprocal of a sum" => [Op("Div", One(2.5f), Op("Add", Op("Exp", "x"), One(1f)))],
            "difference" => [Op("Sub", Op("Tanh", "x"), Op("Sigmoid", "x"))],
            "minimum and maximum" => [Op("Max", Op("Min", "x", Op("Sin0", "x")), Op("Neg", "x"))],
            "limits" => [Op("Clip", "x", One(-0.5f), One(0.25f))],
            "one limit" => [Op("Add", Op("Min", "x", One(0.25f)), Op("Max", "x", One(-0.25f)))],
            "abs, sqrt, exp, log" => [Op("Log", Op("Add", Op("Exp", Op("Sqrt", Op("Abs", "x"))), One(0.1f)))],
            "powers" => [Op("Add", Op("Add", Op("Pow", "x", One(2f)), Op("Pow", "x", One(3f))), Op("Pow", Op("Add", Op("Abs", "x"), One(1f)), One(-0.5f)))],
            "powers by any exponent" =>
            [
                Op("Pow", Op("Add", Op("Abs", "x"), One(0.1f)), One(0.3f)), Op("Pow", "x", One(5f)), Op("Pow", "x", One(6f)), Op("Pow", "x", One(-7f)),
                Op("Pow", Op("Sigmoid", "x"), One(-2.25f)),
            ],
            "prelu" => [Op("PRelu", "x", Weights(Values))],
            "prelu with one slope" => [Op("PRelu", "x", Weights(1))],
            "hard swish" => [Op("HardSwish", "x")],
            "mish" => [Op("Mish", "x")],
            "sum of three" => [Op("Sum", "x", Op("Tanh", "x"), Op("Relu", "x"))],
            "mean of three" => [Op("Mean", "x", Op("Tanh", "x"), Op("Relu", "x"))],
            "layer norm" => [graph.Add("LayerNormalization", ["x", Weights(Values), Weights(Values)], ("axis", -1L), ("epsilon", 0.01f))],
            "layer norm over groups" => [Back(graph.Add("LayerNormalization", [Split("x", 3, 4), Weights(4), Weights(4)], ("axis", -1L)))],
            "group norm written out" => [WrittenNorm()],
            "instance norm" => [Instance()],
            "reductions" =>
                [graph.Add("Concat", [Reduce("ReduceMean", "x"), Reduce("ReduceSum", "x"), Reduce("ReduceMax", "x"), Reduce("ReduceMin", "x")], ("axis", -1L))],
            "largest and smallest" => [Reduce("ReduceMax", Split("x", 3, 4), false)],
            "length of a vector" => [graph.Add("Concat", [Reduce("ReduceL2", "x"), Reduce("ReduceSumSquare", Split("x", 2, 6), false)], ("axis", -1L))],
            "soft-max by groups" => [Back(graph.Add("Softmax", [Split("x", 3, 4)], ("axis", -1L)))],
            "a matrix for each position" => [Back(graph.Add("MatMul", [Split("x", 3, 4), Weights(4, 5)]), 15)],
            "grouped linear" => [Back(Sums("btgi,gih->btgh", Split("x", 3, 4), Weights(3, 4, 5)), 15)],
            "sums by letters" =>
            [
                Back(Sums("gih,btgi->bthg", Weights(3, 4, 2), Split("x", 3, 4)), 6), Sums("...i,oi->...o", "x", Weights(5, 12)),
                Sums("...i,i", Split("x", 3, 4), Weights(4)), Sums("btgi->btg", Split("x", 3, 4)),
                Back(Sums("bt g i, z i -> bt i g", Split("x", 3, 4), Weights(2, 4)), 12),
                Back(Sums("btgi,h->bthg", Split("x", 3, 4), Weights(2)), 6), Sums("btgi,gih->bth", Split("x", 3, 4), Weights(3, 4, 5)),
            ],
            "a matrix on the left" => [Back(graph.Add("MatMul", [Weights(2, 3), Split("x", 3, 4)]), 8)],
            "slices out of order" => [Op("Tanh", graph.Add("Gather", ["x", graph.Integers(false, 7, 2, 2, 11, 0)], ("axis", 2L)))],
            "stored numbers beside values" => [Dense(graph.Add("Concat", ["x", Tiled()], ("axis", -1L)), 3, Values + 2)],
            "one value with all" => [Op("Mul", "x", Op("Sigmoid", Dense("x", 1)))],
            "squared difference" => [Squared(Op("Sub", "x", Op("Tanh", Dense("x", Values))))],
            "concatenation of layers" => [Dense(graph.Add("Concat", ["x", Op("Tanh", Dense("x", 3)), Gru("x", Values, 4)], ("axis", -1L)), 5, Values + 7)],
            "sum of both directions" => [Op("Add", Part(Both("x"), 0, 4), Part(Both("x"), 4, 8))],
            "forward and reverse apart" => [Op("Mul", Dense(Directed("x", "forward"), 3, 4), Dense(Directed("x", "reverse"), 3, 4))],
            _ => [Shared()],
        };

        private string Op(string name, params string[] inputs) => name == "Sin0" ? Op("Mul", Op("Tanh", inputs[0]), One(0.5f)) : graph.Add(name, inputs);

        private string Sums(string equation, params string[] inputs) => graph.Add("Einsum", inputs, ("equation", equation));

        private string One(float value) => graph.Tensor($"c{_seed++}", [value]);

        private string Weights(params long[] dims) =>
            graph.Tensor($"w{_seed}", Networks.RandomInput((int)dims.Aggregate(1L, (product, size) => product * size), _seed++), dims);

        private string Dense(string input, int outputs, int inputs = Values) =>
            Op("Add", graph.Add("MatMul", [input, Weights(inputs, outputs)]), Weights(outputs));

        private string Norm(string input, int size) => graph.Add("LayerNormalization", [input, Weights(size), Weights(size)], ("axis", -1L));

        private string Around(string input) => Op("Add", input, Gru(input, 6, 6));

        private string Gru(string input, int inputs, int hidden) => Recurrent("GRU", input, inputs, hidden, "forward");

        private string Directed(string input, string direction) => Recurrent("GRU", input, Values, 4, direction);

        private string? _both;

        private string Both(string input) => _both ??= Recurrent("GRU", input, Values, 4, "bidirectional");

        private string Recurrent(string kind, string input, int inputs, int hidden, string direction)
        {
            int passes = direction == "bidirectional" ? 2 : 1;
            string turned = graph.Add("Transpose", [input], ("perm", new long[] { 1, 0, 2 }));
            string all = graph.Add(
                kind, [turned, Weights(passes, 3 * hidden, inputs), Weights(passes, 3 * hidden, hidden), Weights(passes, 6 * hidden)],
                ("hidden_size", (long)hidden), ("direction", direction));
            return graph.Add("Reshape", [graph.Add("Transpose", [all], ("perm", new long[] { 2, 0, 1, 3 })), graph.Integers(false, 0, 0, -1)]);
        }

        private string Part(string input, int from, int to) =>
            graph.Add("Slice", [input, graph.Integers(false, from), graph.Integers(false, to), graph.Integers(false, 2)]);

        private string Split(string input, int groups, int size) => graph.Add("Reshape", [input, graph.Integers(false, 0, 0, groups, size)]);

        private string Back(string input, int size = Values) => graph.Add("Reshape", [input, graph.Integers(false, 0, 0, size)]);

        private string Reduce(string name, string input, bool keeps = true) =>
            name is "ReduceSum" or "ReduceMean" or "ReduceMax" or "ReduceMin" or "ReduceL2" or "ReduceSumSquare"
            ? graph.Add(name, [input, graph.Integers(false, -1)], ("keepdims", keeps ? 1L : 0L))
            : throw new ArgumentException(name);

        private string WrittenNorm()
        {
            string groups = Split("x", 2, 6);
            string centred = Op("Sub", groups, Reduce("ReduceMean", groups));
            string variance = Reduce("ReduceMean", Squared(centred));
            return Back(Op("Mul", Op("Div", centred, Op("Sqrt", Op("Add", variance, One(0.05f)))), Weights(6)));
        }

        private string Instance()
        {
            string flat = graph.Add("Reshape", [Split("x", 3, 4), graph.Integers(false, -1, 3, 4)]);
            string normalized = graph.Add("InstanceNormalization", [flat, Weights(3), Weights(3)], ("epsilon", 0.01f));
            return graph.Add("Reshape", [normalized, graph.Add("Shape", ["x"])]);
        }

        private string Squared(string input) => Op("Mul", input, input);

        private string Tiled() =>
            graph.Add(
                "Expand",
                [graph.Tensor($"c{_seed++}", [0.5f, -0.25f], 1, 1, 2),
                    graph.Add("Concat",
                    [graph.Add("Slice", [graph.Add("Shape", ["x"]), graph.Integers(false, 0), graph.Integers(false, 2)]), graph.Integers(false, 2)],
                    ("axis", 0L))]);

        // One layer's weights at two places.
        private string Shared()
        {
            string weight = Weights(Values, Values);
            return graph.Add("MatMul", [Op("Tanh", graph.Add("MatMul", ["x", weight])), weight]);
        }
    }
}
