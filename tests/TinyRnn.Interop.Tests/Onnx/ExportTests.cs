using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Written graphs run in ONNX Runtime as the network does, and are read back as the same network, bit for bit.</summary>
public class ExportTests
{
    private static readonly RecurrentOptions Both = new(Direction: Direction.Bidirectional);
    private static readonly Vocabulary Letters = new(Networks.TutorialLetters);

    private static readonly Dictionary<string, Network> Cases = new()
    {
        ["gru"] = Raw(3, OutputSteps.Every, new GruLayer("rnn", 3, 5), new DenseLayer("fc", 5, 2)),
        ["gru reset before, relu"] = Raw(
            3, OutputSteps.Last, new GruLayer("rnn", 3, 5, GruReset.Before, Activation.Relu), new DenseLayer("fc", 5, 2, Activation.Sigmoid)),
        ["gru combined bias"] = Raw(
            2, OutputSteps.Every, new GruLayer("rnn", 2, 4, options: new(BiasForm.Combined)),
            new DenseLayer("fc", 4, 2, new ActivationFunction(Activation.LeakyRelu, 0.2f))),
        ["lstm with peepholes and initial state"] = Raw(
            2, OutputSteps.Every, new LstmLayer("cell", 2, 4, hasPeepholes: true, options: new(HasInitialState: true)),
            new DenseLayer("fc", 4, 3, new ActivationFunction(Activation.Elu, 0.7f))),
        ["stack of two directions"] = Raw(
            2, OutputSteps.Every, new LstmLayer("a", 2, 3, options: Both with { HasInitialState = true }), new GruLayer("b", 6, 4, options: Both),
            new DenseLayer("fc", 8, 2)),
        ["reverse rnn"] = Raw(
            2, OutputSteps.Every, new RnnLayer("a", 2, 3, Activation.Relu, new(BiasForm.None, Direction.Reverse)), new DenseLayer("fc", 3, 2, bias: false)),
        ["other functions"] = Raw(
            2, OutputSteps.Every,
            new LstmLayer(
                "a", 2, 3, 0, true, new() { Clip = 0.75f }, new ActivationFunction(Activation.HardSigmoid, 0.3f, 0.4f), Activation.Softsign,
                new ActivationFunction(Activation.ScaledTanh, 1.5f, 0.5f), true),
            new GruLayer("b", 3, 4, GruReset.Before, Activation.Softplus, gateActivation: new ActivationFunction(Activation.LeakyRelu, 0.1f)),
            new RnnLayer("c", 4, 3, new ActivationFunction(Activation.Elu, 0.5f), new() { Clip = 2f }),
            new DenseLayer("d", 3, 4, new ActivationFunction(Activation.HardSigmoid, 0.3f, 0.4f)), new DenseLayer("e", 4, 2, Activation.Softsign)),
        ["recurrent layers alone"] = Raw(2, OutputSteps.Every, new LstmLayer("a", 2, 3), new GruLayer("b", 3, 3), new RnnLayer("c", 3, 3, Activation.Relu)),
        ["linear rnn"] = Raw(2, OutputSteps.Every, new RnnLayer("a", 2, 3, Activation.Identity, Both)),
        ["final states"] = Networks.Classifier(
            new VectorInput(3), 5, new GruLayer("a", 3, 4, options: Both), new PoolingLayer("ends", 8, PoolingMode.Final),
            new DenseLayer("fc", 8, 3, Activation.Softmax)),
        ["mean"] = Networks.Classifier(
            Letters, 6, new EmbeddingLayer("emb", 57, 6), new GruLayer("a", 6, 4), new PoolingLayer("mean", 4, PoolingMode.Mean),
            new DenseLayer("fc", 4, 3, Activation.LogSoftmax)),
        ["max"] = Networks.Classifier(
            Letters, 6, new LstmLayer("a", 57, 4, options: Both), new PoolingLayer("max", 8, PoolingMode.Max), new DenseLayer("fc", 8, 3)),
        ["lstm with a projection"] = Raw(3, OutputSteps.Every, new LstmLayer("cell", 3, 5, projectionSize: 2), new DenseLayer("fc", 2, 3)),
        ["lstm with a projection, both directions, from a state"] = Raw(
            2, OutputSteps.Last, new LstmLayer("a", 2, 4, 3, options: new(BiasForm.Combined, Direction.Bidirectional, true)),
                new LstmLayer("b", 6, 3, 2, options: new(BiasForm.None)), new DenseLayer("fc", 2, 2)),
        ["tutorial"] = Networks.Classifier(Letters, 7, new ConcatRnnLayer("rnn", 57, 6, 4)),
        ["concat-rnn of numbers, then dense"] = Raw(3, OutputSteps.Every, new ConcatRnnLayer("rnn", 3, 4, 5, Activation.Tanh), new DenseLayer("fc", 5, 2)),
        ["language model"] = Networks.LanguageModel(
            new Vocabulary("abcdé \n", TextNormalization.None, UnknownCharacter.Replace, " "), 8, new GruLayer("rnn", 7, 5), new DenseLayer("fc", 5, 7)),
        ["words"] = Networks.Classifier(
            new WordVocabulary(["", "?", "a", "bé", "\"c\""], WordSplit.Keras, UnknownCharacter.Replace, "?", new TextFit(9, true, 0, false)),
            8, new EmbeddingLayer("emb", 5, 3), new LstmLayer("rnn", 3, 4), new DenseLayer("fc", 4, 2)),
        ["plain tokens"] = Networks.LanguageModel(new PlainTokens(6), 8, new GruLayer("rnn", 6, 5), new DenseLayer("fc", 5, 6)),
        ["scalings and a residual"] = new Network(new NetworkDefinition
        {
            Name = "forecast",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2, ["a", "b"], new Scaling([3, -1], [0.5f, 2])),
            Layers = ScaledLayers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(ScaledLayers, 9),
            OutputScaling = new Scaling([1, 2], [3, 0.1f]),
            MetadataJson = """{"licence":"none"}""",
            Residual = new Residual([1, 0]),
        }),
        ["residual with a factor"] = new Network(new NetworkDefinition
        {
            Name = "amplifier",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2),
            Layers = ScaledLayers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(ScaledLayers, 9),
            Residual = new Residual([1, 0], -0.25f),
        }),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>The network of a name.</summary>
    public static Network Case(string name) => Cases[name];

    private static Layer[] ScaledLayers => [new GruLayer("rnn", 2, 4), new DenseLayer("fc", 4, 2)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sequences_agree_with_ONNX_Runtime_and_come_back(string name)
    {
        Network network = Cases[name];
        List<string> notes = [];
        byte[] model = new OnnxExporter().Write(network, notes);
        Assert.Empty(notes);
        (float[] expected, float[] actual) = SequenceRuns.Of(network, model, batch: 3, steps: 7, seed: 1);
        AssertNear(expected, actual);
        AssertSame(network, ModelImporters.Import(new ImportSource("back.onnx", model)).Network);
    }

    /// <summary>The import makes up a run, so that what the metadata said of the test vectors before holds no more.</summary>
    [Fact]
    public void A_run_that_an_import_made_up_is_not_called_data_and_gives_no_range()
    {
        Network network = Raw(
            6, OutputSteps.Last, new GruLayer("rnn", 6, 8), new DenseLayer("fc", 8, 6)).With(metadataJson: """{"licence":"none","probes":"data"}""");
        Network back = ModelImporters.Import(new ImportSource("back.onnx", new OnnxExporter().Write(network, []))).Network;
        Assert.Single(back.TestVectors);
        Assert.Equal("""{"licence":"none"}""", back.MetadataJson);
        QuantizedModel small = Quantizer.Quantize(back, new QuantizationOptions { Type = TensorType.I8, LayerBound = double.PositiveInfinity });
        Assert.Equal(TensorType.F32, small.Network.Tensors["rnn.weight_ih"].Type);
        Assert.Equal(TensorType.I8, small.Network.Tensors["rnn.weight_hh"].Type);
        Assert.StartsWith("random input", small.Report.Data, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_agree_with_ONNX_Runtime_and_come_back(string name)
    {
        Network network = Cases[name];
        if (!network.IsStreaming || network.Layers.Any(layer => layer is PoolingLayer))
        {
            Assert.Throws<ExportException>(() => new OnnxExporter(isStep: true).Write(network, []));
            return;
        }

        List<string> notes = [];
        byte[] model = new OnnxExporter(isStep: true).Write(network, notes);
        Assert.Equal(network.HasInitialState ? 1 : 0, notes.Count);
        OnnxFile file = new OnnxParser(new ImportSource("step.onnx", model)).ParseModel();
        using OnnxRuntimeModel runtime = new(model);
        (string Name, Array Values, int[] Dims)[] states =
        [
            .. file.Graph.Inputs.Skip(1).Select(input => (input.Name, (Array)new float[(int)input.Dims![2]!], new[] { 1, 1, (int)input.Dims[2]! }))
        ];
        Network back = ModelImporters.Import(new ImportSource("step.onnx", model)).Network;
        Interpreter interpreter = new(back);
        InterpreterState state = interpreter.CreateState();
        float[] expected = new float[network.OutputSize];
        for (int t = 0; t < 4; t++)
        {
            float[] x = Networks.RandomInput(network.InputSize, t);
            int token = t * 11 % network.InputSize;
            (string, Array, int[]) input = network.Tokens is null ? ("input", x, [1, network.InputSize]) : ("tokens", new[] { (long)token }, [1]);
            float[] actual = runtime.Run("output", [input, .. states]);
            states = [.. states.Select(one => (one.Name, (Array)runtime.Run(one.Name + "_next", [input, .. states]), one.Dims))];
            if (network.Tokens is null)
            {
                interpreter.Step(state, x, expected);
            }
            else
            {
                interpreter.Step(state, token, expected);
            }

            AssertNear(expected, actual);
        }

        if (!network.HasInitialState)
        {
            AssertSame(network, back);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(false, 0)]
    public void A_forecast_comes_back(bool isStep, params int[] known)
    {
        Layer[] layers = [new GruLayer("rnn", 2, 4), new DenseLayer("fc", 4, 1)];
        Network network = new(new NetworkDefinition
        {
            Name = "forecast",
            Task = NetworkTask.Forecast,
            Input = new VectorInput(2),
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 9),
            Forecast = new ForecastShape(4, 2, 2, 1, known: known),
            Residual = new Residual([1]),
        });
        AssertSame(network, ModelImporters.Import(new ImportSource("back.onnx", new OnnxExporter(isStep).Write(network, []))).Network);
    }

    [Fact]
    public void What_ONNX_cannot_hold_is_an_error()
    {
        Assert.Contains(
            "projection", Fails(Raw(2, OutputSteps.Every, new LstmLayer("cell", 2, 4, projectionSize: 2, hasPeepholes: true))), StringComparison.Ordinal);
        Assert.Contains(
            "pooled values", Fails(Raw(2, OutputSteps.Every, new GruLayer("cell", 2, 4), new PoolingLayer("mean", 4, PoolingMode.Mean))),
            StringComparison.Ordinal);
        Assert.Contains(
            "pooled", Fails(Raw(2, OutputSteps.Last, new PoolingLayer("mean", 2, PoolingMode.Mean), new GruLayer("cell", 2, 4))), StringComparison.Ordinal);
        Assert.Contains("selu", Fails(Raw(2, OutputSteps.Every, new RnnLayer("cell", 2, 4, Activation.Selu))), StringComparison.Ordinal);
        static string Fails(Network network) => Assert.Throws<ExportException>(() => new OnnxExporter().Write(network, [])).Message;
    }

    [Fact]
    public void Compiled_models_of_written_files_agree() => ImportCase.AssertAll([.. Cases.Select(pair =>
    {
        Network network = pair.Value;
        float[] values = network.Tokens is null ? Networks.RandomInput(5 * network.InputSize, 2) : [];
        int[] tokens = network.Tokens is null ? [] : [1, 3, 2, 0, 4];
        Interpreter interpreter = new(network);
        return new ImportCase(
            pair.Key, ModelImporters.Import(new ImportSource("back.onnx", new OnnxExporter().Write(network, []))).Network, values, tokens,
            network.Tokens is null ? interpreter.Run(values) : interpreter.RunTokens(tokens));
    })]);

    private static Network Raw(int inputs, OutputSteps steps, params Layer[] layers) => Networks.Raw(new VectorInput(inputs), steps, 3, layers);

    private static void AssertSame(Network expected, Network actual) =>
        Assert.Equal(NetworkWriter.Write(expected.With([])), NetworkWriter.Write(actual.With([])));

    internal static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(
            expected,
            (value, i) => Assert.True(MathF.Abs(value - actual[i]) <= 1e-5f * MathF.Max(1, MathF.Abs(value)), $"value {i} is {actual[i]}, expected {value}"));
    }
}
