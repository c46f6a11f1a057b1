using System.Text.Json;

namespace TinyRnn.Tool.Tests;

/// <summary><c>compare</c> measures what <c>evaluate</c> does, on the same examples for both models.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Classifiers_have_the_measures_that_evaluate_gives()
    {
        _folder.WriteWords("words.csv", "id,text,label");
        await ToolRun.Succeed(_folder.Path, "train", "classify", "words.csv", "-o", "a.tinyrnn", "--hidden", "4", "--epochs", "1");
        await ToolRun.Succeed(_folder.Path, "train", "classify", "words.csv", "-o", "b.tinyrnn", "--hidden", "8", "--epochs", "3", "--cell", "gru");
        using JsonDocument json = await Compare("a.tinyrnn", "b.tinyrnn", "words.csv");
        Assert.Equal(12, json.RootElement.GetProperty("count").GetInt32());
        foreach ((string measure, string field) in new[] { ("accuracy", "accuracy"), ("macro-F1", "macroF1") })
        {
            double first = await Evaluate("a.tinyrnn", "words.csv", field), second = await Evaluate("b.tinyrnn", "words.csv", field);
            JsonElement row = Row(json, measure);
            Assert.Equal(first, row.GetProperty("first").GetDouble(), 1e-12);
            Assert.Equal(second, row.GetProperty("second").GetDouble(), 1e-12);
            Assert.Equal(second - first, row.GetProperty("difference").GetDouble(), 1e-12);
            Assert.Equal(first == second ? "same" : first > second ? "first" : "second", row.GetProperty("better").GetString());
        }

        Assert.Equal(new FileInfo(_folder.File("b.tinyrnn")).Length, Row(json, "file, bytes").GetProperty("second").GetDouble());
        Assert.Equal("first", Row(json, "multiply-adds a step").GetProperty("better").GetString());
        string table = await ToolRun.Succeed(_folder.Path, "compare", "a.tinyrnn", "b.tinyrnn", "words.csv");
        Assert.Matches(@"compared +on 12 texts \(test\)\n", table);
        Assert.Matches(@"measure +a\.tinyrnn +b\.tinyrnn +difference +better", table);
        Assert.Matches(@"\n +parameters +[\d,]+ +[\d,]+ +\+[\d,]+ \(\+[\d.]+ %\) +a\.tinyrnn", table);
    }

    [Fact]
    public async Task Vocabularies_that_read_the_texts_otherwise_share_what_is_in_the_part_of_both()
    {
        // Without its digits a text of one class is another one, so that the parts differ.
        _folder.Write("mixed.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 80).Select(i =>
            FormattableString.Invariant($"{(i % 2 == 0 ? "ab" : "ba")}{(char)('a' + (i / 8))}{i % 7}{i},{(i % 2 == 0 ? "x" : "y")}\n"))));
        await ToolRun.Succeed(_folder.Path, "train", "classify", "mixed.csv", "-o", "digits.tinyrnn", "--hidden", "4", "--epochs", "1");
        await ToolRun.Succeed(_folder.Path, "train", "classify", "mixed.csv", "-o", "letters.tinyrnn", "--letters", "--hidden", "4", "--epochs", "1");
        using JsonDocument json = await Compare("digits.tinyrnn", "letters.tinyrnn", "mixed.csv");
        Assert.Equal(2, json.RootElement.GetProperty("count").GetInt32());
        Assert.Contains("; the first model's part has 8 and the second's 2", json.RootElement.GetProperty("on").GetString(), StringComparison.Ordinal);

        // Four texts are one without their digits, which is measured once.
        string all = await ToolRun.Succeed(_folder.Path, "compare", "digits.tinyrnn", "letters.tinyrnn", "mixed.csv", "--split", "all");
        Assert.Contains("on 20 texts (all); the first model's part has 80 and the second's 20", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Language_models_and_forecasts_have_theirs()
    {
        await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "-o", "a.tinyrnn", .. TextFolder.Quick]);
        await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "-o", "b.tinyrnn", "--cell", "lstm", .. TextFolder.Quick]);
        using (JsonDocument json = await Compare("a.tinyrnn", "b.tinyrnn", "fox.txt"))
        {
            Assert.Equal(await Evaluate("a.tinyrnn", "fox.txt", "perplexity"), Row(json, "perplexity").GetProperty("first").GetDouble(), 1e-9);
            Assert.Equal(await Evaluate("b.tinyrnn", "fox.txt", "bitsPerCharacter"), Row(json, "bits a character").GetProperty("second").GetDouble(), 1e-9);
        }

        // Another text knows other characters: a mean over fewer of them is no comparison.
        await ToolRun.Succeed(_folder.Path, ["train", "text", "dog.txt", "-o", "dog.tinyrnn", .. TextFolder.Quick]);
        string unknown = await ToolRun.Fail(_folder.Path, "compare", "a.tinyrnn", "dog.tinyrnn", "fox.txt");
        Assert.Contains("fox.txt: 'q' (U+0071) at position 4 is not in the ", unknown, StringComparison.Ordinal);

        _folder.WriteWaves("waves.csv");
        string[] train = ["train", "forecast", "waves.csv", "--column", "wave", "--epochs", "2", "--hidden", "4"];
        await ToolRun.Succeed(_folder.Path, [.. train, "--window", "8", "-o", "short.tinyrnn"]);
        await ToolRun.Succeed(_folder.Path, [.. train, "--window", "16", "-o", "long.tinyrnn"]);
        using JsonDocument waves = await Compare("short.tinyrnn", "long.tinyrnn", "waves.csv");
        Assert.Equal("24 forecasts of 'wave' (test)", waves.RootElement.GetProperty("on").GetString());
        using JsonDocument measured = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", "long.tinyrnn", "waves.csv", "--json"));
        Assert.Equal(
            measured.RootElement.GetProperty("errors")[0].GetProperty("rmse").GetDouble(), Row(waves, "RMSE").GetProperty("second").GetDouble(), 1e-9);

        // Of a series that neither learned from all is measured: what both windows reach.
        _folder.WriteWaves("other.csv");
        _folder.Write("other.csv", (await File.ReadAllTextAsync(_folder.File("other.csv"), TestContext.Current.CancellationToken)) + "1.5,0.5\n");
        using JsonDocument other = await Compare("short.tinyrnn", "long.tinyrnn", "other.csv");
        Assert.Equal("105 forecasts of 'wave' (all)", other.RootElement.GetProperty("on").GetString());
    }

    [Fact]
    public async Task What_cannot_be_compared_is_said()
    {
        await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "-o", "text.tinyrnn", .. TextFolder.Quick]);
        _folder.WriteWaves("waves.csv");
        await ToolRun.Succeed(_folder.Path, "train", "forecast", "waves.csv", "--column", "wave", "--window", "8", "--epochs", "1", "-o", "wave.tinyrnn");
        await ToolRun.Succeed(_folder.Path, "train", "forecast", "waves.csv", "--column", "load", "--window", "8", "--epochs", "1", "-o", "load.tinyrnn");
        Assert.Equal(
            "text.tinyrnn is a 'language-model' model and wave.tinyrnn a 'forecast' model; two models for the same task were expected",
            await ToolRun.Fail(_folder.Path, "compare", "text.tinyrnn", "wave.tinyrnn", "waves.csv"));
        Assert.Equal(
            "waves.csv: wave.tinyrnn forecasts 'wave' and load.tinyrnn 'load'; the same column was expected",
            await ToolRun.Fail(_folder.Path, "compare", "wave.tinyrnn", "load.tinyrnn", "waves.csv"));
        Assert.Equal(
            "--split is not for 'language-model' models; leave it out",
            await ToolRun.Fail(_folder.Path, "compare", "text.tinyrnn", "text.tinyrnn", "fox.txt", "--split", "all"));
        Assert.Equal(
            "--time is not for 'language-model' models; leave it out", await ToolRun.Fail(_folder.Path, "evaluate", "text.tinyrnn", "fox.txt", "--time", "1"));
        Assert.Equal(
            "--bytes is not for 'forecast' models; leave it "
                + "out", await ToolRun.Fail(_folder.Path, "compare", "wave.tinyrnn", "wave.tinyrnn", "waves.csv", "--bytes"));
        NetworkFile.Save(Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 3)), _folder.File("raw.tinyrnn"));
        string raw = await ToolRun.Fail(_folder.Path, "compare", "raw.tinyrnn", "raw.tinyrnn", "waves.csv");
        Assert.Contains("'raw' models cannot be measured", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_two_models_read_in_another_order_are_not_compared()
    {
        _folder.Write("back.csv", "clock,wave\n" + string.Concat(Enumerable.Range(0, 120).Select(i =>
            FormattableString.Invariant($"{120 - i},{Math.Cos(i / 5.0):F4}\n"))));
        string[] train = ["train", "forecast", "back.csv", "--column", "wave", "--window", "8", "--epochs", "1", "--hidden", "4"];
        await ToolRun.Succeed(_folder.Path, [.. train, "-o", "written.tinyrnn"]);
        await ToolRun.Succeed(_folder.Path, [.. train, "--time", "clock", "-o", "sorted.tinyrnn"]);
        Assert.Equal(
            "back.csv: the models read the rows in different ways; give --time and --duplicates, which then hold for both",
            await ToolRun.Fail(_folder.Path, "compare", "written.tinyrnn", "sorted.tinyrnn", "back.csv"));
        using JsonDocument same = JsonDocument.Parse(
            await ToolRun.Succeed(_folder.Path, "compare", "written.tinyrnn", "sorted.tinyrnn", "back.csv", "--time", "clock", "--split", "test", "--json"));
        Assert.Equal(24, same.RootElement.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Small_errors_are_not_shown_as_zero()
    {
        _folder.Write("small.csv", "value\n" + string.Concat(Enumerable.Range(0, 120).Select(i =>
            FormattableString.Invariant($"{1e-5 * Math.Sin(i * i):F9}\n"))));
        string[] train = ["train", "forecast", "small.csv", "--window", "8", "--epochs", "1", "--hidden", "4"];
        Assert.Matches(@"\nResult +validation rmse 0\.0000\d{4,5} ", await ToolRun.Succeed(_folder.Path, [.. train, "-o", "a.tinyrnn"]));
        await ToolRun.Succeed(_folder.Path, [.. train, "--seed", "2", "-o", "b.tinyrnn"]);
        Assert.Matches(@"\n +RMSE +0\.0000\d{4,5} +0\.0000\d{4,5} ", await ToolRun.Succeed(_folder.Path, "compare", "a.tinyrnn", "b.tinyrnn", "small.csv"));
    }

    private async Task<JsonDocument> Compare(string first, string second, string data) =>
        JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "compare", first, second, data, "--json"));

    private async Task<double> Evaluate(string model, string data, string field)
    {
        using JsonDocument json = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", model, data, "--json"));
        return json.RootElement.GetProperty(field).GetDouble();
    }

    private static JsonElement Row(JsonDocument json, string name) =>
        json.RootElement.GetProperty("measures").EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);
}
