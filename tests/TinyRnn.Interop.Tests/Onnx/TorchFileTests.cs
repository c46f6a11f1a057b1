using System.Text.Json;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>
/// Files of PyTorch's own exporter (<c>TorchFiles/make_files.py</c>): modules, cells, loops, and the ways in which people read their results.
/// </summary>
public class TorchFileTests
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "TinyRnn.Interop.Tests", "TorchFiles");

    [Fact]
    public void Exports_give_what_pytorch_gives()
    {
        using JsonDocument outputs = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "outputs.json")));
        ImportCase[] cases = [.. outputs.RootElement.EnumerateObject().Select(file => new ImportCase(
            file.Name,
            ModelImporters.Import(Path.Combine(Folder, file.Name)).Network,
            Recordings.Floats(file.Value.GetProperty("input")),
            [],
            Recordings.Floats(file.Value.GetProperty("output"))))];
        Assert.Equal(Directory.GetFiles(Folder, "*.onnx").Length, cases.Length);
        ImportCase.AssertAll(cases);
    }

    [Theory]
    [InlineData("rnn-cell.onnx", "rnn")]
    [InlineData("gru-cell.onnx", "gru")]
    [InlineData("lstm-cell.onnx", "lstm")]
    [InlineData("gru-written.onnx", "gru")]
    [InlineData("lstm-written.onnx", "lstm")]
    [InlineData("loop-scripted.onnx", "gru")]
    [InlineData("tutorial.onnx", "concat-rnn")]
    public void Cells_are_layers(string file, string kind) =>
        Assert.Equal(kind, ModelImporters.Import(Path.Combine(Folder, file)).Network.Layers[0].Kind);
}
