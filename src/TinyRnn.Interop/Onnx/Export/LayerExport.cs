using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Writes layers as nodes. Between layers, values have the axes [time, batch, values], or [batch, values] after a pooling.</summary>
internal sealed class LayerExport(GraphWriter graph, Network network, bool isStep, bool isFixed) : ILayerVisitor<string>
{
    /// <summary>What the name of a state's next value adds to the name of the state.</summary>
    public const string NextSuffix = "_next";

    // TinyRnn's gates in ONNX's order: r, z, n become z, r, h; i, f, g, o become i, o, f, c; the peepholes i, f, o become i, o, f.
    private static readonly int[] GruGates = [1, 0, 2];
    private static readonly int[] LstmGates = [0, 3, 1, 2];
    private static readonly int[] PeepholeGates = [0, 2, 1];
    private static readonly int[] OneGate = [0];

    // With coupled gates, i, g, o become i, o, f, c with zeros for f, and the peepholes i, o become i, o, f.
    private const int Nothing = -1;
    private static readonly int[] CoupledGates = [0, 2, Nothing, 1];
    private static readonly int[] CoupledPeepholes = [0, 1, Nothing];

    // Values with the axes [batch, values]: pooled ones, and everything computed from them.
    private readonly HashSet<string> _pooled = [];

    private IReadOnlyList<string> _inputs = [];

    /// <summary>The program that the graph is for.</summary>
    public OnnxConsumer Consumer { get; init; }

    private string Input => _inputs[0];

    /// <summary>Whether a value belongs to the whole sequence, not to each step.</summary>
    public bool IsPooled(string value) => _pooled.Contains(value);

    /// <summary>Adds a layer and returns the name of its output.</summary>
    /// <exception cref="ExportException">ONNX cannot hold the layer in this place.</exception>
    public string Add(Layer layer, IReadOnlyList<string> inputs)
    {
        bool isPooled = inputs.Any(IsPooled);
        if (isPooled && layer.StateSize > 0)
        {
            throw new ExportException($"layer '{layer.Name}' reads values that are pooled up to each step; in ONNX a pooling is over the whole sequence");
        }

        // Combined with a pooled value, only the last step of the other values is used.
        _inputs = isPooled ? [.. inputs.Select(input => IsPooled(input) ? input : Step(input, -1))] : inputs;
        if (_inputs.Count > 1 && layer.InputSizes is null)
        {
            _inputs = [graph.Add("Concat", _inputs, ("axis", -1L))];
        }

        string output = layer.Accept(this);
        if (isPooled)
        {
            _pooled.Add(output);
        }

        return output;
    }

    public string Visit(DenseLayer layer) =>
        Activate(layer, Linear(layer.Weight, layer.Bias ? layer.BiasName : null, layer.InputSize, layer.OutputSize, Input), layer.Activation);

    public string Visit(RnnLayer layer) => Recurrent(layer, Input);

    public string Visit(GruLayer layer) => Recurrent(layer, Input);

    public string Visit(LstmLayer layer) => layer switch
    {
        { ProjectionSize: > 0, HasPeepholes: true } =>
            throw new ExportException($"layer '{layer.Name}' is an LSTM with a projection and peepholes, which TinyRnn could not read back from an ONNX graph"),
        { ProjectionSize: > 0, FormatVersion: > 1 } =>
            throw new ExportException(
                $"layer '{layer.Name}' is an LSTM with a projection and with other activations, a clip or coupled gates, for which ONNX has no operator"),
        { ProjectionSize: > 0 } when isStep => new ProjectedLstm(graph, network, layer).AddStep(Input),
        { ProjectionSize: > 0 } => new ProjectedLstm(graph, network, layer).AddScans(Input, (name, values) => Repeated(name, values, 1, values.Length, Input)),
        _ => Recurrent(layer, Input),
    };

    public string Visit(ConcatRnnLayer layer) => Concat(layer, Input);

    public string Visit(EmbeddingLayer layer) => graph.Add("Gather", [Tensor(layer.Weight, layer.InputSize, layer.OutputSize), Input]);

    public string Visit(PoolingLayer layer)
    {
        string output = Pool(layer, Input);
        _pooled.Add(output);
        return output;
    }

    public string Visit(DelayLayer layer)
    {
        string all;
        if (isStep)
        {
            string state = $"{layer.Name}_rows";
            graph.Input(state, OnnxTensor.Float, layer.Memory, "batch", layer.InputSize);
            graph.Output(state + NextSuffix, OnnxTensor.Float, layer.Memory, "batch", layer.InputSize);
            all = graph.Add("Concat", [state, Input], ("axis", 0L));
            graph.Add("Slice", state + NextSuffix, Steps(all, 1, long.MaxValue), [state + NextSuffix]);
        }
        else
        {
            all = graph.Add("Pad", [Input, graph.Integers(false, layer.Memory, 0, 0, 0, 0, 0)]);
        }

        string[] parts = [.. layer.Lags.Select(lag => graph.Add("Slice", Steps(all, layer.Memory - lag, lag == 0 ? long.MaxValue : -lag)))];
        return parts.Length == 1 ? parts[0] : graph.Add("Concat", parts, ("axis", 2L));
    }

    public string Visit(ActivationLayer layer) =>
        layer.Activation.Kind == Activation.Identity ? graph.Add("Identity", [Input]) : Activate(layer, Input, layer.Activation);

    public string Visit(FunctionLayer layer) => layer.Function switch
    {
        Function.Square => graph.Add("Mul", [Input, Input]),
        Function.Clip => graph.Add("Clip", [Input, graph.Tensor(layer.Name + ".low", [layer.Low]), graph.Tensor(layer.Name + ".high", [layer.High])]),
        Function.Power => graph.Add("Pow", [Input, graph.Tensor(layer.Name + ".exponent", [layer.Exponent])]),
        _ when Functions.Of(layer.Function).Onnx is string name => graph.Add(name, [Input]),
        _ => throw new ExportException($"layer '{layer.Name}' is the function {Words.Of(layer.Function)}, for which ONNX has no operator"),
    };

    public string Visit(CombineLayer layer)
    {
        string? name = CombineOperations.Of(layer.Operation).Onnx;
        return layer.Operation switch
        {
            CombineOperation.Minimum or CombineOperation.Maximum => graph.Add(name!, _inputs),
            CombineOperation.Magnitude => graph.Add("Sqrt", [graph.Add("Add", [.. _inputs.Select(input => graph.Add("Mul", [input, input]))])]),
            _ when name is not null => _inputs.Aggregate((a, b) => graph.Add(name, [a, b])),
            _ => throw new ExportException($"layer '{layer.Name}' is the operation {Words.Of(layer.Operation)}, for which ONNX has no operator"),
        };
    }

    public string Visit(ScaleLayer layer)
    {
        string product = graph.Add("Mul", [Input, Tensor(layer.Weight, layer.InputSize)]);
        return layer.Bias ? graph.Add("Add", [product, Tensor(layer.BiasName, layer.InputSize)]) : product;
    }

    public string Visit(PreluLayer layer)
    {
        string slopes = Tensor(layer.Weight, layer.InputSize);
        if (Consumer != OnnxConsumer.OpenCv)
        {
            return graph.Add("PRelu", [Input, slopes]);
        }

        // max(x, 0) + slope * (x - max(x, 0)): the same values, without an operator that OpenCV misreads.
        string positive = graph.Add("Relu", [Input]);
        return graph.Add("Add", [positive, graph.Add("Mul", [graph.Add("Sub", [Input, positive]), slopes])]);
    }

    public string Visit(SelectLayer layer) =>
        graph.Add("Gather", [Input, graph.Integers(false, [.. layer.Indices.Select(index => (long)index)])], ("axis", -1L));

    public string Visit(ReduceLayer layer)
    {
        string groups = Groups(layer.Groups, layer.InputSize);
        return layer.Mode == ReduceMode.Sum
            ? graph.Add("ReduceSum", [groups, graph.Integers(false, -1)], ("keepdims", 0L))
            : graph.Add(layer.Mode == ReduceMode.Mean ? "ReduceMean" : "ReduceMax", [groups], ("axes", new long[] { -1 }), ("keepdims", 0L));
    }

    public string Visit(LayerNormLayer layer)
    {
        int size = layer.InputSize / layer.Groups;
        if (layer.Groups == 1 && layer.IsAffine)
        {
            return graph.Add(
                "LayerNormalization", [Input, Tensor(layer.Weight, size), Tensor(layer.BiasName, size)], ("axis", -1L), ("epsilon", layer.Epsilon));
        }

        string ones = graph.Tensor(layer.Name + ".ones", [.. Enumerable.Repeat(1f, size)], size);
        string normal = graph.Add("LayerNormalization", [Groups(layer.Groups, layer.InputSize), ones], ("axis", -1L), ("epsilon", layer.Epsilon));
        string row = graph.Add("Reshape", [normal, graph.Integers(false, IsPooled(Input) ? [0, layer.InputSize] : [0, 0, layer.InputSize])]);
        return layer.IsAffine
            ? graph.Add("Add", [graph.Add("Mul", [row, Tensor(layer.Weight, layer.InputSize)]), Tensor(layer.BiasName, layer.InputSize)])
            : row;
    }

    public string Visit(ConvolutionLayer layer)
    {
        Window window = layer.Window;
        int channels = window.Channels / layer.Groups;
        float[] values = Values(layer.Weight);
        float[] weight = Array.ConvertAll(Indexing.Transpose([layer.OutputChannels, window.Taps, channels], [0, 2, 1]), i => values[i]);
        List<string> inputs = [Positions(window), graph.Tensor(layer.Weight, weight, layer.OutputChannels, channels, window.KernelHeight, window.KernelWidth)];
        if (layer.Bias)
        {
            inputs.Add(Tensor(layer.BiasName, layer.OutputChannels));
        }

        string output = graph.Add("Conv", inputs, [.. Numbers(window), ("group", (long)layer.Groups)]);
        return Activate(layer, RowsOf(output, layer.OutputSize), layer.Activation);
    }

    public string Visit(WindowPoolingLayer layer)
    {
        bool isMax = layer.Mode == WindowPoolingMode.Max;
        (string Name, object)[] attributes = Numbers(layer.Window);
        if (!isMax && layer.Window.DilationHeight * layer.Window.DilationWidth > 1)
        {
            throw new ExportException($"layer '{layer.Name}' takes means over windows with a dilation, which ONNX's AveragePool does not have before opset 19");
        }

        string positions = Positions(layer.Window);
        string pooled = isMax
            ? graph.Add("MaxPool", [positions], attributes)
            : graph.Add(
                "AveragePool", [positions],
                [.. attributes.Where(one => one.Name != "dilations"), ("count_include_pad", layer.Mode == WindowPoolingMode.MeanWithPadding ? 1L : 0L)]);
        return RowsOf(pooled, layer.OutputSize);
    }

    // Each row becomes [channels, height, width], with the steps of all sequences one after another.
    private string Positions(Window window)
    {
        string rows = graph.Add("Reshape", [Input, graph.Integers(false, -1, window.Height, window.Width, window.Channels)]);
        return graph.Add("Transpose", [rows], ("perm", new long[] { 0, 3, 1, 2 }));
    }

    // Back to [time, batch, values], with the first axes of the layer's input.
    private string RowsOf(string positions, int size)
    {
        string rows = graph.Add("Transpose", [positions], ("perm", new long[] { 0, 2, 3, 1 }));
        string axes = graph.Add("Slice", [graph.Add("Shape", [Input]), graph.Integers(false, 0), graph.Integers(false, -1), graph.Integers(false, 0)]);
        return graph.Add("Reshape", [rows, graph.Add("Concat", [axes, graph.Integers(false, size)], ("axis", 0L))]);
    }

    private static (string, object)[] Numbers(Window window) =>
    [
        ("kernel_shape", new long[] { window.KernelHeight, window.KernelWidth }),
        ("strides", new long[] { window.StrideHeight, window.StrideWidth }),
        ("dilations", new long[] { window.DilationHeight, window.DilationWidth }),
        ("pads", new long[] { window.Top, window.Left, window.Bottom, window.Right }),
    ];

    // The values of a step, with a separate axis for the groups.
    private string Groups(int groups, int size) =>
        graph.Add("Reshape", [Input, graph.Integers(false, IsPooled(Input) ? [0, groups, size / groups] : [0, 0, groups, size / groups])]);

    private string[] Steps(string rows, long from, long to) => [rows, graph.Integers(false, from), graph.Integers(false, to), graph.Integers(false, 0)];

    /// <summary>One step of [time, batch, values].</summary>
    public string Step(string input, long index) => graph.Add("Gather", [input, graph.Integers(true, index)], ("axis", 0L));

    private string Recurrent(RecurrentLayer layer, string input)
    {
        (string kind, int[] gates) = layer switch
        {
            GruLayer => ("GRU", GruGates),
            LstmLayer { HasCoupledGates: true } => ("LSTM", CoupledGates),
            LstmLayer => ("LSTM", LstmGates),
            _ => ("RNN", OneGate),
        };
        int hidden = layer.HiddenSize;
        int rows = gates.Length * hidden;
        int directions = layer.Directions.Count;
        float[] Joined(Func<RecurrentDirection, IEnumerable<float>> part) => [.. layer.Directions.SelectMany(part)];
        List<string> inputs =
        [
            input,
            graph.Tensor(layer.Name + ".W", Joined(direction => Ordered(Values(direction.WeightInput), gates)), directions, rows, layer.InputSize),
            graph.Tensor(layer.Name + ".R", Joined(direction => Ordered(Values(direction.WeightHidden), gates)), directions, rows, hidden),
            layer.Bias == BiasForm.None ? "" : graph.Tensor(layer.Name + ".B", Joined(direction => Bias(layer, direction, gates)), directions, 2 * rows),
            "",
        ];
        AddStates(layer, input, inputs);
        if (layer is LstmLayer { HasPeepholes: true })
        {
            inputs.AddRange(Enumerable.Repeat("", 7 - inputs.Count));
            int[] order = layer.Gates == 3 ? CoupledPeepholes : PeepholeGates;
            inputs.Add(
                graph.Tensor(layer.Name + ".P", Joined(direction => Ordered(Values(direction.Peephole), order)), directions, 3 * hidden));
        }

        List<(string, object)> attributes = [("hidden_size", (long)hidden), ("direction", layer.Options.Direction switch
        {
            Direction.Forward => "forward",
            Direction.Reverse => "reverse",
            _ => "bidirectional",
        })];
        if (layer is GruLayer gru)
        {
            attributes.Add(("linear_before_reset", gru.Reset == GruReset.After ? 1L : 0L));
        }

        if (layer is LstmLayer { HasCoupledGates: true })
        {
            attributes.Add(("input_forget", 1L));
        }

        if (layer.Options.Clip is float clip)
        {
            attributes.Add(("clip", clip));
        }

        AddActivations(layer, attributes);
        string output = layer.Name + ".Y";
        string[] outputs = !isStep
            ? [output]
            : layer is LstmLayer
            ? [output, $"{layer.Name}_h{NextSuffix}", $"{layer.Name}_c{NextSuffix}"]
            : [output, $"{layer.Name}_h{NextSuffix}"];
        graph.Add(kind, layer.Name, inputs, outputs, [.. attributes]);
        return directions == 1
            ? graph.Add("Squeeze", [output, graph.Integers(false, 1)])
            : graph.Add("Reshape", [graph.Add("Transpose", [output], ("perm", new long[] { 0, 2, 1, 3 })), graph.Integers(false, 0, 0, 2 * hidden)]);
    }

    private void AddStates(RecurrentLayer layer, string input, List<string> inputs)
    {
        string[] names = layer is LstmLayer ? ["h", "c"] : ["h"];
        if (isStep)
        {
            foreach (string name in names)
            {
                inputs.Add($"{layer.Name}_{name}");
                graph.Input(inputs[^1], OnnxTensor.Float, 1, "batch", layer.HiddenSize);
                graph.Output(inputs[^1] + NextSuffix, OnnxTensor.Float, 1, "batch", layer.HiddenSize);
            }
        }
        else if (layer.Options.HasInitialState || isFixed)
        {
            string Stored(string suffix, Func<RecurrentDirection, string> tensor)
            {
                float[] values = layer.Options.HasInitialState
                    ? [.. layer.Directions.SelectMany(direction => Values(tensor(direction)))]
                    : new float[layer.Directions.Count * layer.HiddenSize];
                return isFixed
                    ? graph.Tensor(layer.Name + suffix, values, layer.Directions.Count, 1, layer.HiddenSize)
                    : Repeated(layer.Name + suffix, values, layer.Directions.Count, layer.HiddenSize, input);
            }

            inputs.Add(Stored(".initial_h", direction => direction.InitialHidden));
            if (layer is LstmLayer)
            {
                inputs.Add(Stored(".initial_c", direction => direction.InitialCell));
            }
        }
    }

    // [directions, 1, hidden], repeated for each sequence of the batch.
    private string Repeated(string name, float[] values, int directions, int hidden, string input)
    {
        string batch = graph.Add("Gather", [graph.Add("Shape", [input]), graph.Integers(false, 1)]);
        string sizes = graph.Add("Concat", [graph.Integers(false, directions), batch, graph.Integers(false, hidden)], ("axis", 0L));
        return graph.Add("Expand", [graph.Tensor(name, values, directions, 1, hidden), sizes]);
    }

    private static void AddActivations(RecurrentLayer layer, List<(string, object)> attributes)
    {
        ActivationFunction[] usual = layer switch
        {
            GruLayer => [Activation.Sigmoid, Activation.Tanh],
            LstmLayer => [Activation.Sigmoid, Activation.Tanh, Activation.Tanh],
            _ => [Activation.Tanh],
        };
        if (!layer.Functions.SequenceEqual(usual))
        {
            attributes.AddRange(CellFunctions(layer.Name, layer.Functions, layer.Directions.Count));
        }
    }

    // Only activations that have parameters list them.
    private static List<(string Name, object Value)> CellFunctions(string layer, IReadOnlyList<ActivationFunction> functions, int directions)
    {
        ActivationFunction[] all =
        [
            .. from direction in Enumerable.Range(0, directions)
               from function in functions
               select function.Kind == Activation.Identity ? new ActivationFunction(Activation.Affine, 1f, 0f) : function,
        ];
        if (all.FirstOrDefault(function => !RecurrentActivations.Has(function.Kind)) is ActivationFunction other)
        {
            throw new ExportException($"layer '{layer}' has the activation {other}, which ONNX's recurrent operators do not have");
        }

        List<(string, object)> attributes = [("activations", all.Select(function => Activations.Of(function.Kind).OnnxInCells!).ToArray())];
        float[] alphas = [.. all.Where(function => function.Kind.HasAlpha()).Select(function => function.Alpha)];
        float[] betas = [.. all.Where(function => function.Kind.HasBeta()).Select(function => function.Beta)];
        if (alphas.Length > 0)
        {
            attributes.Add(("activation_alpha", alphas));
        }

        if (betas.Length > 0)
        {
            attributes.Add(("activation_beta", betas));
        }

        return attributes;
    }

    // A linear recurrence, and a product of the step's input and the state before it.
    private string Concat(ConcatRnnLayer layer, string input)
    {
        int size = layer.InputSize;
        int hidden = layer.HiddenSize;
        float[] weight = Values(layer.HiddenWeight);
        float[] Columns(int start, int count) => [.. Enumerable.Range(0, hidden).SelectMany(row => weight.Skip((row * (size + hidden)) + start).Take(count))];
        string state = $"{layer.Name}_h";
        List<string> inputs =
        [
            input,
            graph.Tensor(layer.Name + ".W", Columns(0, size), 1, hidden, size),
            graph.Tensor(layer.Name + ".R", Columns(size, hidden), 1, hidden, hidden),
            graph.Tensor(layer.Name + ".B", [.. Values(layer.HiddenBias), .. new float[hidden]], 1, 2 * hidden),
        ];
        if (isStep)
        {
            inputs.AddRange(["", state]);
            graph.Input(state, OnnxTensor.Float, 1, "batch", hidden);
            graph.Output(state + NextSuffix, OnnxTensor.Float, 1, "batch", hidden);
        }

        string output = layer.Name + ".Y";
        graph.Add(
            "RNN", layer.Name, inputs, isStep ? ["", state + NextSuffix] : [output],
            [("hidden_size", (long)hidden), .. CellFunctions(layer.Name, [Activation.Identity], 1)]);
        string before = state;
        if (!isStep)
        {
            string rows = graph.Add("Squeeze", [output, graph.Integers(false, 1)]);
            string all = graph.Add("Slice", [rows, graph.Integers(false, 0), graph.Integers(false, -1), graph.Integers(false, 0)]);
            before = graph.Add("Concat", [Repeated(layer.Name + ".zero", new float[hidden], 1, hidden, input), all], ("axis", 0L));
        }

        string both = graph.Add("Concat", [input, before], ("axis", 2L));
        return Activate(layer, Linear(layer.OutputWeight, layer.OutputBias, size + hidden, layer.OutputSize, both), layer.Activation);
    }

    private string Pool(PoolingLayer layer, string input)
    {
        if (isStep || network.OutputSteps == OutputSteps.Every)
        {
            throw new ExportException($"layer '{layer.Name}' gives the pooled values up to each step; in ONNX a pooling is over the whole sequence");
        }

        if (layer.Mode != PoolingMode.Final)
        {
            return graph.Add(layer.Mode == PoolingMode.Mean ? "ReduceMean" : "ReduceMax", [input], ("axes", new long[] { 0 }), ("keepdims", 0L));
        }

        int half = layer.InputSize / 2;
        string Half(long from, long to, long step) =>
            graph.Add("Slice", [Step(input, step), graph.Integers(false, from), graph.Integers(false, to), graph.Integers(false, 1)]);
        return graph.Add("Concat", [Half(0, half, -1), Half(half, layer.InputSize, 0)], ("axis", 1L));
    }

    private string Linear(string weight, string? bias, int inputs, int outputs, string input)
    {
        float[] values = Values(weight);
        float[] transposed = Array.ConvertAll(Indexing.Transpose([outputs, inputs], [1, 0]), i => values[i]);
        string product = graph.Add("MatMul", [input, graph.Tensor(weight, transposed, inputs, outputs)]);
        return bias is null ? product : graph.Add("Add", [product, Tensor(bias, outputs)]);
    }

    private string Activate(Layer layer, string input, ActivationFunction activation)
    {
        ActivationFacts facts = Activations.Of(activation.Kind);
        return activation.Kind switch
        {
            Activation.Identity => input,
            Activation.Affine => Affine(input, activation.Alpha, activation.Beta),
            Activation.ScaledTanh => Affine(graph.Add("Tanh", [Affine(input, activation.Beta, 0f)]), activation.Alpha, 0f),
            _ when facts.Onnx is null => throw new ExportException($"layer '{layer.Name}' has the activation {activation}, for which ONNX has no operator"),
            _ when facts.Value is null => graph.Add(facts.Onnx, [input], ("axis", -1L)),
            _ when facts.Beta is not null => graph.Add(facts.Onnx, [input], ("alpha", activation.Alpha), ("beta", activation.Beta)),
            _ when facts.Alpha is not null => graph.Add(facts.Onnx, [input], ("alpha", activation.Alpha)),
            _ => graph.Add(facts.Onnx, [input]),
        };
    }

    private string Affine(string input, float scale, float shift)
    {
        string product = graph.Add("Mul", [input, graph.Tensor($"{input}.scale", [scale])]);
        return shift == 0f ? product : graph.Add("Add", [product, graph.Tensor($"{input}.shift", [shift])]);
    }

    private float[] Bias(RecurrentLayer layer, RecurrentDirection direction, int[] gates)
    {
        float[] first = Values(direction.BiasNames[0]);
        float[] ordered = Ordered(first, gates);
        return [.. ordered, .. layer.Bias == BiasForm.Separate ? Ordered(Values(direction.BiasNames[1]), gates) : new float[ordered.Length]];
    }

    private string Tensor(string name, params long[] dims) => graph.Tensor(name, Values(name), dims);

    private float[] Values(string name) => network.Tensors[name].Values;

    private static float[] Ordered(float[] values, int[] gates)
    {
        int size = values.Length / gates.Count(gate => gate != Nothing);
        return [.. gates.SelectMany(gate => gate == Nothing ? new float[size] : values.Skip(gate * size).Take(size))];
    }
}
