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
        WriteCsv("words.csv", "id,text,label");
        string output = await ToolRun.Succeed(_folder.Path, ["train", "classify", "words.csv", .. Quick, .. options]);
        Assert.Contains("2 classes, 108 examples to train and 12 to test", output, StringComparison.Ordinal);
        Assert.Contains("Macro-F1", output, StringComparison.Ordinal);
        string[] mistakes = await File.ReadAllLinesAsync(_folder.File("words-mistakes.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("text,label,guess,probability", mistakes[0]);
        Assert.Contains("12 (test)", await ToolRun.Succeed(_folder.Path, "evaluate", "words.tinyrnn", "words.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_have_names_or_numbers()
    {
        WriteCsv("named.csv", "id,word,\"its \"\"kind\"\"\"");
        await ToolRun.Succeed(_folder.Path, ["train", "classify", "named.csv", "--text-column", "word", "--label-column", "its \"kind\"", .. Quick]);
        WriteCsv("plain.csv", null);
        await ToolRun.Succeed(_folder.Path, ["train", "classify", "plain.csv", "--text-column", "2", "--label-column", "3", .. Quick]);
        Assert.StartsWith("named.csv: there is no column 'text'; it has 'id', 'word'", await ToolRun.Fail(_folder.Path, "train", "classify", "named.csv"), StringComparison.Ordinal);
        Assert.StartsWith("fox.txt: is neither a folder nor a .csv file", await ToolRun.Fail(_folder.Path, "train", "classify", "fox.txt"), StringComparison.Ordinal);
        Assert.Contains("has no direction", await ToolRun.Fail(_folder.Path, ["train", "classify", "plain.csv", "--text-column", "2", "--label-column", "3", "--cell", "none", "--bidirectional"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bigram_model_is_a_language_model_without_memory()
    {
        string output = await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "--cell", "none", .. TextFolder.Quick]);
        Assert.Contains("dense(29 -> 8), tanh, dense(8 -> 29), identity", output, StringComparison.Ordinal);
        Assert.Contains("perplexity", await ToolRun.Succeed(_folder.Path, "evaluate", "fox.tinyrnn", "fox.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tutorial_prints_its_lines()
    {
        WriteCsv("words.csv", "id,text,label");
        string output = await ToolRun.Succeed(_folder.Path, "train", "classify", "words.csv", "--tutorial", "--steps", "10000", "--hidden", "8");
        Assert.Matches(@"\n5000 50% \(0m \d+s, 0m \d+s left\) \d\.\d{4} [a-z]+ / (front|back) (✓|✗ \((front|back)\))", output);
        Assert.True(File.Exists(_folder.File("words-loss.svg")));
    }

    private void WriteCsv(string name, string? header) => _folder.Write(name, (header is null ? "" : header + "\r\n") + string.Concat(Enumerable.Range(0, 120).Select(i =>
    {
        string vowels = i % 2 == 0 ? "aei" : "ouy";
        string text = string.Concat(Enumerable.Range(0, 6).Select(k => k % 2 == 0 ? "bdfgkmn"[(i + (k * i / 7)) % 7] : vowels[(i / (k + 1)) % 3]));
        return $"{i},\"{text}{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}\",{(i % 2 == 0 ? "front" : "back")}\r\n";
    })));
}
