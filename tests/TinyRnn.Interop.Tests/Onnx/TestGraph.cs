using TinyRnn.Interop.Onnx;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Graphs as exporters write them, with random weights.</summary>
internal sealed class TestGraph(int opset)
{
    private readonly GraphWriter _graph = new();
    private int _seed = 1;
    private string _output = "";
    private (int Type, int Rank)? _lengths;

    /// <summary>What stands behind the recurrent layer.</summary>
    public static IReadOnlyList<string> Heads { get; } =
    [
        "every", "last by gather", "last by slice", "last by slice and squeeze", "first", "mean", "max", "final states", "final states by slice", "stack",
        "flattened dense", "softmax", "normalised", "skip", "residual", "shuffled features", "two cells", "lengths", "mean with keepdims", "scaled",
        "global pool", "gemm",
    ];

    public void Input(string name, params object[] dims) => _graph.Input(name, OnnxTensor.Float, dims);

    public string Weights(params long[] dims)
    {
        int length = (int)dims.Aggregate(1L, (product, size) => product * size);
        return _graph.Tensor($"w{_seed}", Networks.RandomInput(length, _seed++), dims);
    }

    public byte[] ToArray() => _graph.ToArray("test", opset >= 19 ? 9 : 8, opset, new Dictionary<string, string>());

    public Network Import() => ImportResult().Network;

    public ImportResult ImportResult() => ModelImporters.Import(new ImportSource("test.onnx", ToArray()));

    /// <summary>An input of the lengths of the sequences.</summary>
    public void Lengths(int type, object[] dims)
    {
        _lengths = (type, dims.Length);
        _graph.Input("lengths", type, dims);
    }

    /// <summary>What stands between the lengths and <c>sequence_lens</c>.</summary>
    public string LengthsBy(string way)
    {
        string Cast(string input, long type) => Add("Cast", [input], ("to", type));
        string whole = way switch
        {
            "none" => "lengths",
            "torch" => Cast("lengths", OnnxTensor.Int64),
            "identity" => Add("Identity", [Add("Identity", ["lengths"])]),
            "float" => Cast(Cast("lengths", OnnxTensor.Float), OnnxTensor.Int64),
            "squeezed" => Squeeze("lengths", 1),
            "squeezed without axes" => Unsqueeze(Add("Squeeze", ["lengths"]), 0),
            "unsqueezed and back" => Squeeze(Unsqueeze("lengths", 0), 0),
            "reshaped" => Add("Reshape", ["lengths", Integers(false, -1)]),
            "flattened and back" => Add("Reshape", [Add("Flatten", ["lengths"], ("axis", 0L)), Integers(false, -1)]),
            "gathered" => Add("Gather", ["lengths", Integers(true, 0)], ("axis", 1L)),
            "sliced" => Squeeze(Slice("lengths", 0, 1, 1), 1),
            _ => Add("Div", ["lengths", Integers(false, 2)]),
        };
        return way == "none" ? whole : Cast(whole, OnnxTensor.Int32);
    }

    /// <summary>The lengths as an output, too, as pad_packed_sequence gives them.</summary>
    public void AlsoLengths()
    {
        _graph.Add("Identity", "also", ["lengths"], ["lengths_out"]);
        _graph.Output("lengths_out", _lengths!.Value.Type);
    }

    public string Transposed(string input) => Add("Transpose", [input], ("perm", new long[] { 1, 0, 2 }));

    public void Output(string name)
    {
        _output = name;
        _graph.Output(name, OnnxTensor.Float);
    }

    /// <summary>A recurrent node with the outputs Y and Y_h, or with other names.</summary>
    public void Cell(
        string kind, string input, int inputs, int hidden, string direction, string variant, string suffix = "", string lengths = "",
        ActivationFunction[]? functions = null, float clip = 0f)
    {
        int passes = direction == "bidirectional" ? 2 : 1;
        int gates = kind switch
        {
            "GRU" => 3,
            "LSTM" => 4,
            _ => 1,
        };
        bool isBatchFirst = variant.Contains("layout", StringComparison.Ordinal);
        bool hasState = variant.Contains("state", StringComparison.Ordinal);
        List<string> names =
        [
            input, Weights(passes, gates * hidden, inputs), Weights(passes, gates * hidden, hidden),
            variant.Contains("no bias", StringComparison.Ordinal) ? "" : Weights(passes, 2 * gates * hidden), lengths,
        ];
        for (int i = 0; i < (kind == "LSTM" ? 2 : 1); i++)
        {
            names.Add(hasState ? isBatchFirst ? Weights(1, passes, hidden) : Weights(passes, 1, hidden) : "");
        }

        if (kind == "LSTM")
        {
            names.Add(variant.Contains("peepholes", StringComparison.Ordinal) ? Weights(passes, 3 * hidden) : "");
        }

        List<(string, object)> attributes = [("hidden_size", (long)hidden), ("direction", direction)];
        string[] activations = (kind, variant) switch
        {
            ("RNN", "relu") => ["Relu"],
            ("RNN", "affine") => ["Affine"],
            ("GRU", "relu") => ["Sigmoid", "Relu"],
            ("RNN", "unknown") => ["Mish"],
            ("GRU", "unknown") => ["Sigmoid", "Mish"],
            ("LSTM", "unknown") => ["Sigmoid", "Mish", "Tanh"],
            _ => functions is null ? [] : [.. functions.Select(function => function.Kind.ToString())],
        };
        if (activations.Length > 0)
        {
            attributes.Add(("activations", Enumerable.Repeat(activations, passes).SelectMany(name => name).ToArray()));
        }

        if (variant == "affine")
        {
            attributes.Add(("activation_alpha", Enumerable.Repeat(1f, passes).ToArray()));
            attributes.Add(("activation_beta", new float[passes]));
        }

        if (variant.Contains("after", StringComparison.Ordinal))
        {
            attributes.Add(("linear_before_reset", 1L));
        }

        if (variant.Contains("input_forget", StringComparison.Ordinal))
        {
            attributes.Add(("input_forget", 1L));
        }

        // Listed for those functions alone that have them.
        ActivationFunction[] all = [.. Enumerable.Repeat(functions ?? [], passes).SelectMany(pass => pass)];
        ActivationFunction[] withBeta = [.. all.Where(function => function.Kind is Activation.HardSigmoid or Activation.ScaledTanh or Activation.Affine)];
        ActivationFunction[] withAlpha =
        [
            .. all.Where(function => withBeta.Contains(function) || function.Kind is Activation.LeakyRelu or Activation.ThresholdedRelu or Activation.Elu)
        ];
        if (withAlpha.Length > 0 && variant != "names alone")
        {
            attributes.Add(("activation_alpha", withAlpha.Select(function => function.Alpha).ToArray()));
        }

        if (withBeta.Length > 0 && variant != "names alone")
        {
            attributes.Add(("activation_beta", withBeta.Select(function => function.Beta).ToArray()));
        }

        if (clip != 0f)
        {
            attributes.Add(("clip", clip));
        }

        if (isBatchFirst)
        {
            attributes.Add(("layout", 1L));
        }

        _graph.Add(kind, "", names, ["Y" + suffix, "Y_h" + suffix], [.. attributes]);
    }

    /// <summary>A batch-first graph: X [batch, time, inputs], a GRU, and one of <see cref="Heads"/>.</summary>
    public void Head(string head, string direction, int inputs, int hidden)
    {
        int passes = direction == "bidirectional" ? 2 : 1;
        int width = passes * hidden;
        string x = Add("Transpose", ["X"], ("perm", new long[] { 1, 0, 2 }));
        if (head == "two cells")
        {
            Cell("LSTM", x, inputs, hidden, "forward", "", "0");
            Cell("LSTM", x, inputs, hidden, "reverse", "", "1");
            string both = Add("Concat", [Squeeze("Y0", 1), Squeeze("Y1", 1)], ("axis", 2L));
            Finish(Add("Transpose", [both], ("perm", new long[] { 1, 0, 2 })), 2 * hidden);
            return;
        }

        string lengths = "";
        if (head == "lengths")
        {
            string sizes = Add("Shape", ["X"]);
            string time = Add("Gather", [sizes, Integers(false, 1)]);
            lengths = Add("Cast", [Add("Expand", [time, Add("Gather", [sizes, Integers(false, 0)])])], ("to", 6L));
        }

        Cell("GRU", x, inputs, hidden, direction, "after", lengths: lengths);
        string rows = Rows("Y", passes, width);
        if (head == "stack")
        {
            Cell("GRU", rows, width, hidden, direction, "", "2");
            rows = Rows("Y2", passes, width);
        }

        string batchFirst = Add("Transpose", [rows], ("perm", new long[] { 1, 0, 2 }));
        switch (head)
        {
            case "last by gather":
                Finish(Add("Gather", [batchFirst, Integers(true, -1)], ("axis", 1L)), width);
                break;
            case "last by slice":
                Finish(Squeeze(Slice(batchFirst, -1, long.MaxValue, 1), 1), width);
                break;
            case "last by slice and squeeze":
                Finish(Squeeze(Slice(rows, -1, int.MaxValue, 0), 0), width);
                break;
            case "first":
                Finish(Add("Gather", [batchFirst, Integers(true, 0)], ("axis", 1L)), width);
                break;
            case "mean":
            case "max":
            case "mean with keepdims":
                Finish(
                    head == "mean with keepdims"
                    ? Squeeze(Reduce("ReduceMean", batchFirst, 1), 1)
                    : Reduce(head == "mean" ? "ReduceMean" : "ReduceMax", batchFirst, 0),
                    width);
                break;
            case "global pool":
                Finish(Squeeze(Add("GlobalMaxPool", [Add("Transpose", [batchFirst], ("perm", new long[] { 0, 2, 1 }))]), 2), width);
                break;
            case "final states":
                string joined = Add("Transpose", ["Y_h"], ("perm", new long[] { 1, 0, 2 }));
                Finish(Add("Reshape", [joined, Integers(false, 0, width)]), width);
                break;
            case "final states by slice":
                string first = Add("Gather", ["Y_h", Integers(true, 0)], ("axis", 0L));
                string last = Add("Gather", ["Y_h", Integers(true, -1)], ("axis", 0L));
                Finish(Add("Concat", [last, first], ("axis", 1L)), 2 * hidden);
                break;
            case "flattened dense":
                string flat = Add("Reshape", [batchFirst, Integers(false, -1, width)]);
                string dense = Add("Gemm", [flat, Weights(2, width), Weights(2)], ("transB", 1L));
                string shape = Add("Concat", [Slice(Add("Shape", ["X"]), 0, 2, 0), Integers(false, 2)], ("axis", 0L));
                End(Add("Reshape", [dense, shape]));
                break;
            case "softmax":
                string logits = Add("MatMul", [Add("Gather", [batchFirst, Integers(true, -1)], ("axis", 1L)), Weights(width, 5)]);
                End(Add("Softmax", [Add("LogSoftmax", [logits], ("axis", 1L))], ("axis", 1L)));
                break;
            case "normalised":
                string turned = Add("Transpose", [batchFirst], ("perm", new long[] { 0, 2, 1 }));
                string variance = _graph.Tensor("variance", [.. Networks.RandomInput(width, 77).Select(value => value + 1.5f)], width);
                string normal = Add("BatchNormalization", [turned, Weights(width), Weights(width), Weights(width), variance], ("epsilon", 1e-3f));
                Finish(Add("Transpose", [normal], ("perm", new long[] { 0, 2, 1 })), width);
                break;
            case "skip":
                string change = Add("Add", [Add("MatMul", [batchFirst, Weights(width, 2)]), Weights(2)]);
                End(Add("Add", [change, Slice("X", 1, 3, 2)]));
                break;
            case "residual":
                string twice = Add("MatMul", [batchFirst, Weights(width, width)]);
                Finish(Add("Relu", [Add("Sub", [twice, batchFirst])]), width);
                break;
            case "shuffled features":
                string grouped = Add("Reshape", [batchFirst, Integers(false, 0, 0, 2, width / 2)]);
                string mixed = Add("Transpose", [grouped], ("perm", new long[] { 0, 1, 3, 2 }));
                End(Add("Tanh", [Slice(Add("Reshape", [mixed, Integers(false, 0, 0, width)]), 1, width, 2)]));
                break;
            case "scaled":
                string scaled = Add(
                    "Div",
                    [Add("Mul", [batchFirst, _graph.Tensor("two", [2f])]),
                        _graph.Tensor("half", [.. Enumerable.Range(1, width).Select(i => i * 0.5f)], width)]);
                End(Add("Sub", [_graph.Tensor("one", [1f], 1), Add("Sigmoid", [scaled])]));
                break;
            case "gemm":
                string step = Add("Gather", [batchFirst, Integers(true, -1)], ("axis", 1L));
                string hidden1 = Add("Gemm", [step, Weights(width, 5), Weights(1, 5)], ("alpha", 0.5f), ("beta", 2f));
                End(Add("Elu", [Add("LeakyRelu", [hidden1], ("alpha", 0.3f))], ("alpha", 0.4f)));
                break;
            default:
                Finish(batchFirst, width);
                break;
        }
    }

    /// <summary>A dense layer with an operator behind it.</summary>
    public void Activated(string kind, int inputs) => End(Add(kind, [Add("MatMul", ["X", Weights(inputs, 5)])]));

    /// <summary>A random input and what ONNX Runtime makes of it.</summary>
    public (float[] Input, float[] Output) Run(int steps, int inputs, string axes)
    {
        float[] x = Networks.RandomInput(steps * inputs, 99);
        using OnnxRuntimeModel runtime = new(ToArray());
        (string, Array, int[]) input = ("X", x, axes == "BTF" ? [1, steps, inputs] : [steps, 1, inputs]);
        return (x, _lengths is (int type, int rank)
            ? runtime.Run(_output, input, ("lengths", type == OnnxTensor.Int32 ? new[] { steps } : new[] { (long)steps }, [.. Enumerable.Repeat(1, rank)]))
            : runtime.Run(_output, input));
    }

    public void AssertAgrees(int steps, int inputs, string axes)
    {
        (float[] x, float[] expected) = Run(steps, inputs, axes);
        float[] actual = new Interpreter(Import()).Run(x);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(
            expected,
            (value, i) => Assert.True(MathF.Abs(value - actual[i]) <= 1e-5f * MathF.Max(1, MathF.Abs(value)), $"value {i} is {actual[i]}, expected {value}"));
    }

    public string Rows(string output, int passes, int width) => passes == 1
        ? Squeeze(output, 1)
        : Add("Reshape", [Add("Transpose", [output], ("perm", new long[] { 0, 2, 1, 3 })), Integers(false, 0, 0, width)]);

    public void Finish(string input, int width) => End(Add("Add", [Weights(2), Add("MatMul", [input, Weights(width, 2)])]));

    private void End(string input)
    {
        _graph.Add("Identity", "end", [input], ["result"]);
        Output("result");
    }

    private string Squeeze(string input, long axis) => opset < 13
        ? Add("Squeeze", [input], ("axes", new[] { axis }))
        : Add("Squeeze", [input, Integers(false, axis)]);

    private string Unsqueeze(string input, long axis) => opset < 13
        ? Add("Unsqueeze", [input], ("axes", new[] { axis }))
        : Add("Unsqueeze", [input, Integers(false, axis)]);

    private string Reduce(string kind, string input, long keep) => opset < 18
        ? Add(kind, [input], ("axes", new long[] { 1 }), ("keepdims", keep))
        : Add(kind, [input, Integers(false, 1)], ("keepdims", keep));

    private string Slice(string input, long start, long end, long axis) => opset < 10
        ? Add("Slice", [input], ("starts", new[] { start }), ("ends", new[] { end }), ("axes", new[] { axis }))
        : Add("Slice", Bounds(input, start, end, axis));

    private string[] Bounds(string input, long start, long end, long axis) => [input, Integers(false, start), Integers(false, end), Integers(false, axis)];

    private string Integers(bool isScalar, params long[] values) => _graph.Integers(isScalar, values);

    private string Add(string kind, string[] inputs, params (string, object)[] attributes) => _graph.Add(kind, inputs, attributes);
}
