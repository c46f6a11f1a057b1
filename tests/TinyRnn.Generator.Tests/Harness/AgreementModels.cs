using System.Globalization;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>
/// Networks of every kind of layer in every size from 1 to 70, in which all tiles, all unrolled and looped forms and all
/// remainders occur. Each set is compiled once for all tests that use it.
/// </summary>
internal static class AgreementModels
{
    public const int Steps = 20;
    private const int LargestSize = 70;

    // GraphExportTests compare the same ones with ONNX Runtime. More, for a check that takes its time: TINYRNN_GRAPHS.
    private static readonly int Graphs = int.TryParse(
        Environment.GetEnvironmentVariable("TINYRNN_GRAPHS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        ? count
        : 500;

    private static readonly int[] QuantizedSizes = [5, 9, 14, 19, 32, 42, 61];

    // Of parameters that keep twenty steps near 1.
    private static readonly IReadOnlyList<ActivationFunction> Functions = ActivationSamples.With(
        Activation.Sigmoid, Activation.Tanh, new(Activation.HardSigmoid, 0.25f, 0.5f), Activation.Softsign, new(Activation.ScaledTanh, 1.2f, 0.8f),
        Activation.Relu, new(Activation.Affine, 0.4f, 0.3f), new(Activation.LeakyRelu, 0.1f), Activation.Softplus, new(Activation.Elu, 0.5f),
        new(Activation.ThresholdedRelu, 0.1f), Activation.Selu, Activation.Identity);

    private static readonly Dictionary<string, Lazy<AgreementSet>> Sets = new()
    {
        ["rnn and dense on vectors"] = Set(size => [RnnAndDense(size)]),
        ["stacks on characters"] = Set(size => [Stack(size)]),
        ["tutorial cells"] = Set(size => TutorialCells(size)),
        ["no memory"] = Set(size => WithoutMemory(size)),
        ["gru"] = Some(size => [Gru(size)]),
        ["lstm"] = Some(size => [Lstm(size)]),
        ["embeddings and pooling"] = Some(size => [Pooled(size)]),
        ["both directions"] = Some(size => [Directed(size)]),
        ["cell functions"] = new(() => new AgreementSet([.. Enumerable.Range(0, Functions.Count).SelectMany(OtherFunctions)])),
        ["large cells"] = new(() => new AgreementSet([.. new[] { 96, 129, 200 }.SelectMany(LargeCells)])),
        ["bf16"] = new(
            () => new AgreementSet(
                [.. QuantizedSizes.SelectMany(EveryKind).Append(Scaled()).Concat(LargeCells(129)[..2]).Select(
                network => Quantized(network, TensorType.BF16))])),
        ["int8"] = new(
            () => new AgreementSet(
                [.. QuantizedSizes.SelectMany(EveryKind).Append(Scaled()).Concat(LargeCells(129)[..2]).Select(network => Quantized(network, TensorType.I8))])),
        ["graphs"] = new(() => new AgreementSet([.. Enumerable.Range(0, Graphs).Select(RandomGraphs.Of)])),
        ["operations of every size"] = new(
            () => new AgreementSet([.. Enumerable.Range(1, 40).Append(64).Append(LargestSize).Select(Operations), .. Enumerable.Range(2, 9).Select(Views)])),
        ["convolutions"] = new(() => new AgreementSet(
        [
            .. Enumerable.Range(1, 12).Select(Convolutions),
            .. new[] { 5, 8, 11 }.Select(Convolutions).SelectMany(network => new[] { Quantized(network, TensorType.BF16), Quantized(network, TensorType.I8) }),
        ])),
        ["mirrored kernels"] = new(() => new AgreementSet(
        [
            .. MirroredModels.All, .. MirroredModels.All.Where((_, index) => index % 3 == 0).Select(network => Quantized(network, TensorType.BF16)),
            Quantized(MirroredModels.All[0], TensorType.I8),
        ])),
        ["taps beyond the edges"] = new(() => new AgreementSet(
        [
            .. MirroredModels.Edges,
            .. MirroredModels.Edges.SelectMany(network => new[] { Quantized(network, TensorType.BF16), Quantized(network, TensorType.I8) }),
        ])),
        ["convolutions over time"] = new(() => new AgreementSet(
        [
            .. Enumerable.Range(1, 20).Append(33).Append(LargestSize).Select(Delays),
            .. new[] { 5, 8, 33 }.Select(Delays).SelectMany(network => new[] { Quantized(network, TensorType.BF16), Quantized(network, TensorType.I8) }),
        ])),
        ["rows together and loops in one"] = new(
            () => new AgreementSet([.. Enumerable.Range(1, 20).Append(33).Append(LargestSize).SelectMany(size => new[] { Together(size), Loops(size) })])),
        ["graphs of small numbers"] = new(
            () => new AgreementSet(
                [.. Enumerable.Range(5, 8).Select(Views).Concat(Enumerable.Range(3, 6).Select(Together)).Concat(Enumerable.Range(0, 8).Select(RandomGraphs.Of))
                .SelectMany(network => new[] { Quantized(network, TensorType.BF16), Quantized(network, TensorType.I8) })])),
        ["zero blocks"] = new(() => new AgreementSet(SparseModels.All, leavesOutZeros: true)),
        ["zero blocks of small numbers"] = new(() => new AgreementSet(SparseModels.Small, leavesOutZeros: true)),
        ["every float"] = new(() => new AgreementSet(EdgeModels.EveryFloat)),
        ["largest inputs"] = new(() => new AgreementSet(EdgeModels.LargestInputs)),
        ["scaled and large"] = new(
            () => new AgreementSet(
                [Scaled(), .. new[] { 128, 200, 256 }.Select(Large), .. Enumerable.Range(1, 9).Select(PooledRows),
                .. Enumerable.Range(1, 3).Select(PooledUnits)])),
    };

    public static IEnumerable<string> Names => Sets.Keys;

    /// <summary>Some of every kind, for builds that take long.</summary>
    public static AgreementSet Sample { get; } = new(
    [
        .. EdgeModels.EveryFloat, RnnAndDense(20), Stack(15), .. TutorialCells(12), .. WithoutMemory(9), Scaled(), Gru(33), Gru(13), Lstm(31), Lstm(24),
        Pooled(18), Pooled(17), Directed(7), Directed(10), .. LargeCells(129), .. OtherFunctions(2), .. OtherFunctions(8), SparseModels.Gru(64, 0.2),
    ]);

    /// <summary>Some of every kind with small numbers.</summary>
    public static AgreementSet QuantizedSample { get; } = new(
    [
        .. new[]
        {
            RnnAndDense(20),
            RnnAndDense(21),
            Stack(15),
            TutorialCells(12)[0],
            WithoutMemory(9)[0],
            WithoutMemory(9)[1],
            Scaled(),
            Gru(33),
            Gru(13),
            Gru(14),
            Lstm(31),
            Lstm(24),
            Pooled(18),
            Directed(7),
            Directed(10),
            LargeCells(129)[0],
            LargeCells(129)[2],
        }
            .Append(SparseModels.Gru(64, 0.2))
            .SelectMany(network => new[] { Quantized(network, TensorType.BF16), Quantized(network, TensorType.I8) }),
    ]);

    /// <summary>A network in a smaller type, whatever it loses; with ranges for everything.</summary>
    public static Network Quantized(Network network, TensorType type) => Quantizer.Quantize(network, new QuantizationOptions
    {
        Type = type,
        Data = ModelSequence.Random(network, 4, 10),
        LayerBound = double.PositiveInfinity,
    }).Network;

    public static AgreementSet Of(string name) => Sets[name].Value;

    /// <summary>The input of a network's run: a sequence of rows, or tokens.</summary>
    public static float[] Sequence(Network network) =>
        network.Tokens is null ? EdgeModels.Sequence(network) ?? Networks.RandomInput(network.InputSize * Steps, network.InputSize) : [];

    /// <summary>A sequence of four rows of which the last value of the second is no number; none of tokens.</summary>
    public static float[] Broken(Network network)
    {
        float[] sequence = network.Tokens is null ? Networks.RandomInput(network.InputSize * 4, network.InputSize) : [];
        if (sequence.Length > 0)
        {
            sequence[(2 * network.InputSize) - 1] = float.NaN;
        }

        return sequence;
    }

    /// <summary>The input of a network's run: tokens, or a sequence of rows.</summary>
    public static int[] Tokens(Network network) => network.Tokens is null ? [] : [.. Enumerable.Range(0, Steps).Select(t => (t * 31) % network.InputSize)];

    private static Lazy<AgreementSet> Set(Func<int, Network[]> networks) =>
        new(() => new AgreementSet([.. Enumerable.Range(1, LargestSize).SelectMany(networks)]));

    // The code of gated cells is large, so of the sizes above two tiles only those at the borders of tiles.
    private static Lazy<AgreementSet> Some(Func<int, Network[]> networks) =>
        new(() => new AgreementSet([.. Enumerable.Range(1, 33).Concat([40, 47, 48, 57, 63, 64, 65, LargestSize]).SelectMany(networks)]));

    private static IEnumerable<Network> EveryKind(int size) =>
        [RnnAndDense(size), Stack(size), .. TutorialCells(size), .. WithoutMemory(size), Gru(size), Lstm(size), Pooled(size), Directed(size)];

    private static Network RnnAndDense(int size)
    {
        Activation[] recurrent = [Activation.Tanh, Activation.Relu, Activation.Identity];
        Activation[] dense = [Activation.Identity, Activation.Tanh, Activation.Sigmoid, Activation.Relu, Activation.Softmax, Activation.LogSoftmax];
        BiasForm[] biases = [BiasForm.Separate, BiasForm.Combined, BiasForm.None];
        int input = (size % 7) + 1;
        return Networks.Raw(
            new VectorInput(input),
            size % 2 == 0 ? OutputSteps.Every : OutputSteps.Last,
            size,
            new RnnLayer("rnn", input, size, recurrent[size % 3], new RecurrentOptions(biases[size / 3 % 3])),
            new DenseLayer("fc", size, (size % 11) + 1, dense[size % 6], bias: size % 5 != 0));
    }

    private static Network Stack(int size)
    {
        string vocabulary = string.Concat(Enumerable.Range(0, size).Select(i => char.ConvertFromUtf32(i % 2 == 0 ? 'A' + i : 0x1F600 + i)));
        int second = LargestSize + 1 - size;
        return Networks.Raw(
            new Vocabulary(vocabulary),
            OutputSteps.Every,
            size,
            new RnnLayer("first", size, second),
            new DenseLayer("between", second, size, Activation.Softmax),
            new RnnLayer("second", size, (size % 9) + 1, Activation.Relu),
            new DenseLayer("fc", (size % 9) + 1, size));
    }

    private static Network Gru(int size)
    {
        int input = (size % 9) + 1;
        return Networks.Raw(
            new VectorInput(input),
            size % 2 == 0 ? OutputSteps.Every : OutputSteps.Last,
            size,
            new GruLayer(
                "gru", input, size, size % 4 == 1 ? GruReset.Before : GruReset.After, size % 5 == 2 ? Activation.Relu : Activation.Tanh,
                new RecurrentOptions((BiasForm)(size % 3), HasInitialState: size % 7 == 3)),
            new DenseLayer("fc", size, (size % 5) + 1, new ActivationFunction(size % 3 == 0 ? Activation.LeakyRelu : Activation.Elu, 0.3f)));
    }

    private static Network Lstm(int size)
    {
        string characters = string.Concat(Enumerable.Range(0, (size % 30) + 1).Select(i => (char)('a' + i)));
        NetworkInput input = size % 2 == 0 ? new VectorInput((size % 9) + 1) : new Vocabulary(characters);
        LstmLayer first = new(
            "lstm", input.Size, size, size % 4 == 3 ? (size / 2) + 1 : 0, size % 3 == 1,
                new RecurrentOptions((BiasForm)(size % 3), HasInitialState: size % 5 == 3));
        return Networks.Raw(
            input, OutputSteps.Every, size, first, new LstmLayer("second", first.OutputSize, (size % 13) + 1), new DenseLayer("fc", (size % 13) + 1, 3));
    }

    // Every function in every place of every cell, with and without a limit of the sums.
    private static Network[] OtherFunctions(int index)
    {
        int size = (index * 5) + 3;
        ActivationFunction Of(int i) => Functions[(index + i) % Functions.Count];
        RecurrentOptions options = new((BiasForm)(index % 3)) { Clip = index % 2 == 0 ? 0.6f : null };
        RecurrentOptions limited = options with { Clip = index % 2 == 0 ? null : 0.6f };
        VectorInput input = new((index % 6) + 1);
        Vocabulary letters = new(Networks.TutorialLetters);
        return
        [
            Networks.Raw(input, OutputSteps.Every, size, new RnnLayer("rnn", input.Size, size, Of(0), options), new DenseLayer("fc", size, 5, Of(1))),
            Networks.Raw(
                input, OutputSteps.Last, size, new GruLayer("gru", input.Size, size, GruReset.After, Of(2), limited, Of(0)), new DenseLayer("fc", size, 2)),
            Networks.Raw(
                letters, OutputSteps.Every, size, new GruLayer("gru", letters.Size, size, GruReset.Before, Of(3), options, Of(0)),
                new DenseLayer("fc", size, 3, Of(2))),
            Networks.Raw(
                input, OutputSteps.Every, size,
                new LstmLayer("lstm", input.Size, size, index % 3 == 1 ? (size / 2) + 1 : 0, index % 4 < 2, limited, Of(0), Of(3), Of(5), index % 2 == 1),
                new DenseLayer("fc", index % 3 == 1 ? (size / 2) + 1 : size, 2)),
            Networks.Raw(
                input, OutputSteps.Every, size,
                new LstmLayer("lstm", input.Size, (index % 9) + 1, options: new RecurrentOptions(Direction: Direction.Bidirectional) { Clip = limited.Clip },
                    gateActivation: Of(0), activation: Of(2), cellActivation: Of(7), hasCoupledGates: index % 3 == 0)),
        ];
    }

    private static Network Pooled(int size)
    {
        Vocabulary letters = new(Networks.TutorialLetters);
        PoolingMode mode = (PoolingMode)(size % 3);
        int units = mode == PoolingMode.Final ? (size + 1) / 2 * 2 : size;
        return Networks.Raw(
            letters,
            size % 2 == 0 ? OutputSteps.Every : OutputSteps.Last,
            size,
            new EmbeddingLayer("embedding", letters.Size, (size % 40) + 1),
            size % 4 == 0 ? new PoolingLayer("words", (size % 40) + 1, PoolingMode.Mean) : new RnnLayer("rnn", (size % 40) + 1, (size % 40) + 1),
            new GruLayer("gru", (size % 40) + 1, units),
            new PoolingLayer("pool", units, mode),
            new DenseLayer("fc", units, 6, Activation.Softmax));
    }

    private static Network Directed(int size)
    {
        bool hasText = size % 2 == 0;
        NetworkInput input = hasText
            ? new Vocabulary(Networks.TutorialLetters)
            : new VectorInput((size % 7) + 1, scaling: new Scaling([.. Enumerable.Repeat(0.5f, (size % 7) + 1)], [.. Enumerable.Repeat(2f, (size % 7) + 1)]));
        Direction direction = size % 3 == 0 ? Direction.Reverse : Direction.Bidirectional;
        RecurrentOptions options = new(BiasForm.Separate, direction, HasInitialState: size % 4 == 1);
        RecurrentLayer first = (size % 4) switch
        {
            0 => new RnnLayer("first", input.Size, size, options: options),
            1 => new GruLayer("first", input.Size, size, options: options),
            2 => new GruLayer("first", input.Size, size, GruReset.Before, options: options),
            _ => new LstmLayer("first", input.Size, size, options: options),
        };
        LstmLayer second = new("second", first.OutputSize, (size % 10) + 1, options: new RecurrentOptions(Direction: Direction.Bidirectional));

        // Of some the output is that of both directions itself, whose halves are padded apart.
        Layer[] head = size % 10 == 5
            ? []
            : [new PoolingLayer("pool", second.OutputSize, (PoolingMode)(size / 3 % 3)), new DenseLayer("fc", second.OutputSize, 4, Activation.LogSoftmax)];
        return Networks.Raw(input, size % 5 == 0 ? OutputSteps.Every : OutputSteps.Last, size, [first, second, .. head]);
    }

    private static Network[] LargeCells(int size) =>
    [
        Networks.Raw(new VectorInput(5), OutputSteps.Every, size, new GruLayer("gru", 5, size), new DenseLayer("fc", size, 33)),
        Networks.Raw(new VectorInput(2), OutputSteps.Every, size, new LstmLayer("lstm", 2, size, hasPeepholes: true), new GruLayer("gru", size, size / 2)),
        Networks.Raw(
            new Vocabulary(Networks.TutorialLetters), OutputSteps.Last, size, new GruLayer("gru", Networks.TutorialLetters.Length, size),
            new DenseLayer("fc", size, 18)),
    ];

    private static Network[] TutorialCells(int size)
    {
        Vocabulary letters = new(Networks.TutorialLetters, TextNormalization.Ascii, UnknownCharacter.Skip);
        return
        [
            Networks.Raw(letters, OutputSteps.Last, size, new ConcatRnnLayer("cell", letters.Size, size, (size % 18) + 1)),
            Networks.Raw(
                new VectorInput(3),
                OutputSteps.Every,
                size,
                new ConcatRnnLayer("cell", 3, (size % 5) + 1, size, Activation.Tanh),
                new RnnLayer("rnn", size, 4)),
        ];
    }

    private static Network[] WithoutMemory(int size) =>
    [
        Networks.Raw(
            new VectorInput(size),
            OutputSteps.Every,
            size,
            new DenseLayer("hidden", size, LargestSize + 1 - size, Activation.Tanh),
            new DenseLayer("fc", LargestSize + 1 - size, 2)),
        Networks.Raw(new Vocabulary("abc"), OutputSteps.Every, size, new DenseLayer("table", 3, size, Activation.Sigmoid)),
    ];

    private static Network Scaled()
    {
        Layer[] layers = [new RnnLayer("rnn", 2, 9), new DenseLayer("fc", 9, 3)];
        return new Network(new NetworkDefinition
        {
            Name = "scaled",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2, ["pressure", "temperature"], new Scaling([0.4f, -0.2f], [0.3f, 2f])),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, 1),
            OutputScaling = new Scaling([1f, 2f, -3f], [0.5f, 1f, 2f]),
        });
    }

    private static Network PooledRows(int size) => Networks.Raw(
        new VectorInput(size), OutputSteps.Every, size, new PoolingLayer(
            "pool", size, size % 2 == 0 ? PoolingMode.Final : size % 3 == 0 ? PoolingMode.Max : PoolingMode.Mean), new DenseLayer("fc", size, 2));

    // Every operation on rows of one size.
    private static Network Operations(int size)
    {
        List<Layer> layers =
        [
            new DenseLayer("a", 3, size, Activation.Tanh), new DenseLayer("b", 3, size, Activation.Sigmoid) { Inputs = [Graph.InputName] },
            new ReduceLayer("one", size, ReduceMode.Mean)
        ];
        List<string> made = [];
        void Add(Layer layer, params string[] inputs)
        {
            layers.Add(layer.WithInputs(inputs));
            made.Add(layer.Name);
        }

        foreach (CombineOperation operation in Enum.GetValues<CombineOperation>())
        {
            Add(new CombineLayer($"rows_{operation}", operation, size, size), "a", "b");
            Add(new CombineLayer($"value_{operation}", operation, 1, size), "one", "b");
        }

        foreach (Function function in Enum.GetValues<Function>())
        {
            FunctionLayer layer = function switch
            {
                Function.Clip => new($"f_{function}", size, function, 0.25f, 0.5f),
                Function.Power => new($"f_{function}", size, function, exponent: 0.3f),
                _ => new($"f_{function}", size, function),
            };
            Add(layer, function is Function.Sqrt or Function.Log or Function.Reciprocal or Function.Power ? "b" : "a");
        }

        Add(new FunctionLayer("even", size, Function.Power, exponent: 6f), "a");
        Add(new FunctionLayer("odd", size, Function.Power, exponent: 5f), "a");
        Add(new ScaleLayer("scale", size), "a");
        Add(new ScaleLayer("factor", size, bias: false), "a");
        Add(new PreluLayer("prelu", size), "a");
        foreach (ActivationFunction function in ActivationSamples.All.Append(Activation.Softmax).Append(Activation.LogSoftmax))
        {
            Add(new ActivationLayer($"phi_{function.Kind}", size, function), "a");
        }

        Add(new SelectLayer("back", size, [.. Enumerable.Range(0, size).Reverse()]), "a");
        Add(new ReduceLayer("sum", size, ReduceMode.Sum), "a");
        Add(new ReduceLayer("max", size, ReduceMode.Max), "a");
        Add(new LayerNormLayer("norm", size), "a");
        Add(new LayerNormLayer("plain_norm", size, 0.01f, isAffine: false), "b");
        layers.Add(
            new ActivationLayer("output", made.Sum(name => layers.First(layer => layer.Name == name).OutputSize), Activation.Identity) { Inputs = made });
        return Networks.Raw(new VectorInput(3), size % 2 == 0 ? OutputSteps.Every : OutputSteps.Last, size, [.. layers]);
    }

    // Windows with tiles that they fill and with padding, one and several at a time, at each kind of edge.
    private static Network Convolutions(int size)
    {
        Window line = new(3, 1, size + 3) { KernelWidth = 3, StrideWidth = 1 + (size % 2), Left = size % 3, Right = size % 2 };
        ConvolutionLayer first = new("first", line, size, activation: Activation.Tanh);
        Window field = new(size, 1, line.Positions) { KernelWidth = 2, DilationWidth = 2, Left = 1, Right = 2 };
        ConvolutionLayer second = new("second", field, 4 * size, size % 2 == 0 ? 2 : 1, Activation.Softsign, bias: size % 3 > 0);
        Window plane = new(4, size, second.Window.Positions)
        {
            KernelHeight = Math.Min(size, 2),
            KernelWidth = 2,
            StrideHeight = 2,
            Top = 1,
            Bottom = 1,
            Right = 1,
        };
        ConvolutionLayer depthwise = new("depthwise", plane, 8 - (4 * (size % 2)), 4, size % 2 == 0 ? Activation.Tanh : Activation.Identity);
        WindowPoolingLayer pool = new(
            "pool",
            new Window(depthwise.OutputChannels, plane.OutputHeight, plane.OutputWidth) { KernelWidth = 2, StrideWidth = 2, Right = plane.OutputWidth % 2 },
            (WindowPoolingMode)(size % 3));
        return Networks.Raw(
            new VectorInput(first.InputSize), size % 2 == 0 ? OutputSteps.Every : OutputSteps.Last, size, first, second, depthwise, pool,
                new GruLayer("gru", pool.OutputSize, 5), new DenseLayer("fc", 5, 2));
    }

    // What is selected stays where it is, and every kind of layer reads it there: of the input, of one direction and of both.
    private static Network Views(int size)
    {
        int input = size + 3;
        Direction direction = size % 3 == 0 ? Direction.Bidirectional : Direction.Forward;
        int units = size % 3 == 0 ? 2 * size : size;
        Layer[] layers =
        [
            new SelectLayer("end", input, [.. Enumerable.Range(2, size)]),
            new GruLayer("cell", size, size, options: new RecurrentOptions(Direction: direction)),
            new SelectLayer("turned", units, [.. Enumerable.Range(size / 2, units - (size / 2)), .. Enumerable.Range(0, size / 2)]),
            new DenseLayer("fc", units, size, Activation.Tanh),
            new LstmLayer("second", units, size) { Inputs = ["turned"] },
            new PoolingLayer("pool", units, PoolingMode.Mean) { Inputs = ["turned"] },
            new CombineLayer("sum", CombineOperation.Add, size, size, size) { Inputs = ["fc", "second", "end"] },
            new DenseLayer("small", units, 2) { Inputs = ["turned"] },
            new DenseLayer("output", size + units + 2 + input, 5) { Inputs = ["sum", "pool", "small", "input"] },
        ];
        return new Network(new NetworkDefinition
        {
            Name = "views",
            Task = NetworkTask.Raw,
            Input = new VectorInput(input, scaling: new Scaling([.. Enumerable.Repeat(0.25f, input)], [.. Enumerable.Repeat(0.5f, input)])),
            Layers = layers,
            OutputSteps = size % 2 == 0 ? OutputSteps.Every : OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, size),
        });
    }

    // Rows of several parts: most are written where they are read, some are read by others too, some are copied. Loops of several layers.
    private static Network Together(int size)
    {
        Layer[] layers =
        [
            new DenseLayer("a", 3, size, Activation.Tanh),
            new DenseLayer("b", 3, size) { Inputs = [Graph.InputName] },
            new ActivationLayer("gate", size, Activation.Sigmoid) { Inputs = ["b"] },
            new ScaleLayer("scaled", size) { Inputs = ["a"] },
            new PreluLayer("bent", size) { Inputs = ["scaled"] },
            new CombineLayer("gated", CombineOperation.Multiply, size, size) { Inputs = ["bent", "gate"] },
            new FunctionLayer("limited", size, Function.Clip, -0.5f, 0.75f) { Inputs = ["gated"] },
            new LayerNormLayer("norm", size) { Inputs = ["a"] },
            new DenseLayer("wide", size, size + 1, Activation.Relu) { Inputs = ["norm"] },
            new SelectLayer("back", size, [.. Enumerable.Range(0, size).Reverse()]) { Inputs = ["gate"] },
            new GruLayer("cell", size, size) { Inputs = ["back"] },
            new SelectLayer("twice", size, [.. Enumerable.Range(0, size).SelectMany(i => new[] { i, size - 1 - i })]) { Inputs = ["a"] },
            new ActivationLayer("name", (2 * size) + 1, Activation.Identity) { Inputs = ["norm", "wide"] },
            new DenseLayer(
                "mix", (6 * size) + 4, size, size % 2 == 0 ? Activation.Softmax : Activation.Elu) { Inputs = ["limited", "name", "input", "twice", "limited"] },
            new CombineLayer("after", CombineOperation.Maximum, size, size) { Inputs = ["norm", "limited"] },
            new DenseLayer("few", (2 * size) + 2, 2) { Inputs = ["mix", "wide", "one"] },
            new ActivationLayer("output", (4 * size) + 2, Activation.Identity) { Inputs = ["mix", "after", "few", "cell", "soft"] },
        ];
        Layer one = new ReduceLayer("one", size, ReduceMode.Mean) { Inputs = ["mix"] };
        Layer soft = new ActivationLayer("soft", size, Activation.Softmax) { Inputs = ["after"] };
        layers = [.. layers[..^2], one, layers[^2], soft, layers[^1]];
        return Networks.Raw(new VectorInput(3), size % 3 == 0 ? OutputSteps.Last : OutputSteps.Every, size, layers);
    }

    // Convolutions over time: of the input, which is scaled, of rows in pieces, depthwise; rows that are read by others too; a memory of one row alone.
    private static Network Delays(int size)
    {
        Layer[] layers =
        [
            new DelayLayer("taps", size, [2, 1, 0]),
            new DenseLayer("a", 3 * size, size, Activation.Tanh),
            new DelayLayer("wide", size, [8, 4, 0]),
            new ConvolutionLayer("own", new Window(size, 1, 3) { KernelWidth = 3 }, size, groups: size),
            new CombineLayer("residual", CombineOperation.Add, size, size) { Inputs = ["own", "a"] },
            new SelectLayer("back", size, [.. Enumerable.Range(0, size).Reverse()]) { Inputs = ["a"] },
            new DelayLayer("both", 3 * size, [1, 0, 3, 2, 1, 1]) { Inputs = ["back", "residual", "input"] },
            new GruLayer("cell", 18 * size, size),
            new DelayLayer("last", size, [1]) { Inputs = ["residual"] },
            new DenseLayer("output", 3 * size, 3) { Inputs = ["cell", "last", "residual"] },
        ];
        Scaling scaling = new([.. Enumerable.Repeat(0.25f, size)], [.. Enumerable.Repeat(3f, size)]);
        return new Network(new NetworkDefinition
        {
            Name = "delays",
            Task = NetworkTask.Raw,
            Input = new VectorInput(size, scaling: scaling),
            Layers = layers,
            OutputSteps = size % 3 == 0 ? OutputSteps.Last : OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, size),
        });
    }

    // A chain whose layers value by value are one loop, and the end of it.
    private static Network Loops(int size) => Networks.Raw(
        new VectorInput(size), OutputSteps.Every, size,
        new DenseLayer("fc", size, size), new ActivationLayer("elu", size, new ActivationFunction(Activation.Elu, 0.5f)),
        new FunctionLayer("square", size, Function.Square), new ScaleLayer("scaled", size),
        new ActivationLayer("inner", size, Activation.Softplus), new PreluLayer("bent", size), new ActivationLayer("whole", size, Activation.LogSoftmax),
            new FunctionLayer("limited", size, Function.Clip, -2f, -0.1f));

    // A pool has no weights that the input's deviations could go into.
    private static Network PooledUnits(int size)
    {
        Layer[] layers = [new PoolingLayer("pool", size, PoolingMode.Max), new DenseLayer("fc", size, 2)];
        return new Network(new NetworkDefinition
        {
            Name = "pooled",
            Task = NetworkTask.Raw,
            Input = new VectorInput(size, scaling: new Scaling([.. Enumerable.Repeat(0.25f, size)], [.. Enumerable.Repeat(3f, size)])),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, size),
        });
    }

    private static Network Large(int size) =>
        Networks.Raw(new VectorInput(5), OutputSteps.Every, size, new RnnLayer("rnn", 5, size), new DenseLayer("fc", size, 65));
}

/// <summary>Some networks and the program that holds them compiled.</summary>
internal sealed class AgreementSet
{
    // Runs every model over the input that AgreementModels gives it and prints the bits of the outputs.
    private const string Runner = """
        internal static class Program
        {
            private static void Main()
            {
                float[][] sequences = new float[Count * 2][];
                int[][] tokens = new int[Count][];
                using System.IO.BinaryReader input = new(Console.OpenStandardInput());
                for (int i = 0; i < Count; i++)
                {
                    sequences[i] = ReadFloats(input);
                    sequences[Count + i] = ReadFloats(input);

                    tokens[i] = new int[input.ReadInt32()];
                    for (int j = 0; j < tokens[i].Length; j++)
                    {
                        tokens[i][j] = input.ReadInt32();
                    }
                }

                Console.WriteLine(
                    (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? 256 : 128)
                    + (System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? " fused" : " separate"));
                RunAll(sequences, tokens);
            }

            private static float[] ReadFloats(System.IO.BinaryReader input)
            {
                float[] values = new float[input.ReadInt32()];
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = input.ReadSingle();
                }

                return values;
            }

            private static void Vectors<TModel, TState>(float[] sequence, bool every)
                where TModel : IVectorModel<TState>
                where TState : struct
            {
                TState state = TModel.InitialState;
                float[] output = new float[TModel.OutputSize];
                Span<float> room = every ? stackalloc float[sequence.Length / TModel.InputSize * TModel.OutputSize] : output;
                for (int call = FirstChecked; call < 2; call++)
                {
                    TState first = state;
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    TModel.Step(ref first, sequence.AsSpan(0, TModel.InputSize), output);
                    TModel.Run(ref first, sequence, room);
                    CheckAllocation(call, before);
                }

                int steps = sequence.Length / TModel.InputSize;
                float[] all = new float[steps * TModel.OutputSize];
                float[] again = new float[TModel.OutputSize];
                for (int t = 0; t < steps; t++)
                {
                    ReadOnlySpan<float> x = sequence.AsSpan(t * TModel.InputSize, TModel.InputSize);
                    (TState plain, TState advanced) = (state, state);
                    ThroughBytes<TModel, TState>(ref state);
                    TModel.Step(ref state, x, output);
                    Print(output);
                    output.CopyTo(all, t * TModel.OutputSize);
                    TModel.Step(ref plain, x, again);
                    TModel.Advance(ref advanced, x);
                    Compare("state through bytes", again, output);
                    CompareStates("advance", plain, advanced);
                }

                ThroughBytes<TModel, TState>(ref state);

                // Streams at different points of the sequence, and more of them than a block holds.
                TState[] states = new TState[21];
                Array.Fill(states, TModel.InitialState);
                TState[] alone = [.. states];
                float[] inputs = new float[states.Length * TModel.InputSize];
                float[] outputs = new float[states.Length * TModel.OutputSize];
                for (int t = 0; t < steps; t++)
                {
                    for (int i = 0; i < states.Length; i++)
                    {
                        sequence.AsSpan((t + i) % steps * TModel.InputSize, TModel.InputSize).CopyTo(inputs.AsSpan(i * TModel.InputSize));
                    }

                    TModel.Step(states, inputs, outputs);
                    for (int i = 0; i < states.Length; i++)
                    {
                        TModel.Step(ref alone[i], inputs.AsSpan(i * TModel.InputSize, TModel.InputSize), again);
                        Compare("streams", outputs.AsSpan(i * TModel.OutputSize, TModel.OutputSize), again);
                        CompareStates("streams", alone[i], states[i]);
                    }
                }

                TState run = TModel.InitialState;
                TState stepped = TModel.InitialState;
                float[] counted = new float[every ? all.Length : TModel.OutputSize];
                TModel.Run(ref run, sequence, counted);
                Compare("run", counted, all.AsSpan(all.Length - counted.Length));
                for (int t = 0; t < steps; t++)
                {
                    TModel.Step(ref stepped, sequence.AsSpan(t * TModel.InputSize, TModel.InputSize), again);
                }

                CompareStates("run", stepped, run);
            }

            // Native code counts from the first call on. The JIT loads types at the first call, for which the runtime's cast cache,
            // which is managed memory, grows now and then in a program of many models; AllocationTests has a process for each first call.
            private static int FirstChecked => System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported ? 0 : 1;

            private static void CheckAllocation(int call, long before)
            {
                long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                if (bytes != 0 && call == 1)
                {
                    Console.Write($" allocated: {bytes}");
                }
            }

            private static void Compare(string what, ReadOnlySpan<float> values, ReadOnlySpan<float> expected)
            {
                for (int i = 0; i < values.Length; i++)
                {
                    if (Bits(values[i]) != Bits(expected[i]))
                    {
                        Console.Write(" other bits: " + what);
                        return;
                    }
                }
            }

            // All bytes, those that do not leave the process included.
            private static void CompareStates<TState>(string what, TState first, TState second)
                where TState : struct
            {
                if (!System.Runtime.InteropServices.MemoryMarshal.AsBytes(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref first, 1))
                    .SequenceEqual(
                        System.Runtime.InteropServices.MemoryMarshal.AsBytes(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref second, 1))))
                {
                    Console.Write(" other state: " + what);
                }
            }

            // The values of the state's form are printed, so that they are compared too.
            private static void ThroughBytes<TModel, TState>(ref TState state)
                where TModel : IRecurrentModel<TState>
                where TState : struct
            {
                byte[] form = new byte[StateForm.GetSize<TModel, TState>()];
                StateForm.Write<TModel, TState>(state, form);
                StateForm.Read<TModel, TState>(form, out state);
                Print(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(form.AsSpan(24)).ToArray());
            }

            private static void VectorSequence<TModel>(float[] sequence, bool every)
                where TModel : IVectorSequenceModel
            {
                float[] output = new float[every ? sequence.Length / TModel.InputSize * TModel.OutputSize : TModel.OutputSize];
                for (int call = FirstChecked; call < 2; call++)
                {
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    TModel.Run(sequence, output);
                    CheckAllocation(call, before);
                }

                Print(output);
            }

            private static void TokenSequence<TModel>(int[] tokens, bool every)
                where TModel : ITokenSequenceModel
            {
                float[] output = new float[every ? tokens.Length * TModel.OutputSize : TModel.OutputSize];
                for (int call = FirstChecked; call < 2; call++)
                {
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    TModel.Run(tokens, output);
                    CheckAllocation(call, before);
                }

                Print(output);
            }

            private static void Tokens<TModel, TState>(int[] tokens, bool every)
                where TModel : ITokenModel<TState>
                where TState : struct
            {
                TState state = TModel.InitialState;
                float[] output = new float[TModel.OutputSize];
                Span<float> room = every ? stackalloc float[tokens.Length * TModel.OutputSize] : output;
                for (int call = FirstChecked; call < 2; call++)
                {
                    TState first = state;
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    TModel.Step(ref first, tokens[0], output);
                    TModel.Run(ref first, tokens, room);
                    CheckAllocation(call, before);
                }

                float[] all = new float[tokens.Length * TModel.OutputSize];
                float[] again = new float[TModel.OutputSize];
                for (int t = 0; t < tokens.Length; t++)
                {
                    (TState plain, TState advanced) = (state, state);
                    ThroughBytes<TModel, TState>(ref state);
                    TModel.Step(ref state, tokens[t], output);
                    Print(output);
                    output.CopyTo(all, t * TModel.OutputSize);
                    TModel.Step(ref plain, tokens[t], again);
                    TModel.Advance(ref advanced, tokens[t]);
                    Compare("state through bytes", again, output);
                    CompareStates("advance", plain, advanced);
                }

                ThroughBytes<TModel, TState>(ref state);

                TState[] states = new TState[21];
                Array.Fill(states, TModel.InitialState);
                TState[] alone = [.. states];
                int[] read = new int[states.Length];
                float[] outputs = new float[states.Length * TModel.OutputSize];
                for (int t = 0; t < tokens.Length; t++)
                {
                    for (int i = 0; i < read.Length; i++)
                    {
                        read[i] = tokens[(t + i) % tokens.Length];
                    }

                    TModel.Step(states, read, outputs);
                    for (int i = 0; i < states.Length; i++)
                    {
                        TModel.Step(ref alone[i], read[i], again);
                        Compare("streams", outputs.AsSpan(i * TModel.OutputSize, TModel.OutputSize), again);
                        CompareStates("streams", alone[i], states[i]);
                    }
                }

                TState run = TModel.InitialState;
                TState stepped = TModel.InitialState;
                float[] counted = new float[every ? all.Length : TModel.OutputSize];
                TModel.Run(ref run, tokens, counted);
                Compare("run", counted, all.AsSpan(all.Length - counted.Length));
                foreach (int token in tokens)
                {
                    TModel.Step(ref stepped, token, again);
                }

                CompareStates("run", stepped, run);
            }

            private static void Print(float[] output)
            {
                foreach (float value in output)
                {
                    Console.Write(Bits(value).ToString("X8"));
                }
            }

            // What is no number has several forms, of which a processor gives one or another.
            private static int Bits(float value) => float.IsNaN(value) ? 0x7FC00000 : BitConverter.SingleToInt32Bits(value);
        """;

    private readonly Lazy<byte[]> _program;
    private readonly Lazy<string[]> _lines;

    /// <param name="networks">The networks.</param>
    /// <param name="leavesOutZeros">Whether zero blocks are left out whatever the size; else the rule decides.</param>
    public AgreementSet(IReadOnlyList<Network> networks, bool leavesOutZeros = false)
    {
        Networks = networks;
        _program = new(() => SparseModels.With(
            leavesOutZeros ? true : null, () => CompiledModel.Compile(networks, SourceOf(networks), Microsoft.CodeAnalysis.OutputKind.ConsoleApplication)));
        _lines = new(() =>
        {
            using TemporaryFolder folder = new();
            ChildProcess.WriteProgram(folder, Program);
            return Run(folder);
        });
    }

    public IReadOnlyList<Network> Networks { get; }

    /// <summary>The lines of <see cref="Feed"/> from a process with the widest vectors, run once for all tests.</summary>
    public string[] Lines => _lines.Value;

    /// <summary>A program with all models; as an assembly, the models are loaded from it.</summary>
    public byte[] Program => _program.Value;

    /// <summary>The program's own source, behind the models' types.</summary>
    public string Source => SourceOf(Networks);

    /// <summary>Gives a program, started, the inputs and reads its lines: the vector width, then the bits of each model's outputs.</summary>
    public string[] Feed(System.Diagnostics.Process process)
    {
        using (BinaryWriter input = new(process.StandardInput.BaseStream))
        {
            foreach (Network network in Networks)
            {
                foreach (float[] sequence in new[] { AgreementModels.Sequence(network), AgreementModels.Broken(network) })
                {
                    input.Write(sequence.Length);
                    Array.ForEach(sequence, input.Write);
                }

                int[] tokens = AgreementModels.Tokens(network);
                input.Write(tokens.Length);
                Array.ForEach(tokens, input.Write);
            }
        }

        string[] lines = ChildProcess.Finish(process).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Networks.Count + 1, lines.Length);
        Assert.DoesNotContain(lines, line => line.Contains(':', StringComparison.Ordinal));
        return lines;
    }

    /// <summary>Runs the program of a folder.</summary>
    public string[] Run(TemporaryFolder folder, params (string Name, string Value)[] environment)
    {
        using System.Diagnostics.Process process = ChildProcess.Start(folder.Path, environment, "program.dll");
        return Feed(process);
    }

    /// <summary>The values of a line: the bits of each as eight hexadecimal digits.</summary>
    public static float[] Values(string line) =>
        [.. line.Chunk(8).Select(digits => BitConverter.Int32BitsToSingle(Convert.ToInt32(new string(digits), 16)))];

    /// <summary>The outputs of a model over its two sequences, without the states that its line has between them.</summary>
    public (float[] Outputs, float[] Broken) Outputs(int index)
    {
        Network network = Networks[index];
        float[] values = Values(Lines[index + 1]);
        int first = network.Tokens is null ? AgreementModels.Sequence(network).Length / network.InputSize : AgreementModels.Tokens(network).Length;
        int second = AgreementModels.Broken(network).Length / network.InputSize;
        if (!network.IsStreaming)
        {
            int length = network.OutputSize * (network.OutputSteps == OutputSteps.Every ? first : 1);
            return (values[..length], values[length..]);
        }

        // Before each step and after the last one of a sequence stands the state.
        int states = first + 1 + (second > 0 ? second + 1 : 0);
        int state = (values.Length - ((first + second) * network.OutputSize)) / states;
        Assert.Equal(values.Length, (states * state) + ((first + second) * network.OutputSize));
        int row = state + network.OutputSize;
        return (Rows(0, first), Rows((first * row) + state, second));

        float[] Rows(int start, int steps) =>
            [.. Enumerable.Range(0, steps).SelectMany(t => values.AsSpan(start + (t * row) + state, network.OutputSize).ToArray())];
    }

    private static string SourceOf(IReadOnlyList<Network> networks)
    {
        IEnumerable<string> calls = networks.Select((network, index) =>
        {
            string name = CompiledModel.Name(index);
            string types = network.IsStreaming ? $"<{name}, {name}.State>" : $"<{name}>";
            string method = (network.Tokens is null, network.IsStreaming) switch
            {
                (true, true) => "Vectors",
                (false, true) => "Tokens",
                (true, false) => "VectorSequence",
                _ => "TokenSequence",
            };
            string every = network.OutputSteps == OutputSteps.Every ? "true" : "false";
            return (network.Tokens is null
                ? $"{method}{types}(sequences[{index}], {every});\n        {method}{types}(sequences[Count + {index}], {every});"
                : $"{method}{types}(tokens[{index}], {every});") + "\n        Console.WriteLine();";
        });
        return $$"""
            {{Runner}}

                private const int Count = {{networks.Count}};

                private static void RunAll(float[][] sequences, int[][] tokens)
                {
                    {{string.Join("\n", calls)}}
                }
            }
            """;
    }
}
