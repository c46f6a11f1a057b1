using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;
using TinyRnn.Model;
using TinyRnn.Tests;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Parts of graphs that cannot be read whole.</summary>
public class GraphPartTests
{
    private const int Values = 3;

    [Fact]
    public void Encoder_predictor_and_joint_network_choose_what_the_whole_graph_chooses()
    {
        const int Letters = 32;
        const int Phonemes = 43;
        const int Last = 43;
        ImportSource source = ImportSource.Load(SharedData.Path("deployed", "openutau_g2p-arpabet.onnx"));
        Interpreter encoder = new(Part(source, Tokens(Letters) with { To = ["318"] }));
        Interpreter predictor = new(Part(source, Tokens(Phonemes) with { To = ["482"] }));
        Interpreter joint = new(Part(source, ImportOptions.None with { From = ["526"], To = ["533"] }));
        using OnnxRuntimeModel runtime = new(source.Memory.ToArray());
        Random random = new(1);
        for (int run = 0; run < 40; run++)
        {
            int[] letters = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(Letters))];
            int[] phonemes = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(Phonemes))];
            int at = random.Next(letters.Length);
            int expected = Assert.Single(
                runtime.Run<int>("pred", ("src", letters, [1, letters.Length]), ("tgt", phonemes, [1, phonemes.Length]), ("t", new[] { at }, [1])));
            float[] encoded = encoder.RunTokens(letters);
            float[] predicted = predictor.RunTokens(phonemes);
            int size = encoded.Length / letters.Length;
            float[] logits = joint.Run([.. encoded[(at * size)..((at + 1) * size)], .. predicted[^(predicted.Length / phonemes.Length)..]]);
            Assert.Equal(Last, logits.Length);
            Assert.Equal(expected, Array.IndexOf(logits, logits.Max()));
        }

        static ImportOptions Tokens(int count) =>
            ImportOptions.None with { Vocabulary = string.Concat(Enumerable.Range(0, count).Select(i => (char)('a' + i))), Task = NetworkTask.Raw };

        static Network Part(ImportSource source, ImportOptions options) => ModelImporters.Import(source, options).Network;
    }

    [Fact]
    public void A_part_keeps_its_states()
    {
        Network network = ModelImporters.Import(
            ImportSource.Load(SharedData.Path("deployed", "fw_silero_decoder_v5.onnx")), ImportOptions.None with { To = ["/relu/Relu_output_0"] }).Network;
        Assert.Equal(["lstm", "activation"], network.Layers.Select(layer => layer.Kind));
    }

    [Fact]
    public void The_error_names_the_part_that_imports()
    {
        ImportOptions spelled = ImportOptions.None with { Spelling = new Dictionary<string, string> { ["to"] = "--to" } };
        ImportAssert.Fails(Unknown(), spelled, "'Unknown'", "'--to' 'n0' takes the part before", "'from' 'n1' takes the part after");
        ImportAssert.Fails(Unknown(), ImportOptions.None, "'Unknown'", "'to' 'n0' takes the part before", "'from' 'n1' takes the part after");
    }

    [Theory]
    [InlineData("n0", null, Activation.Sigmoid)]
    [InlineData("n2", "n1", Activation.Relu)]
    [InlineData("x,n1", null, null)]
    public void Parts_are_as_named(string to, string? from, Activation? kind)
    {
        ImportOptions options = ImportOptions.None with { To = to.Split(','), From = from?.Split(',') };
        if (kind is null)
        {
            ImportAssert.Fails(Unknown(), options, "no result of a node has the name 'x' that 'to' gives");
            return;
        }

        Assert.Equal(kind, Assert.Single(ModelImporters.Import(Unknown(), options).Network.Layers).OutputActivation);
    }

    [Fact]
    public void Other_files_have_no_parts() =>
        ImportAssert.Fails(new ImportSource("weights.json", "{}"u8.ToArray()), ImportOptions.None with { To = ["y"] }, "is not an ONNX graph");

    // x -> sigmoid n0 -> an operator that is not known n1 -> a matrix and relu n2.
    private static ImportSource Unknown()
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", "time", Values);
        graph.Add("Sigmoid", "", ["x"], ["n0"]);
        graph.Add("Unknown", "", ["n0"], ["n1"]);
        graph.Add("Relu", "", [graph.Add("MatMul", ["n1", graph.Tensor("w", Networks.RandomInput(Values * 2, 1), Values, 2)])], ["n2"]);
        graph.Output("n2", OnnxTensor.Float, "batch", "time", Values);
        return new ImportSource("unknown.onnx", graph.ToArray("test", 8, 17, new Dictionary<string, string>()));
    }
}
