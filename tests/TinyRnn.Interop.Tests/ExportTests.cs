using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>What is written for PyTorch comes back with every bit, without an option, and under PyTorch's names.</summary>
public class ExportTests
{
    private static readonly IModelExporter Exporter = ModelExporters.All.Single(exporter => exporter.Kind == "safetensors");

    private static readonly Network[] Models =
    [
        Networks.Raw(
            new VectorInput(3, ["a", "b", "c"], new Scaling([1f, 2f, 3f], [4f, 5f, 6f])), OutputSteps.Every, 1, new GruLayer("gru", 3, 5),
            new DenseLayer("fc", 5, 2, new ActivationFunction(Activation.LeakyRelu, 0.2f))),
        Networks.Raw(
            new VectorInput(3), OutputSteps.Last, 2,
            new LstmLayer("lstm", 3, 6, 2, true, new RecurrentOptions(BiasForm.Combined, Direction.Bidirectional, true)),
            new PoolingLayer("pool", 4, PoolingMode.Final)),
        Networks.Raw(
            new VectorInput(2), OutputSteps.Every, 3, new GruLayer("gru", 2, 4, GruReset.Before, Activation.Relu, new RecurrentOptions(BiasForm.None)),
            new RnnLayer("rnn", 4, 3, Activation.Identity, new RecurrentOptions(Direction: Direction.Reverse))),
        Networks.Classifier(
            new Vocabulary("abcd", TextNormalization.Ascii, UnknownCharacter.Skip), 4, new EmbeddingLayer("emb", 4, 3), new RnnLayer("rnn", 3, 4),
            new DenseLayer("fc", 4, 3, bias: false)),
        Networks.Classifier(new Vocabulary("abcd"), 5, new ConcatRnnLayer("cell", 4, 3, 2)),
    ];

    [Fact]
    public void Every_bit_comes_back()
    {
        foreach (Network model in Models)
        {
            Network network = model.With([], "{\"origin\": \"test\"}");
            byte[] file = Exporter.Write(network, []);
            ImportResult result = ModelImporters.Import(new ImportSource("exported.safetensors", file));
            Assert.Equal(NetworkWriter.Write(network), NetworkWriter.Write(result.Network));
            Assert.Equal(network.Layers.Select(layer => layer.Name), result.Layers.Select(layer => layer.Name));
        }
    }

    [Fact]
    public void Names_are_those_of_pytorch_and_the_state_dict_stands_alone()
    {
        byte[] file = Exporter.Write(Models[0], []);
        ImportResult result = ModelImporters.Import(new ImportSource("exported.safetensors", file));
        Assert.Equal(
            ["gru.weight_ih_l0", "gru.weight_hh_l0", "gru.bias_ih_l0", "gru.bias_hh_l0", "fc.weight", "fc.bias"],
            result.Layers.SelectMany(layer => layer.Sources));

        // Saved again by PyTorch, the metadata are gone: what is then read is the same weights, without scaling and activation.
        string text = System.Text.Encoding.Latin1.GetString(file).Replace("\"tinyrnn\":", "\"another\":", StringComparison.Ordinal);
        Network plain = ModelImporters.Import(new ImportSource("saved.safetensors", System.Text.Encoding.Latin1.GetBytes(text))).Network;
        Assert.Equal(Models[0].Tensors.Keys.Order(), plain.Tensors.Keys.Order());
        Assert.All(plain.Tensors.Values, tensor => Assert.Equal(Models[0].Tensors[tensor.Name].Values, tensor.Values));
    }

    [Fact]
    public void What_pytorch_lacks_is_noted()
    {
        List<string> notes = [];
        Exporter.Write(Models[2], notes);
        Assert.Equal(2, notes.Count);
        Assert.Contains("reset gate before", notes[0], StringComparison.Ordinal);
        Assert.Contains("reverse", notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Bfloat16_weights_come_back_as_such()
    {
        Assert.Equal(TensorType.BF16, Quantized(Models[0], TensorType.BF16).Tensors["gru.weight_hh"].Type);
        foreach (Network model in Models)
        {
            Network network = Quantized(model, TensorType.BF16);
            byte[] file = Exporter.Write(network, []);
            Assert.Equal(NetworkWriter.Write(network), NetworkWriter.Write(ModelImporters.Import(new ImportSource("exported.safetensors", file)).Network));
        }
    }

    [Theory]
    [InlineData("safetensors")]
    [InlineData("onnx")]
    public void Codes_become_the_numbers_that_they_stand_for_and_a_note_says_so(string kind)
    {
        Network network = Quantized(
            Networks.Raw(new VectorInput(3), OutputSteps.Every, 1, new GruLayer("gru", 3, 12), new DenseLayer("fc", 12, 6)), TensorType.I8);
        network = Networks.WithTestVectors(network, [1f, 2f, 3f, -1f, 0f, 1f]);
        List<string> notes = [];
        byte[] file = ModelExporters.All.Single(exporter => exporter.Kind == kind).Write(network, notes);
        Assert.Equal(
            "2 matrices of 8-bit quantised values became single precision: the weights are the same, but inputs are no longer quantised, so outputs "
                + "differ a little",
            notes.Single());
        Network read = ModelImporters.Import(new ImportSource("exported." + kind, file)).Network;
        foreach (Tensor tensor in read.Tensors.Values)
        {
            Assert.Equal(TensorType.F32, tensor.Type);
            Assert.Equal(network.Tensors[tensor.Name].Values, tensor.Values);
        }

        float[] input = Networks.RandomInput(30, 1);
        float[] expected = new Interpreter(network).Run(input);
        float[] actual = new Interpreter(read).Run(input);
        Assert.NotEqual(expected, actual);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.05f));
    }

    [Fact]
    public void Onnx_has_bfloat16_weights_in_single_precision()
    {
        Network network = Quantized(
            Networks.Raw(new VectorInput(3), OutputSteps.Every, 1, new LstmLayer("lstm", 3, 12), new DenseLayer("fc", 12, 6)), TensorType.BF16);
        List<string> notes = [];
        Network read = ModelImporters.Import(
            new ImportSource("exported.onnx", ModelExporters.All.Single(exporter => exporter.Kind == "onnx").Write(network, notes))).Network;
        Assert.StartsWith("bfloat16 weights became single precision", notes.Single(), StringComparison.Ordinal);
        Assert.All(read.Tensors.Values, tensor => Assert.Equal(network.Tensors[tensor.Name].Values, tensor.Values));
    }

    private static Network Quantized(Network network, TensorType type) => Generator.Tests.Harness.AgreementModels.Quantized(network, type);

    [Fact]
    public void Weights_that_do_not_fit_the_description_are_errors()
    {
        byte[] file = Exporter.Write(Models[0], []);
        string text = System.Text.Encoding.Latin1.GetString(file);
        ImportAssert.Fails(Source(text.Replace("\"fc.bias\"", "\"fc.bios\"", StringComparison.Ordinal)), ImportOptions.None, "tensor 'fc.bias'", "missing");
        ImportAssert.Fails(Source(text), ImportOptions.None with { Labels = ["a", "b"] }, "no option");

        static ImportSource Source(string content) => new("exported.safetensors", System.Text.Encoding.Latin1.GetBytes(content));
    }
}
