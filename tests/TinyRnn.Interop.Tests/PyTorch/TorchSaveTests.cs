using System.Text.Json;
using TinyRnn.Interop.Options;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.PyTorch;

/// <summary>
/// Files that PyTorch and TorchSharp.PyBridge wrote (<c>PyTorchFiles/make_files.py</c>, <c>make_sharp_files.cs</c>), in all layouts, against
/// what they give.
/// </summary>
public class TorchSaveTests
{
    private const string Between = """{"activations": {"norm": "identity"}}""";

    private static readonly Dictionary<string, string> Told = new()
    {
        ["two.pt"] = """{"part": "discriminator.net"}""",
        ["module.pt"] = Between,
        ["module-legacy.pt"] = Between,
        ["words.pt"] = """{"vocabulary": "abcdef"}""",
    };

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "TinyRnn.Interop.Tests", "PyTorchFiles");

    [Fact]
    public void Files_give_what_pytorch_gives()
    {
        ImportCase[] cases = [.. new[] { "outputs.json", "sharp-outputs.json" }.SelectMany(Recorded)];
        IEnumerable<string?> names = Directory.GetFiles(Folder, "*.p*").Select(Path.GetFileName)
            .Where(name => !name!.EndsWith(".py", StringComparison.Ordinal));
        string[] refused = ["frozen.pt", "list.pt", "optimizer.pt", "quantized-state.pt", "quantized.pt", "tensor.pt"];
        Assert.Equal(names.Except(refused).Order(), cases.Select(one => one.Name).Order());
        ImportCase.AssertAll(cases);
    }

    [Theory]
    [InlineData("state.pt", "PyTorch (torch.save)", "the modules were taken in the order of the file")]
    [InlineData("state-legacy.pth", "PyTorch (torch.save before 1.6)", "the modules were taken in the order of the file")]
    [InlineData("state-pickle.pkl", "PyTorch (pickle)", "the modules were taken in the order of the file")]
    [InlineData("checkpoint.pt", "PyTorch (torch.save)", "'model_state_dict' of the checkpoint was read")]
    [InlineData("module.pt", "PyTorch (torch.save)", "the file is a whole module '__main__.Rich' without its code")]
    [InlineData("module-legacy.pt", "PyTorch (torch.save before 1.6)", "'net' of the checkpoint was read")]
    [InlineData("scripted.pt", "PyTorch (TorchScript)", "only the tensors of the module '__torch__.Net' were read, not its code")]
    public void Notes_say_what_was_read(string file, string format, string note)
    {
        ImportResult result = Import(file);
        Assert.Equal(format, result.Format);
        Assert.Contains(result.Notes, one => one.StartsWith(note, StringComparison.Ordinal));
    }

    /// <summary>A pickled module says what its state dict would not.</summary>
    [Fact]
    public void Attributes_of_a_module_are_read()
    {
        ImportResult result = Import("module.pt");
        Assert.DoesNotContain(result.Notes, note => note.Contains("eps", StringComparison.Ordinal) || note.Contains("tanh", StringComparison.Ordinal));
        Assert.Equal(Activation.Relu, Assert.IsType<RnnLayer>(result.Network.Layers[0]).Activation.Kind);
        DenseLayer[] head = [.. result.Network.Layers.OfType<DenseLayer>()];
        Assert.Equal([Activation.LeakyRelu, Activation.Identity, Activation.Tanh], head.Select(layer => layer.Activation.Kind));
        Assert.Equal(0.2f, head[0].Activation.Alpha);
        Assert.IsType<EmbeddingLayer>(Import("words.pt").Network.Layers[0]);
    }

    [Theory]
    [InlineData("frozen.pt", "TorchScript model without tensors of its own", "torch.save(model.state_dict()", "torch.onnx.export")]
    [InlineData("list.pt", "is a list", "torch.save(model.state_dict()")]
    [InlineData("optimizer.pt", "dictionary of 'state', 'param_groups' without a tensor", "under a key such as 'state_dict'")]
    [InlineData("quantized.pt", "module 'rnn'", "is quantised", "'torch.ao.nn.quantized.dynamic.modules.rnn.LSTM'")]
    [InlineData("quantized-state.pt", "tensor 'fc._packed_params", "is quantised", "before it is quantised")]
    [InlineData("tensor.pt", "single tensor of shape [3, 4]", "no name")]
    [InlineData("two.pt", "several state dicts", "'generator' (6 tensors), 'discriminator.net' (6 tensors)",
        "give the one to read as 'part', such as generator")]
    public void What_is_no_state_dict_is_said(string file, params string[] words) =>
        ImportAssert.Fails(ImportSource.Load(Path.Combine(Folder, file)), ImportOptions.None, words);

    [Fact]
    public void A_part_that_is_not_there_is_an_error_that_lists_them()
    {
        ImportOptions encoder = ImportOptions.None with { Part = "encoder" };
        ImportAssert.Fails(ImportSource.Load(Path.Combine(Folder, "two.pt")), encoder, "'part' names 'encoder'", "'generator' (6 tensors)");
        ImportAssert.Fails(new Weights().AddLinear("fc", 2, 1).ToSafetensors(), encoder, "is not a checkpoint of PyTorch", "remove 'part'");
        ImportOptions state = ImportOptions.None with { Part = "model_state_dict" };
        Assert.Equal("gru", ModelImporters.Import(Path.Combine(Folder, "checkpoint.pt"), state).Network.Layers[0].Kind);
    }

    /// <summary>A hash table has no order, so that of its file says nothing.</summary>
    [Fact]
    public void Of_a_hash_table_the_sizes_decide_the_order() =>
        Assert.DoesNotContain(Import("sharp.pt").Notes, note => note.Contains("order of the file", StringComparison.Ordinal));

    /// <summary>A published file of 2020; the outputs are those of PyTorch 1.13 with its state dict.</summary>
    [Fact]
    public void A_published_checkpoint()
    {
        Network network = ModelImporters.Import(SharedData.Path("deployed", "playlist-lstm.pth")).Network;
        float[] x = [.. Enumerable.Range(0, 5 * 9).Select(i => ((i % 7) - 3) / 4f)];
        ImportCase.AssertAll(new ImportCase(
            "playlist", network, x, [],
                [0.71857214f, 0.676227868f, -11.2660618f, -0.00146489497f, 0.155348271f, 0.939992011f, 0.160906583f, 0.282647878f, 49.091114f]));
    }

    private static ImportResult Import(string file) =>
        ModelImporters.Import(
            Path.Combine(Folder, file), Told.TryGetValue(file, out string? options) ? OptionsFile.Parse(options, "options.json") : ImportOptions.None);

    private static ImportCase[] Recorded(string list)
    {
        using JsonDocument outputs = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, list)));
        return [.. outputs.RootElement.EnumerateObject().Select(file =>
        {
            Network network = Import(file.Name).Network;
            float[] input = Recordings.Floats(file.Value.GetProperty("input"));
            float[] expected = Recordings.Floats(file.Value.GetProperty("output"));
            return network.Tokens is null
                ? new ImportCase(file.Name, network, input, [], expected)
                : new ImportCase(file.Name, network, [], [.. input.Select(token => (int)token)], expected);
        })];
    }
}
