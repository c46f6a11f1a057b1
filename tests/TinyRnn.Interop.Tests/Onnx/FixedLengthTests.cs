using TinyRnn.Interop.Onnx;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Graphs of sequences of a fixed length, one at a time, and those for OpenCV's DNN module, which <c>bench/consumers</c> runs.</summary>
public class FixedLengthTests
{
    private const int Steps = 7;

    public static TheoryData<string> Names => ExportTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fixed_length_changes_no_output_and_comes_back(string name)
    {
        Network network = ExportTests.Case(name);
        byte[] model = new OnnxExporter { Steps = Steps }.Write(network, []);
        OnnxFile file = new OnnxParser(new ImportSource("fixed.onnx", model)).ParseModel();
        Assert.Equal([1, Steps], Assert.Single(file.Graph.Inputs).Dims!.Take(2));
        (float[] expected, float[] actual) = SequenceRuns.Of(network, model, batch: 1, steps: Steps, seed: 1);
        ExportTests.AssertNear(expected, actual);
        (_, actual) = SequenceRuns.Of(ModelImporters.Import(new ImportSource("fixed.onnx", model)).Network, model, batch: 1, steps: Steps, seed: 1);
        ExportTests.AssertNear(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_graph_for_OpenCV_gives_the_same_outputs(string name)
    {
        Network network = ExportTests.Case(name);
        byte[] model;
        try
        {
            model = new OnnxExporter { Steps = Steps, Consumer = OnnxConsumer.OpenCv }.Write(network, []);
        }
        catch (ExportException e)
        {
            Assert.Contains("OpenCV's DNN module", e.Message, StringComparison.Ordinal);
            return;
        }

        OnnxFile file = new OnnxParser(new ImportSource("fixed.onnx", model)).ParseModel();
        Assert.Empty(file.Graph.Nodes.Select(node => node.Operator).Intersect(["PRelu", "RNN", "OneHot", "Scan"]));
        (float[] expected, float[] actual) = SequenceRuns.Of(network, model, batch: 1, steps: Steps, seed: 1);
        ExportTests.AssertNear(expected, actual);
    }

    public static TheoryData<string, string, string?> Layers => new()
    {
        { "rnn", "layer 'a' is an RNN, which OpenCV's DNN module does not read", null },
        { "relu gru", "layer 'a' has other activations, which OpenCV's DNN module does not read", null },
        { "projection", "layer 'a' is an LSTM with a projection, which OpenCV's DNN module does not read", null },
        { "reset before", "OpenCV's DNN module takes the reset gate of layer 'a' after the product, so its outputs would be wrong", "the reset gate of" },
        { "reverse gru", "OpenCV's DNN module runs layer 'a' forward, although it is a reverse GRU, so its outputs would be wrong", "layer 'a' forward" },
        { "clip", "OpenCV's DNN module ignores the clip of layer 'a', so its outputs would be wrong", "the clip of layer 'a'" },
        { "coupled gates", "OpenCV's DNN module ignores the coupled gates of layer 'a', so its outputs would be wrong", "the coupled gates of layer 'a'" },
        { "peepholes", "OpenCV's DNN module computes the peepholes of layer 'a' otherwise, so its outputs would be wrong", "the peepholes of layer 'a'" },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void What_OpenCV_gets_wrong_is_refused_for_it_and_noted_for_others(string name, string error, string? note)
    {
        Layer layer = name switch
        {
            "rnn" => new RnnLayer("a", 2, 4),
            "relu gru" => new GruLayer("a", 2, 4, activation: Activation.Relu),
            "projection" => new LstmLayer("a", 2, 4, 3),
            "reset before" => new GruLayer("a", 2, 4, GruReset.Before),
            "reverse gru" => new GruLayer("a", 2, 4, options: new(Direction: Direction.Reverse)),
            "clip" => new LstmLayer("a", 2, 4, options: new() { Clip = 1f }),
            "coupled gates" => new LstmLayer("a", 2, 4, hasCoupledGates: true),
            _ => new LstmLayer("a", 2, 4, hasPeepholes: true),
        };
        Network network = Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, layer, new DenseLayer("fc", layer.OutputSize, 3));
        Assert.Equal(error, Fails(network, new OnnxExporter { Steps = Steps, Consumer = OnnxConsumer.OpenCv }));
        List<string> notes = [];
        new OnnxExporter { Steps = Steps }.Write(network, notes);
        if (note is null)
        {
            Assert.Empty(notes);
        }
        else
        {
            Assert.Contains(note, Assert.Single(notes), StringComparison.Ordinal);
            Assert.EndsWith("; export for it with --for opencv", notes[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_length_and_a_program_need_each_other()
    {
        Network network = Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("a", 2, 4));
        Assert.Equal(
            "OpenCV's DNN module needs sequences of a fixed length; give the number of steps",
            Fails(network, new OnnxExporter { Consumer = OnnxConsumer.OpenCv }));
        Assert.Equal("sequences of 0 steps cannot be exported; at least 1 was expected", Fails(network, new OnnxExporter { Steps = 0 }));
        Assert.StartsWith("a graph of one step has no length", Fails(network, new OnnxExporter(isStep: true) { Steps = Steps }), StringComparison.Ordinal);
    }

    private static string Fails(Network network, OnnxExporter exporter) => Assert.Throws<ExportException>(() => exporter.Write(network, [])).Message;
}
