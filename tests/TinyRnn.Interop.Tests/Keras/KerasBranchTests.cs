using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Keras;

/// <summary>Functional models that branch and join, against plain arithmetic. Models with recurrent branches are among the files.</summary>
public class KerasBranchTests
{
    private const int Steps = 5;

    private static readonly Dictionary<string, (int[] Shape, float[] Values)[]> Arrays = new()
    {
        ["a"] = WrittenKeras.Random([3, 4], [4]),
        ["b"] = WrittenKeras.Random([1], [1], [3, 4], [4])[2..],
        ["one"] = WrittenKeras.Random([1], [3, 1], [1])[1..],
        ["gru"] = WrittenKeras.Random([3, 12], [4, 12], [2, 12]),
        ["back"] = WrittenKeras.Random([4, 12], [4, 12], [2, 12]),
        ["lstm"] = WrittenKeras.Random([3, 16], [4, 16], [16]),
        ["static"] = WrittenKeras.Random([2, 4], [4]),
        ["norm"] = WrittenKeras.Random([4], [4]),
        ["prelu"] = WrittenKeras.Random([1, 4]),
    };

    public static TheoryData<string, bool> Joins
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string kind in new[] { "Add", "Subtract", "Multiply", "Divide", "Average", "Maximum", "Minimum", "Concatenate" })
            {
                data.Add(kind, false);
                data.Add(kind, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Joins))]
    public void Two_results_are_joined(string kind, bool isThree)
    {
        Network network = Model(
            "[[\"join\", 0, 0]]", Input(), Layer("Dense", "a", Dense(4), Node(isThree, "input")), Layer("Dense", "b", Dense(4), Node(isThree, "input")),
                Layer(kind, "join", "", Node(isThree, "a", "b"))).Network;
        AssertRows(network, 3, x => Joined(kind, Affine("a", x), Affine("b", x)));
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Multiply")]
    [InlineData("Maximum")]
    public void A_single_value_goes_with_all_and_three_may_be_joined(string kind)
    {
        Network network = Model(
            "[[\"join\", 0, 0]]", Input(), Layer("Dense", "a", Dense(4), Node(true, "input")), Layer("Dense", "b", Dense(4), Node(true, "input")),
            Layer("Dense", "one", Dense(1), Node(true, "input")),
            Layer(kind, "join", "", Node(true, "a", "one", "b"))).Network;
        AssertRows(network, 3, x => Joined(kind, Joined(kind, Affine("a", x), [.. Enumerable.Repeat(Affine("one", x)[0], 4)]), Affine("b", x)));
    }

    [Theory]
    [InlineData("Add", "[TENSOR, 0.5]", "x + 0.5")]
    [InlineData("Subtract", "[TENSOR, 0.5]", "x - 0.5")]
    [InlineData("Subtract", "[1.0, TENSOR]", "1 - x")]
    [InlineData("Multiply", "[-2, TENSOR]", "-2 x")]
    [InlineData("TrueDivide", "[TENSOR, 4]", "x / 4")]
    [InlineData("Maximum", "[TENSOR, 0.1]", "max(x, 0.1)")]
    [InlineData("Minimum", "[TENSOR, 0.1]", "min(x, 0.1)")]
    public void Arithmetic_with_a_number_is_read(string kind, string arguments, string meaning)
    {
        string nodes = "[{\"args\": " + arguments.Replace("TENSOR", Tensor("a"), StringComparison.Ordinal) + ", \"kwargs\": {}}]";
        Network network = Model(
            "[[\"it\", 0, 0]]", Input(), Layer("Dense", "a", "\"units\": 4, \"activation\": \"tanh\"", Node(true, "input")),
            Layer(kind, "it", "", nodes)).Network;
        AssertRows(network, 3, x => [.. Affine("a", x).Select(Math.Tanh).Select(y => meaning switch
        {
            "x + 0.5" =>
                y + 0.5, "x - 0.5" => y - 0.5, "1 - x" => 1 - y, "-2 x" => -2 * y, "x / 4" => y / 4, "max(x, 0.1)" => Math.Max(y, 0.1), _ => Math.Min(y, 0.1),
        })]);
    }

    /// <summary>TensorFlow's Keras writes x + y as a layer whose second argument has a name.</summary>
    [Theory]
    [InlineData("math.add", "[\"b\", 0, 0]", "Add")]
    [InlineData("__operators__.add", "[\"b\", 0, 0]", "Add")]
    [InlineData("math.multiply", "[\"b\", 0, 0]", "Multiply")]
    [InlineData("math.subtract", "[\"b\", 0, 0]", "Subtract")]
    public void Arithmetic_of_TensorFlow_is_read(string function, string other, string kind)
    {
        string nodes = "[[[\"a\", 0, 0, {\"y\": " + other + ", \"name\": null}]]]";
        Network network = Model(
            "[[\"it\", 0, 0]]", Input(), Layer("Dense", "a", Dense(4), Node(false, "input")), Layer("Dense", "b", Dense(4), Node(false, "input")),
                Layer("TFOpLambda", "it", $"\"function\": \"{function}\"", nodes)).Network;
        AssertRows(network, 3, x => Joined(kind, Affine("a", x), Affine("b", x)));
        Assert.Contains("'tf.einsum' is not supported", Fails(
            "[[\"it\", 0, 0]]", Input(), Layer("Dense", "a", Dense(4), Node(false, "input")), Layer("Dense", "b", Dense(4), Node(false, "input")),
                Layer("TFOpLambda", "it", "\"function\": \"tf.einsum\"", nodes)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_of_two_rows_is_read()
    {
        Network network = Model(
            "[[\"dot\", 0, 0]]", Input("[null, 3]"), Layer("Dense", "a", Dense(4), Node(true, "input")), Layer("Dense", "b", Dense(4), Node(true, "input")),
                Layer("Dot", "dot", "\"axes\": -1, \"normalize\": false", Node(true, "a", "b"))).Network;
        AssertRows(network, 3, x => [Affine("a", x).Zip(Affine("b", x)).Sum(pair => pair.First * pair.Second)]);
    }

    /// <summary>A dense layer that two layers read keeps its own output, whatever stands behind it.</summary>
    [Theory]
    [InlineData("Activation", "\"activation\": \"relu\"")]
    [InlineData("BatchNormalization", "\"scale\": false, \"center\": false, \"epsilon\": 1.0")]
    public void What_is_read_twice_is_changed_for_one_reader_alone(string kind, string config)
    {
        Dictionary<string, (int[] Shape, float[] Values)[]> arrays = new(Arrays) { ["it"] = [([4], [0.5f, 0f, -0.5f, 1f]), ([4], [0f, 3f, 8f, 15f])] };
        foreach (string order in new[] { "it a", "a it" })
        {
            Network network = WrittenKeras.Import(
                WrittenKeras.Functional("[[\"join\", 0, 0]]", Input(), Layer("Dense", "a", Dense(4), Node(true, "input")),
                    Layer(kind, "it", config, Node(true, "a")), Layer("Add", "join", "", Node(true, order.Split(' ')))), arrays).Network;
            AssertRows(
                network, 3,
                x => [.. Affine("a", x).Select(
                    (y, i) => y + (kind == "Activation" ? Math.Max(y, 0) : (y - arrays["it"][0].Values[i]) / Math.Sqrt(arrays["it"][1].Values[i] + 1)))]);
        }
    }

    [Theory]
    [InlineData("LayerNormalization", "norm", "\"epsilon\": 0.01")]
    [InlineData("PReLU", "prelu", "\"shared_axes\": [1]")]
    [InlineData("Activation", "it", "\"activation\": \"silu\"")]
    [InlineData("Activation", "it", "\"activation\": \"mish\"")]
    [InlineData("Activation", "it", "\"activation\": \"relu6\"")]
    [InlineData("Activation", "it", "\"activation\": \"exponential\"")]
    [InlineData("Activation", "it", "\"activation\": \"hard_silu\"")]
    [InlineData("Activation", "it", "\"activation\": \"tanh_shrink\"")]
    [InlineData("ReLU", "it", "\"max_value\": 0.25, \"negative_slope\": 0.5")]
    [InlineData("ReLU", "it", "\"threshold\": 0.2")]
    [InlineData("ThresholdedReLU", "it", "\"theta\": 0.2")]
    [InlineData("Reshape", "it", "\"target_shape\": [-1, 4]")]
    [InlineData("TimeDistributed", "norm", "\"layer\": {\"class_name\": \"LayerNormalization\", \"config\": {\"epsilon\": 0.01}}")]
    public void A_layer_of_each_step_in_a_residual_connection(string kind, string name, string config)
    {
        Network network = Model(
            "[[\"join\", 0, 0]]", Input(), Layer("Dense", "a", Dense(4), Node(true, "input")), Layer(kind, name, config, Node(true, "a")),
                Layer("Add", "join", "", Node(true, "a", name))).Network;
        AssertRows(network, 3, x =>
        {
            double[] y = Affine("a", x);
            double mean = y.Average();
            double spread = Math.Sqrt(y.Average(one => (one - mean) * (one - mean)) + 0.01);
            return [.. y.Select((one, i) => one + (kind, config) switch
            {
                ("LayerNormalization" or "TimeDistributed", _) => ((one - mean) / spread * Arrays["norm"][0].Values[i]) + Arrays["norm"][1].Values[i],
                ("PReLU", _) => one > 0 ? one : one * Arrays["prelu"][0].Values[i],
                ("ReLU", var text) when text.Contains("threshold", StringComparison.Ordinal) => one > 0.2 ? one : 0,
                ("ReLU", _) => Math.Min(0.25, one > 0 ? one : one * 0.5),
                ("ThresholdedReLU", _) => one > 0.2 ? one : 0,
                (_, var text) when text.Contains("\"silu", StringComparison.Ordinal) => one / (1 + Math.Exp(-one)),
                (_, var text) when text.Contains("mish", StringComparison.Ordinal) => one * Math.Tanh(Math.Log(1 + Math.Exp(one))),
                (_, var text) when text.Contains("relu6", StringComparison.Ordinal) => Math.Clamp(one, 0, 6),
                (_, var text) when text.Contains("exponential", StringComparison.Ordinal) => Math.Exp(one),
                (_, var text) when text.Contains("hard_silu", StringComparison.Ordinal) => one * Math.Clamp((one / 6) + 0.5, 0, 1),
                (_, var text) when text.Contains("tanh_shrink", StringComparison.Ordinal) => one - Math.Tanh(one),
                _ => one,
            })];
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Several_inputs_lie_side_by_side(bool isThree)
    {
        string Ref(string name) => isThree ? Node(true, name) : Node(false, name);
        ImportResult result = Model(
            "[[\"join\", 0, 0]]",
            Input("[null, null, 3]"), WrittenKeras.Node("InputLayer", "more", "\"batch_shape\": [null, 2]", "[]"),
            Layer("GRU", "gru", "\"units\": 4, \"reset_after\": true", Ref("input")), Layer("Dense", "static", Dense(4), Ref("more")),
                Layer("Concatenate", "join", "\"axis\": -1", Node(isThree, "gru", "static")));
        Assert.Contains("the inputs lie side by side: 'input' at 0 to 2, 'more' at 3 to 4", result.Notes);
        Assert.Equal([new("input", 3), new("more", 2)], result.Network.InputParts);
        Assert.Contains(result.Notes, note => note.Contains("the input 'more' has no steps", StringComparison.Ordinal));
        Assert.Equal(OutputSteps.Last, result.Network.OutputSteps);
        float[] x = Networks.RandomInput(Steps * 5, 3);
        float[] output = new Interpreter(result.Network).Run(x);
        Network alone = Model("[[\"gru\", 0, 0]]", Input(), Layer("GRU", "gru", "\"units\": 4, \"reset_after\": true", Node(true, "input"))).Network;
        Assert.Equal(new Interpreter(alone).Run([.. Enumerable.Range(0, Steps).SelectMany(step => x[(step * 5)..((step * 5) + 3)])]), output[..4]);
        AssertNear(Affine("static", x.AsSpan()[^2..]), output[4..]);
    }

    [Fact]
    public void Each_call_of_a_layer_is_a_layer_with_the_same_weights()
    {
        string twice = $"[{Node(true, "left")[1..^1]}, {Node(true, "right")[1..^1]}]";
        ImportResult result = Model(
            "[[\"join\", 0, 0]]", Input(), Layer("Activation", "left", "\"activation\": \"tanh\"", Node(true, "input")),
            Layer("Activation", "right", "\"activation\": \"sigmoid\"", Node(true, "input")),
            Layer("Dense", "a", Dense(4), twice), Layer("Subtract", "join", "", $"[{{\"args\": [[{Tensor("a")}, {Tensor("a", 1)}]], \"kwargs\": {{}}}}]"));
        Assert.Contains(result.Notes, note => note.Contains("'a' is called more than once", StringComparison.Ordinal));
        AssertRows(
            result.Network, 3,
            x => Joined("Subtract", Affine("a", [.. x.Select(one => (float)Math.Tanh(one))]),
                Affine("a", [.. x.Select(one => (float)(1 / (1 + Math.Exp(-one))))])));
    }

    /// <summary>Steps from the last to the first, read backwards, are in their order again.</summary>
    [Fact]
    public void Backwards_twice_is_forwards()
    {
        const string Gru = "\"units\": 4, \"reset_after\": true, \"return_sequences\": true";
        Network twice = Model(
            "[[\"back\", 0, 0]]", Input(), Layer("GRU", "gru", Gru + ", \"go_backwards\": true", Node(true, "input")),
                Layer("GRU", "back", Gru + ", \"go_backwards\": true", Node(true, "gru"))).Network;
        Assert.Equal([Direction.Reverse, Direction.Forward], twice.Layers.Cast<RecurrentLayer>().Select(layer => layer.Options.Direction));
        Assert.Contains(
            "from the last to the first", Fails("[[\"gru\", 0, 0]]", Input(), Layer("GRU", "gru", Gru + ", \"go_backwards\": true", Node(true, "input"))),
            StringComparison.Ordinal);

        // Of a whole sequence, what a layer gives that reads the sequence turned round.
        Network last = Model(
            "[[\"gru\", 0, 0]]", Input(), Layer("GRU", "gru", "\"units\": 4, \"reset_after\": true, \"go_backwards\": true", Node(true, "input"))).Network;
        Network forward = Model("[[\"gru\", 0, 0]]", Input(), Layer("GRU", "gru", "\"units\": 4, \"reset_after\": true", Node(true, "input"))).Network;
        float[] x = Networks.RandomInput(Steps * 3, 8);
        float[] turned = [.. Enumerable.Range(0, Steps).Reverse().SelectMany(step => x[(step * 3)..((step * 3) + 3)])];
        Assert.Equal(new Interpreter(forward).Run(turned), new Interpreter(last).Run(x));
    }

    [Fact]
    public void The_hidden_state_may_be_read()
    {
        const string Lstm = "\"units\": 4, \"return_state\": true, \"return_sequences\": true";
        Network state = Model(
            "[[\"it\", 0, 0]]", Input(), Layer("LSTM", "lstm", Lstm, Node(true, "input")),
            Layer("Activation", "it", "\"activation\": \"relu\"", $"[{{\"args\": [{Tensor("lstm", 0, 1)}], \"kwargs\": {{}}}}]")).Network;
        Network last = Model(
            "[[\"it\", 0, 0]]", Input(), Layer("LSTM", "lstm", "\"units\": 4", Node(true, "input")),
            Layer("Activation", "it", "\"activation\": \"relu\"", Node(true, "lstm"))).Network;
        float[] x = Networks.RandomInput(Steps * 3, 2);
        Assert.Equal(OutputSteps.Last, state.OutputSteps);
        Assert.Equal(new Interpreter(last).Run(x), new Interpreter(state).Run(x));
        Assert.Contains("the result 2 of layer 'lstm' is read: a cell state", Fails(
            "[[\"it\", 0, 0]]", Input(), Layer("LSTM", "lstm", Lstm, Node(true, "input")), Layer(
                "Activation", "it", "\"activation\": \"relu\"", $"[{{\"args\": [{Tensor("lstm", 0, 2)}], \"kwargs\": {{}}}}]")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Add", "\"units\": 4", "joins values of each step with values of the whole sequence")]
    [InlineData("Concatenate", "\"units\": 4, \"return_sequences\": true, "
        + "\"go_backwards\": true", "joins steps in forward order with steps in reverse order")]
    public void What_has_no_common_steps_is_not_joined(string kind, string gru, string words) => Assert.Contains(words, Fails(
        "[[\"join\", 0, 0]]", Input(), Layer("GRU", "gru", gru + ", \"reset_after\": true", Node(true, "input")),
            Layer("Dense", "a", Dense(4), Node(true, "input")), Layer(kind, "join", "", Node(true, "gru", "a"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Attention", "", "its class 'Attention' is not supported")]
    [InlineData("Flatten", "", "makes one row of the values of all steps")]
    [InlineData("Reshape", "\"target_shape\": [6]", "moves values from one step to another")]
    [InlineData("Permute", "\"dims\": [2, 1]", "it swaps steps and values")]
    [InlineData("Activation", "\"activation\": \"gelu\"", "'gelu' is not supported; one of linear, tanh,")]
    [InlineData("Add", "", "it reads 4 values; two or more inputs")]
    public void Other_layers_are_errors(string kind, string config, string words) => Assert.Contains(words, Fails(
        "[[\"it\", 0, 0]]", Input(), Layer("Dense", "a", Dense(4), Node(true, "input")), Layer(kind, "it", config, Node(true, "a"))), StringComparison.Ordinal);

    [Fact]
    public void A_decoder_and_a_circle_are_errors()
    {
        Assert.Contains("(a decoder), which no TinyRnn layer can do", Fails(
            "[[\"it\", 0, 0]]", Input(), Layer("GRU", "gru", "\"units\": 4, \"reset_after\": true", Node(true, "input")),
                Layer("RepeatVector", "it", "\"n\": 3", Node(true, "gru"))), StringComparison.Ordinal);
        Assert.Contains("read each other", Fails(
            "[[\"b\", 0, 0]]", Input(), Layer("Add", "a", "", Node(true, "input", "b")), Layer("Activation", "b", "\"activation\": \"tanh\"", Node(true, "a"))),
                StringComparison.Ordinal);
    }

    /// <summary>Models inside of models, each call with its inputs.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Models_are_layers(bool isThree)
    {
        string inner = WrittenKeras.Sequential(
            "[null, null, 3]", WrittenKeras.Layer("Dense", "a", ("units", "4")), WrittenKeras.Layer("Activation", "act", ("activation", "\"tanh\"")));
        string model = inner[..^1].Replace(
            "\"name\": \"s\"", "\"name\": \"m\"",
            StringComparison.Ordinal) + $", \"name\": \"m\", \"inbound_nodes\": [{Node(isThree, "input")[1..^1]}, {Node(isThree, "second")[1..^1]}]}}";

        // Keras 2 counts the model's own call as number 0.
        int first = isThree ? 0 : 1;
        string join = isThree
            ? $"[{{\"args\": [[{Tensor("m", first)}, {Tensor("m", first + 1)}]], \"kwargs\": {{}}}}]"
            : $"[[[\"m\", {first}, 0, {{}}], [\"m\", {first + 1}, 0, {{}}]]]";
        Network network = Model(
            "[[\"join\", 0, 0]]", Input(), Layer("Activation", "second", "\"activation\": \"relu\"", Node(isThree, "input")), model,
            Layer("Subtract", "join", "", join)).Network;
        AssertRows(
            network, 3,
            x => [.. Affine("a", x).Select(Math.Tanh).Zip(
                Affine("a", [.. x.Select(one => MathF.Max(one, 0))]).Select(Math.Tanh), (left, right) => left - right)]);
    }

    /// <summary>The compiled code gives the same as the interpreter, and so does ONNX Runtime.</summary>
    [Fact]
    public void A_stack_of_residual_blocks_runs_everywhere()
    {
        List<string> layers = [Input(), Layer("Dense", "a", Dense(4), Node(true, "input"))];
        Dictionary<string, (int[] Shape, float[] Values)[]> arrays = new(Arrays);
        string before = "a";
        for (int i = 0; i < 3; i++)
        {
            arrays[$"norm{i}"] = WrittenKeras.Random([4], [4]);
            arrays[$"gru{i}"] = WrittenKeras.Random([4, 12], [4, 12], [2, 12]);
            layers.Add(Layer("LayerNormalization", $"norm{i}", "", Node(true, before)));
            layers.Add(Layer("GRU", $"gru{i}", "\"units\": 4, \"reset_after\": true, \"return_sequences\": true", Node(true, $"norm{i}")));
            layers.Add(Layer("Add", $"add{i}", "", Node(true, before, $"gru{i}")));
            before = $"add{i}";
        }

        Network network = WrittenKeras.Import(WrittenKeras.Functional($"[[\"{before}\", 0, 0]]", [.. layers]), arrays).Network;
        (float[] expected, float[] actual) = Onnx.SequenceRuns.Of(
            network, ModelExporters.All.Single(exporter => exporter.Kind == "onnx").Write(network, []), 2, Steps, 4);
        AssertNear([.. expected.Select(value => (double)value)], actual);
        float[] x = Networks.RandomInput(Steps * 3, 9);
        ImportCase.AssertAll([new ImportCase("residual", network, x, [], new Interpreter(network).Run(x))]);
    }

    private static double[] Joined(string kind, double[] a, double[] b) => kind == "Concatenate" ? [.. a, .. b] : [.. a.Zip(b, (x, y) => kind switch
    {
        "Add" => x + y, "Subtract" => x - y, "Multiply" => x * y, "Divide" => x / y, "Average" => (x + y) / 2, "Maximum" => Math.Max(x, y), _ => Math.Min(x, y),
    })];

    private static double[] Affine(string name, ReadOnlySpan<float> x)
    {
        (int[] shape, float[] kernel) = Arrays[name][0];
        double[] y = [.. Arrays[name][1].Values.Select(value => (double)value)];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                y[i] += (double)x[j] * kernel[(j * shape[1]) + i];
            }
        }

        return y;
    }

    private static void AssertRows(Network network, int size, Func<float[], double[]> row)
    {
        float[] x = Networks.RandomInput(Steps * size, 11);
        AssertNear([.. Enumerable.Range(0, Steps).SelectMany(step => row(x[(step * size)..((step + 1) * size)]))], new Interpreter(network).Run(x));
    }

    private static void AssertNear(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));
    }

    private static ImportResult Model(string outputs, params string[] layers) => WrittenKeras.Import(WrittenKeras.Functional(outputs, layers), Arrays);

    private static string Fails(string outputs, params string[] layers) => Assert.Throws<ImportException>(() => Model(outputs, layers)).Message;

    private static string Input(string shape = "[null, null, 3]") => WrittenKeras.Node("InputLayer", "input", $"\"batch_shape\": {shape}", "[]");

    private static string Layer(string kind, string name, string config, string nodes) => WrittenKeras.Node(kind, name, config, nodes);

    private static string Dense(int units) => $"\"units\": {units}";

    private static string Node(bool isThree, params string[] read) => isThree
        ? $"[{{\"args\": [{(read.Length == 1 ? Tensor(read[0]) : $"[{string.Join(", ", read.Select(name => Tensor(name)))}]")}], \"kwargs\": {{}}}}]"
        : $"[[{string.Join(", ", read.Select(name => $"[\"{name}\", 0, 0, {{}}]"))}]]";

    private static string Tensor(string layer, int call = 0, int output = 0) =>
        $"{{\"class_name\": \"__keras_tensor__\", \"config\": {{\"shape\": [null, null, 3], \"dtype\": \"float32\", \"keras_history\": [\"{layer}\", "
            + $"{call}, {output}]}}}}";
}
