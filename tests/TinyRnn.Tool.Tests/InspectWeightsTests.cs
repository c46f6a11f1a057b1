using System.Text.Json;
using TinyRnn.Tests;

namespace TinyRnn.Tool.Tests;

/// <summary><c>inspect</c> reads weights of other tools as <c>import</c> would, says what they cost, and writes nothing.</summary>
public sealed class InspectWeightsTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TorchFiles/gru-cell.onnx")]
    [InlineData("PyTorchFiles/state.pt")]
    [InlineData("KerasFiles/sequential.h5")]
    [InlineData("KerasFiles/functional.keras")]
    public async Task Weights_of_other_tools_are_shown_as_their_import_is(string file)
    {
        string path = Path.Combine(Repository.Root, "tests", "TinyRnn.Interop.Tests", file);
        string copy = Path.GetFileName(path);
        File.Copy(path, _folder.File(copy));
        string[] before = Directory.GetFiles(_folder.Path);
        string shown = await ToolRun.Succeed(_folder.Path, "inspect", copy);
        Assert.Matches(@"\nflash +about [\d,]+ bytes", shown);
        Assert.Matches(@"\nmemory +about [\d,]+ bytes", shown);
        Assert.Matches(@"\nwork +[\d,]+ multiply-adds a step\n", shown);
        Assert.Equal(before.Order(), Directory.GetFiles(_folder.Path).Order());

        // What the importer says of them is no part of the JSON, and is not lost.
        ToolRun asJson = await ToolRun.Start(_folder.Path, "inspect", copy, "--json");
        string json = asJson.Output;
        string[] notes = [.. shown.Split('\n').Where(line => line.StartsWith("note ", StringComparison.Ordinal)).Select(line => line["note".Length..].Trim())];
        string[] errors = asJson.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(notes.Length, errors.Length);
        Assert.All(notes.Zip(errors), pair => Assert.StartsWith("tinyrnn: note: " + pair.First, pair.Second, StringComparison.Ordinal));
        await ToolRun.Succeed(_folder.Path, "import", copy, "-o", "model.tinyrnn");
        Assert.Equal(Without(await ToolRun.Succeed(_folder.Path, "inspect", "model.tinyrnn", "--json")), Without(json));
    }

    [Fact]
    public async Task Safetensors_and_options_of_imports_are_read()
    {
        Layer[] layers = [new GruLayer("gru", 3, 4), new DenseLayer("fc", 4, 2)];
        NetworkFile.Save(Networks.Raw(new VectorInput(3), OutputSteps.Every, 1, layers), _folder.File("net.tinyrnn"));
        await ToolRun.Succeed(_folder.Path, "export", "net.tinyrnn", "--to", "safetensors", "-o", "net.safetensors");
        Assert.Matches(@"\ntotal +118 parameters\n", await ToolRun.Succeed(_folder.Path, "inspect", "net.safetensors"));
        File.Copy(Path.Combine(Repository.Root, "tests", "TinyRnn.Interop.Tests", "KerasFiles", "sequential.h5"), _folder.File("keras.h5"));
        Assert.Matches(@"^name +other\n", await ToolRun.Succeed(_folder.Path, "inspect", "keras.h5", "--name", "other"));
        Assert.Equal(
            "net.tinyrnn: --name is for another tool's weights, but this is a model file; leave it out",
            await ToolRun.Fail(_folder.Path, "inspect", "net.tinyrnn", "--name", "other"));

        // A model file of another name is one all the same.
        File.Copy(_folder.File("net.tinyrnn"), _folder.File("net.json"));
        Assert.Matches(@"\ntotal +118 parameters\n", await ToolRun.Succeed(_folder.Path, "inspect", "net.json"));
        _folder.Write("cut.safetensors", "\u0008\0\0\0\0\0\0\0{}");
        Assert.StartsWith("cut.safetensors: ", await ToolRun.Fail(_folder.Path, "inspect", "cut.safetensors"), StringComparison.Ordinal);
        string none = await ToolRun.Fail(_folder.Path, "inspect", "fox.txt");
        Assert.StartsWith("fox.txt", none, StringComparison.Ordinal);
        Assert.Equal(none, await ToolRun.Fail(_folder.Path, "inspect", "fox.txt", "--name", "x"));
    }

    [Fact]
    public async Task Costs_are_those_of_the_code()
    {
        // A GRU of 4 by 3 inputs and 4 units, which lie in whole vectors, and a dense layer.
        Layer[] layers = [new GruLayer("gru", 3, 4), new DenseLayer("fc", 4, 2)];
        NetworkFile.Save(Networks.Raw(new VectorInput(3), OutputSteps.Every, 1, layers), _folder.File("net.tinyrnn"));
        using JsonDocument json = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "net.tinyrnn", "--json"));
        JsonElement root = json.RootElement;
        Assert.Equal(root.GetProperty("weightBytes").GetInt64(), root.GetProperty("flashBytes").GetInt64());
        Assert.Equal(16, root.GetProperty("stateBytes").GetInt32());
        Assert.Equal((3 * 4 * 7) + (4 * 2), root.GetProperty("multiplyAddsPerStep").GetInt32());
        Assert.True(root.GetProperty("stepBytes").GetInt32() >= sizeof(float) * (3 + 2));
        Assert.True(root.GetProperty("runBytes").GetInt32() >= root.GetProperty("stepBytes").GetInt32());

        // What reads whole sequences keeps no state between them.
        RecurrentOptions both = new(Direction: Direction.Bidirectional);
        Layer[] wholeLayers = [new GruLayer("gru", 3, 4, options: both), new DenseLayer("fc", 8, 2)];
        NetworkFile.Save(Networks.Raw(new VectorInput(3), OutputSteps.Every, 1, wholeLayers), _folder.File("both.tinyrnn"));
        using JsonDocument whole = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "both.tinyrnn", "--json"));
        Assert.Equal(0, whole.RootElement.GetProperty("stateBytes").GetInt32());

        // A vocabulary of 4 characters, one of them outside ASCII: 4 code points, 128 tokens of ASCII, and one pair.
        Vocabulary vocabulary = new("abcé", TextNormalization.None, UnknownCharacter.Skip);
        NetworkFile.Save(Networks.Classifier(vocabulary, 1, new RnnLayer("rnn", 4, 4), new DenseLayer("fc", 4, 2)), _folder.File("text.tinyrnn"));
        using JsonDocument text = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "text.tinyrnn", "--json"));
        Assert.Equal(16 + 256 + 6, text.RootElement.GetProperty("flashBytes").GetInt64() - text.RootElement.GetProperty("weightBytes").GetInt64());
    }

    // Metadata tell where a model comes from.
    private static string Without(string json) => json[..json.IndexOf("\"metadata\"", StringComparison.Ordinal)];
}
