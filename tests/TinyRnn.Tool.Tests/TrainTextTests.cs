using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TinyRnn.Tool.Tests;

public sealed class TrainTextTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nats_bits_and_perplexity_are_shown_and_stored_and_agree()
    {
        string output = await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", .. TextFolder.Quick]);
        Match result = Regex.Match(output, @"Result +validation (\S+) nats, (\S+) bits, perplexity (\S+) after");
        Assert.True(result.Success, output);
        double[] shown = [.. Enumerable.Range(1, 3).Select(i => double.Parse(result.Groups[i].Value, CultureInfo.InvariantCulture))];
        using JsonDocument metadata = JsonDocument.Parse(NetworkFile.Load(_folder.File("fox.tinyrnn")).MetadataJson);
        JsonElement metrics = metadata.RootElement.GetProperty("metrics");
        double nats = metrics.GetProperty("nats").GetDouble();
        Assert.Equal(nats, shown[0], 0.0006);
        Assert.Equal(nats / Math.Log(2), shown[1], 0.0006);
        Assert.Equal(Math.Exp(nats), shown[2], 0.0006);
        Assert.Equal(nats / Math.Log(2), metrics.GetProperty("bits").GetDouble(), 1e-9);
        Assert.Equal(Math.Exp(nats), metrics.GetProperty("perplexity").GetDouble(), 1e-9);
        Assert.Matches(@"\n *step +epoch +done +loss +validation perplexity +nats +bits +characters/s +elapsed +left\n", output);
    }

    [Fact]
    public async Task A_text_that_is_learned_by_heart_stops_early()
    {
        // Random letters: there is nothing to learn but what is by heart.
        Random random = new(1);
        _folder.Write("random.txt", string.Concat(Enumerable.Range(0, 1_500).Select(_ => (char)random.Next('a', 'i'))));
        string[] train =
        [
            "train", "text", "random.txt", "--hidden", "48", "--epochs", "60", "--batch", "2", "--bptt-steps", "16", "--rate", "0.02",
            "--dropout", "0", "--force",
        ];
        string output = await ToolRun.Succeed(_folder.Path, train);
        Assert.Matches(@"\nResult +stopped early, no longer improving; ", output);
        Assert.Equal(20, PatienceOf("random.tinyrnn"));
        Assert.DoesNotContain("stopped early", await ToolRun.Succeed(_folder.Path, [.. train, "--patience", "0"]), StringComparison.Ordinal);

        // A third of the run, but at least three epochs.
        await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "--hidden", "4", "--epochs", "6", "--batch", "4"]);
        Assert.Equal(3, PatienceOf("fox.tinyrnn"));
    }

    [Fact]
    public async Task The_validation_file_is_what_is_measured()
    {
        string output = await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "--validation", "dog.txt", "-o", "both.tinyrnn", .. TextFolder.Quick]);
        Assert.Contains("2,700 characters to learn from and 480 for validation, 31 different ones", output, StringComparison.Ordinal);
        Network network = NetworkFile.Load(_folder.File("both.tinyrnn"));
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        TextScore score = new Interpreter(network).Score(await File.ReadAllTextAsync(_folder.File("dog.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(score.NatsPerCharacter, metadata.RootElement.GetProperty("metrics").GetProperty("nats").GetDouble(), 1e-4);
        Assert.Equal(
            "none.txt: no such file; a text file in UTF-8 was expected",
            await ToolRun.Fail(_folder.Path, "train", "text", "fox.txt", "--validation", "none.txt"));
    }

    [Fact]
    public async Task Other_alphabets_are_characters_and_bytes_are_bytes()
    {
        const string Line = "широкий путь, 遠い道 🙂\n";
        _folder.Write("far.txt", string.Concat(Enumerable.Repeat(Line, 80)));
        await ToolRun.Succeed(_folder.Path, ["train", "text", "far.txt", "-o", "far.tinyrnn", .. TextFolder.Quick]);
        Assert.Equal(Line.EnumerateRunes().Distinct().Count(), NetworkFile.Load(_folder.File("far.tinyrnn")).InputSize);

        Assert.Equal(
            "far.tinyrnn: this model reads characters, not bytes; leave out --bytes",
            await ToolRun.Fail(_folder.Path, "generate", "far.tinyrnn", "--bytes"));

        byte[] bytes = Encoding.UTF8.GetBytes(Line);
        await ToolRun.Succeed(_folder.Path, ["train", "text", "far.txt", "--bytes", "-o", "bytes.tinyrnn", "--hidden", "32", "--epochs", "30", "--batch", "4"]);
        Network network = NetworkFile.Load(_folder.File("bytes.tinyrnn"));
        Assert.Equal(bytes.Distinct().Order().Select(b => (int)b), network.Vocabulary!.CodePoints);

        // The whole way: the bytes of a prompt in, the bytes of the learned line out.
        ToolRun generated = await ToolRun.Start(
            _folder.Path, "generate", "bytes.tinyrnn", "--bytes", "--temperature", "0", "--prompt", "широ", "--length",
            FormattableString.Invariant($"{bytes.Length - 9}"));
        Assert.Equal(0, generated.ExitCode);
        Assert.Equal(Line, generated.Output);
        string evaluated = await ToolRun.Succeed(_folder.Path, "evaluate", "bytes.tinyrnn", "far.txt", "--bytes", "--json");
        using JsonDocument json = JsonDocument.Parse(evaluated);
        Assert.Equal((80 * bytes.Length) - 1, json.RootElement.GetProperty("characters").GetInt32());
        Assert.True(json.RootElement.GetProperty("natsPerCharacter").GetDouble() < 0.2);
    }

    [Fact]
    public async Task Samples_come_where_they_are_asked_for_and_change_nothing()
    {
        string without = await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "-o", "a.tinyrnn", "--name", "a", .. TextFolder.Quick]);
        Assert.DoesNotContain("  | ", without, StringComparison.Ordinal);
        string with = await ToolRun.Succeed(
            _folder.Path, ["train", "text", "fox.txt", "-o", "b.tinyrnn", "--name", "a", "--sample-every", "20", "--temperature", "0.5", .. TextFolder.Quick]);

        // 4 streams of 607 characters in stretches of 16, twice: 76 steps.
        Assert.Equal(3, with.Split('\n').Aggregate((Count: 0, Inside: false), Count).Count);
        Assert.Equal(await Bytes("a.tinyrnn"), await Bytes("b.tinyrnn"));
    }

    [Fact]
    public async Task Texts_that_are_too_short_say_so()
    {
        _folder.Write("short.txt", "ab");
        string error = await ToolRun.Fail(_folder.Path, "train", "text", "short.txt");
        Assert.Contains("too few", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defaults_do_well_on_a_small_text()
    {
        // 1.60 nats on tinyshakespeare in two minutes is measured by hand: src/TinyRnn.Tool/README.md.
        string text = await File.ReadAllTextAsync(SharedData.Path("text", "timemachine.txt"), TestContext.Current.CancellationToken);
        _folder.Write("small.txt", text[..20_000]);
        await ToolRun.Succeed(_folder.Path, "train", "text", "small.txt");
        using JsonDocument metadata = JsonDocument.Parse(NetworkFile.Load(_folder.File("small.tinyrnn")).MetadataJson);

        // The entropy of its single characters is 3.1 nats.
        Assert.InRange(metadata.RootElement.GetProperty("metrics").GetProperty("nats").GetDouble(), 1.5, 2.2);
    }

    [Fact]
    public async Task Each_evaluation_is_a_line_of_measurements()
    {
        await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", .. TextFolder.Quick]);
        string[] lines = await File.ReadAllLinesAsync(_folder.File("fox-metrics.jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            using JsonDocument line = JsonDocument.Parse(lines[i]);
            Assert.Equal(
                ["step", "epoch", "loss", "perplexity", "nats", "bits", "learningRate", "gradientNorm", "charactersPerSecond", "elapsedSeconds"],
                line.RootElement.EnumerateObject().Select(property => property.Name));
            Assert.Equal(38 * (i + 1), line.RootElement.GetProperty("step").GetInt32());
            Assert.Equal(i + 1, line.RootElement.GetProperty("epoch").GetInt32());
            Assert.True(line.RootElement.GetProperty("gradientNorm").GetDouble() > 0);
            Assert.Equal(Math.Exp(line.RootElement.GetProperty("nats").GetDouble()), line.RootElement.GetProperty("perplexity").GetDouble(), 1e-9);
        }

        using JsonDocument last = JsonDocument.Parse(lines[^1]);
        Assert.Equal(5e-3 * 0.02, last.RootElement.GetProperty("learningRate").GetDouble(), 1e-9);
    }

    // A sample is a run of quoted lines.
    private static (int Count, bool Inside) Count((int Count, bool Inside) state, string line)
    {
        bool isQuoted = line.StartsWith("  | ", StringComparison.Ordinal);
        return (state.Count + (isQuoted && !state.Inside ? 1 : 0), isQuoted);
    }

    private Task<byte[]> Bytes(string name) => File.ReadAllBytesAsync(_folder.File(name), TestContext.Current.CancellationToken);

    private int? PatienceOf(string model)
    {
        using JsonDocument metadata = JsonDocument.Parse(NetworkFile.Load(_folder.File(model)).MetadataJson);
        return metadata.RootElement.GetProperty("training").TryGetProperty("patience", out JsonElement patience) ? patience.GetInt32() : null;
    }
}
