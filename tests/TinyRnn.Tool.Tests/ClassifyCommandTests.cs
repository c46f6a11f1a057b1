using System.Text.Json;

namespace TinyRnn.Tool.Tests;

public sealed class ClassifyCommandTests : IDisposable
{
    private static readonly string[] Quick = ["--hidden", "8", "--epochs", "3", "-o", "words.tinyrnn"];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData()]
    [InlineData("--class-weights", "balanced")]
    [InlineData("--sampling", "balanced", "--cell", "gru")]
    [InlineData("--cell", "none")]
    [InlineData("--cell", "none", "--pooling", "max", "--embedding", "4")]
    public async Task A_csv_file_of_texts_and_labels_is_learned(params string[] options)
    {
        _folder.WriteWords("words.csv", "id,text,label");
        string output = await ToolRun.Succeed(_folder.Path, ["train", "classify", "words.csv", .. Quick, .. options]);
        Assert.Contains("2 classes, 96 examples to train, 12 to choose the best weights and 12 to test", output, StringComparison.Ordinal);
        Assert.Contains("Macro-F1", output, StringComparison.Ordinal);
        Assert.Contains("of 12 examples\n", output, StringComparison.Ordinal);
        Assert.Contains("precision", output, StringComparison.Ordinal);
        string[] mistakes = await File.ReadAllLinesAsync(_folder.File("words-mistakes.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("text,label,guess,probability", mistakes[0]);
        Assert.Contains("12 (test)", await ToolRun.Succeed(_folder.Path, "evaluate", "words.tinyrnn", "words.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_have_names_or_numbers()
    {
        _folder.WriteWords("named.csv", "id,word,\"its \"\"kind\"\"\"");
        await ToolRun.Succeed(_folder.Path, ["train", "classify", "named.csv", "--text-column", "word", "--label-column", "its \"kind\"", .. Quick]);
        _folder.WriteWords("plain.csv", null);
        await ToolRun.Succeed(_folder.Path, ["train", "classify", "plain.csv", "--text-column", "2", "--label-column", "3", .. Quick, "--force"]);
        Assert.StartsWith(
            "named.csv: there is no column 'text'; it has 'id', 'word'", await ToolRun.Fail(_folder.Path, "train", "classify", "named.csv"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "fox.txt: is neither a folder nor a .csv or .jsonl file", await ToolRun.Fail(_folder.Path, "train", "classify", "fox.txt"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bigram_model_is_a_language_model_without_memory()
    {
        string output = await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "--cell", "none", .. TextFolder.Quick]);
        Assert.Contains("dense(29 -> 8), tanh, dense(8 -> 29), identity", output, StringComparison.Ordinal);
        Assert.Contains("perplexity", await ToolRun.Succeed(_folder.Path, "evaluate", "fox.tinyrnn", "fox.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_of_a_model_are_where_another_begins_and_a_sweep_tells_its_mistakes_once()
    {
        _folder.WriteWords("words.csv", "id,text,label");
        await ToolRun.Succeed(_folder.Path, ["train", "classify", "words.csv", "--cell", "gru", .. Quick]);
        await ToolRun.Succeed(
            _folder.Path,
            ["train", "classify", "words.csv", "--cell", "gru", "--hidden", "8", "--initial-weights", "words.tinyrnn", "--rate", "1e-9",
                "--epochs", "1", "-o", "same.tinyrnn"]);
        Assert.Equal(
            Accuracy(await ToolRun.Succeed(_folder.Path, "evaluate", "words.tinyrnn", "words.csv", "--json")),
            Accuracy(await ToolRun.Succeed(_folder.Path, "evaluate", "same.tinyrnn", "words.csv", "--json")));

        string output = await ToolRun.Succeed(
            _folder.Path, "train", "classify", "words.csv", "--epochs", "3", "--hidden", "8", "--sweep", "rate=0.00001,0.001,0.01;cell=rnn,gru", "-o",
            "best.tinyrnn");
        Assert.Equal(2, output.Split("Macro-F1").Length);
        Assert.Contains("best step", output[output.IndexOf("Macro-F1", StringComparison.Ordinal)..], StringComparison.Ordinal);

        static double Accuracy(string json)
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("accuracy").GetDouble();
        }
    }

    [Fact]
    public async Task The_tutorial_prints_its_lines()
    {
        _folder.WriteWords("words.csv", "id,text,label");
        string output = await ToolRun.Succeed(_folder.Path, "train", "classify", "words.csv", "--tutorial", "--examples", "10000", "--hidden", "8");
        Assert.Matches(@"\n +5,000 +47/93 +50 % +\d+\.\d{4} +\d+\.\d % .* [a-z]+ / (front|back) (✓|✗ \((front|back)\))\n", output);
        Assert.True(File.Exists(_folder.File("words-loss.svg")));
    }
}
