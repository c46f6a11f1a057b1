using System.Text.Json;
using TinyRnn.Tests;

namespace TinyRnn.Tool.Tests;

/// <summary>Models of words and of plain tokens on the command line, from a Keras file of an embedding of four tokens.</summary>
public sealed class WordModelTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public WordModelTests()
    {
        File.Copy(Path.Combine(Repository.Root, "tests", "TinyRnn.Interop.Tests", "KerasFiles", "characters.keras"), _folder.File("mood.keras"));
        _folder.Write("labels.txt", "x\ny\nz\n");
        _folder.Write("words.txt", "\n<OOV>\nbad\ngood\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Words_go_from_import_to_labels()
    {
        string output = await ToolRun.Succeed(
            _folder.Path, "import", "mood.keras", "--words", "words.txt", "--word-split", "keras", "--unknown", "replace",
            "--replacement", "<OOV>", "--length", "5", "--labels", "labels.txt");
        Assert.Contains("mood.tinyrnn", output, StringComparison.Ordinal);
        Network network = NetworkFile.Load(_folder.File("mood.tinyrnn"));
        Assert.Equal([1, 3, 2, 1, 1], network.Tokens!.Encode("good; GOOD, a good; bad day! Well"));

        string inspected = await ToolRun.Succeed(_folder.Path, "inspect", "mood.tinyrnn");
        Assert.Matches(@"4 words, in lower case, split at '.*'; others are read as '<OOV>'; at most 5,\s+the last ones", inspected.ReplaceLineEndings(" "));
        using JsonDocument json = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "mood.tinyrnn", "--json"));
        Assert.Equal(4, json.RootElement.GetProperty("words").GetInt32());

        float[] expected = new Interpreter(network).Classify("good, not bad");
        using JsonDocument predicted = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "predict", "mood.tinyrnn", "good, not bad", "--json"));
        Assert.Equal(expected.Max(), predicted.RootElement[0].GetProperty("labels")[0].GetProperty("probability").GetSingle(), 1e-6f);
        Assert.Equal(0, (await ToolRun.Start(_folder.Path, "export", "mood.tinyrnn", "--to", "onnx", "-o", "mood.onnx")).ExitCode);
        await ToolRun.Succeed(_folder.Path, "import", "mood.onnx", "-o", "back.tinyrnn");
        Assert.Equal(expected, new Interpreter(NetworkFile.Load(_folder.File("back.tinyrnn"))).Classify("good, not bad"));

        Directory.CreateDirectory(_folder.File("texts"));
        foreach (string label in new[] { "x", "y", "z" })
        {
            _folder.Write(
                $"texts/{label}.txt",
                string.Concat(Enumerable.Range(0, 12).Select(i => $"{(i % 2 == 0 ? "good" : "bad")} "
                    + $"{string.Concat(Enumerable.Repeat("bad ", i / 2 % 4))}{label} film\n")));
        }

        using JsonDocument evaluated = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", "mood.tinyrnn", "texts", "--json"));
        Assert.Equal(150, evaluated.RootElement.GetProperty("words").GetInt32());
        Assert.Equal(72, evaluated.RootElement.GetProperty("unknownWords").GetInt32());
        Assert.Contains(
            "read as '<OOV>': 48.0 % of all 150: 'film' (36), 'x' (12)", await ToolRun.Succeed(_folder.Path, "evaluate", "mood.tinyrnn", "texts"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_tokens_are_numbers_in_texts()
    {
        await ToolRun.Succeed(_folder.Path, "import", "mood.keras", "--tokens", "4", "--labels", "labels.txt");
        Network network = NetworkFile.Load(_folder.File("mood.tinyrnn"));
        Assert.Matches(
            "4 tokens; the file has no\\s+vocabulary",
            (await ToolRun.Succeed(_folder.Path, "inspect", "mood.tinyrnn")).ReplaceLineEndings(" "));
        _folder.Write("in.json", "[\"3 0 1\", \"2, 2\"]");
        await ToolRun.Succeed(_folder.Path, "run", "mood.tinyrnn", "--input", "in.json", "--output", "out.json");
        using JsonDocument run = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("out.json"), TestContext.Current.CancellationToken));
        Assert.Equal(new Interpreter(network).RunTokens([3, 0, 1]), run.RootElement[0][0].EnumerateArray().Select(value => value.GetSingle()));
        ToolRun failed = await ToolRun.Start(_folder.Path, "predict", "mood.tinyrnn", "3 4");
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Equal("tinyrnn: '3 4': '4' at position 2 is not a token; whole numbers from 0 to 3 were expected\n", failed.Errors);
    }

    [Fact]
    public async Task Options_beside_the_weights_hold_words_as_well()
    {
        _folder.Write(
            "mood.import.json",
            """{"words": {"good": 1, "bad": 2}, "labels": ["x", "y", "z"], "unknown": "skip", "length": 3, "padding": 3, "pad": "after", "cut": "after"}""");
        await ToolRun.Succeed(_folder.Path, "import", "mood.keras");
        Assert.Equal([1, 2, 3], NetworkFile.Load(_folder.File("mood.tinyrnn")).Tokens!.Encode("Good or BAD"));
    }
}
