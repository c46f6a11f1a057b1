using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Onnx;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Files that lie about their sizes, their order and their places.</summary>
public class HostileFileTests
{
    [Fact]
    public void A_tensor_that_is_larger_than_its_file_is_an_error() => Fails(
        "cannot hold", graph => graph.Add("MatMul", "", ["x", Tensor(graph, [30000, 30000], null)], ["y"]));

    [Fact]
    public void Sizes_that_overflow_are_an_error() => Fails(
        "below 2^31", graph => graph.Add("MatMul", "", ["x", Tensor(graph, [1L << 33, 1L << 33], null)], ["y"]));

    [Fact]
    public void A_constant_that_is_blown_up_is_an_error() => Fails("far larger than the file", graph =>
    {
        string big = graph.Add("ConstantOfShape", [graph.Integers(false, 16000, 16000)]);
        graph.Add("MatMul", "", ["x", big], ["y"]);
    });

    [Fact]
    public void A_cycle_is_an_error() => Fails("or a result of an earlier node", graph =>
    {
        graph.Add("Add", "", ["x", "y"], ["z"]);
        graph.Add("Tanh", "", ["z"], ["y"]);
    });

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../secret")]
    [InlineData("")]
    [InlineData("C:\\secret")]
    public void External_data_outside_of_the_folder_is_an_error(string location) => Fails(
        "in the model's folder was expected", graph => graph.Add("MatMul", "", ["x", Tensor(graph, [2, 2], location)], ["y"]));

    [Fact]
    public void External_data_is_read_beside_the_model_and_its_size_is_checked()
    {
        string folder = Directory.CreateTempSubdirectory("tinyrnn").FullName;
        try
        {
            GraphWriter graph = Start();
            graph.Add("MatMul", "", ["x", Tensor(graph, [2, 2], "weights.bin")], ["y"]);
            string path = Path.Combine(folder, "model.onnx");
            File.WriteAllBytes(path, ToArray(graph));
            Assert.Contains("no such file is beside the model", Assert.Throws<ImportException>(() => ModelImporters.Import(path)).Message,
                StringComparison.Ordinal);
            File.WriteAllBytes(Path.Combine(folder, "weights.bin"), new byte[15]);
            Assert.Contains("which has 15", Assert.Throws<ImportException>(() => ModelImporters.Import(path)).Message, StringComparison.Ordinal);
            File.WriteAllBytes(Path.Combine(folder, "weights.bin"), MessageWriter.Raw([1f, 2f, 3f, 4f]));
            ImportSource source = ImportSource.Load(path);
            Network network = ModelImporters.Import(source).Network;
            Assert.Equal([1f, 3f, 2f, 4f], network.Tensors.Values.First().Values);

            // It is read, so it is not written.
            Assert.Equal(["weights.bin"], source.Beside.Select(Path.GetFileName));
            string tool = $"{Repository.Root}/src/TinyRnn.Tool/bin/{UserProject.Configuration}/net10.0/TinyRnn.Tool.dll";
            string error = ChildProcess.End(ChildProcess.Start(folder, [], tool, "import", "model.onnx", "-o", "weights.bin", "--force"), 1).Errors;
            Assert.StartsWith("tinyrnn: weights.bin: is the same file as ", error, StringComparison.Ordinal);
            Assert.Equal(MessageWriter.Raw([1f, 2f, 3f, 4f]), File.ReadAllBytes(Path.Combine(folder, "weights.bin")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fails(string words, Action<GraphWriter> build)
    {
        GraphWriter graph = Start();
        build(graph);
        ImportException error = Assert.Throws<ImportException>(() => ModelImporters.Import(new ImportSource("hostile.onnx", ToArray(graph))));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static GraphWriter Start()
    {
        GraphWriter graph = new();
        graph.Input("x", OnnxTensor.Float, "batch", 2);
        graph.Output("y", OnnxTensor.Float);
        return graph;
    }

    private static byte[] ToArray(GraphWriter graph) => graph.ToArray("hostile", 8, 17, new Dictionary<string, string>());

    private static string Tensor(GraphWriter graph, long[] dims, string? location)
    {
        MessageWriter tensor = new();
        Array.ForEach(dims, size => tensor.Integer(1, size));
        tensor.Integer(2, OnnxTensor.Float).Text(8, "w");
        if (location is not null)
        {
            tensor.Message(13, new MessageWriter().Text(1, "location").Text(2, location)).Integer(14, 1);
        }

        return graph.Add("Constant", [], ("value", tensor));
    }
}
