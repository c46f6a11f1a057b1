using System.Text.Json;

namespace TinyRnn.Tool.Tests;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--cell", "gru", "--dropout", "0.1", "--optimizer", "adamw", "--schedule", "step", "--clip", "0", "--clip-value", "0.5")]
    [InlineData("--optimizer", "sgd", "--momentum", "0.9", "--rate", "0.05", "--schedule", "step", "--step-every-epochs", "0.5", "--warm-up-epochs", "0.25")]
    [InlineData("--cell", "rnn", "--activation", "relu", "--letters-only", "--windows", "200", "--start", "small-normal", "--seed", "18446744073709551615")]
    [InlineData("--validation", "dog.txt", "--bytes", "--embedding", "3", "--layers", "2", "--threads", "2")]
    public async Task The_configuration_of_a_model_trains_the_same_bytes(params string[] options)
    {
        await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "-o", "first.tinyrnn", .. TextFolder.Quick, .. options]);
        _folder.Write("config.json", await ToolRun.Succeed(_folder.Path, "inspect", "first.tinyrnn", "--config"));
        await ToolRun.Succeed(_folder.Path, "train", "text", "fox.txt", "-o", "second.tinyrnn", "--config", "config.json");
        Assert.Equal(await Bytes("first.tinyrnn"), await Bytes("second.tinyrnn"));

        // An option of the command line goes before the file.
        await ToolRun.Succeed(_folder.Path, "train", "text", "fox.txt", "-o", "third.tinyrnn", "--config", "config.json", "--seed", "7");
        Assert.NotEqual(await Bytes("first.tinyrnn"), await Bytes("third.tinyrnn"));
        using JsonDocument third = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "third.tinyrnn", "--config"));
        Assert.Equal(7, third.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal(8, third.RootElement.GetProperty("hidden").GetInt32());
    }

    [Theory]
    [InlineData("--bidirectional")]
    [InlineData("--tutorial", "--examples", "200")]
    public async Task The_configuration_of_a_classifier_trains_the_same_bytes(params string[] options)
    {
        Directory.CreateDirectory(_folder.File("words"));
        _folder.Write(
            "words/a.txt", string.Concat(Enumerable.Range(0, 40).Select(i => $"{(char)('a' + (i % 5))}{(char)('b' + (i % 7))}a{(char)('c' + (i % 9))}\n")));
        _folder.Write(
            "words/z.txt", string.Concat(Enumerable.Range(0, 40).Select(i => $"{(char)('p' + (i % 5))}{(char)('q' + (i % 7))}z{(char)('r' + (i % 8))}\n")));
        await ToolRun.Succeed(_folder.Path, ["train", "classify", "words", "-o", "first.tinyrnn", "--hidden", "8", .. options]);
        _folder.Write("config.json", await ToolRun.Succeed(_folder.Path, "inspect", "first.tinyrnn", "--config"));
        await ToolRun.Succeed(_folder.Path, "train", "classify", "words", "-o", "second.tinyrnn", "--config", "config.json");
        Assert.Equal(await Bytes("first.tinyrnn"), await Bytes("second.tinyrnn"));
        Assert.Contains(
            "config.json(2,12): these are settings for 'train classify', not for 'train text'",
            await ToolRun.Fail(_folder.Path, "train", "text", "fox.txt", "--config", "config.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("--cell", "none", "--learn", "value", "--inputs", "wave,load")]
    public async Task The_configuration_of_a_forecast_trains_the_same_bytes(params string[] options)
    {
        _folder.WriteWaves("waves.csv");
        await ToolRun.Succeed(
            _folder.Path, ["train", "forecast", "waves.csv", "-o", "first.tinyrnn", "--column", "load", "--window", "6", "--epochs", "2", .. options]);
        _folder.Write("config.json", await ToolRun.Succeed(_folder.Path, "inspect", "first.tinyrnn", "--config"));
        await ToolRun.Succeed(_folder.Path, "train", "forecast", "waves.csv", "-o", "second.tinyrnn", "--config", "config.json");
        Assert.Equal(await Bytes("first.tinyrnn"), await Bytes("second.tinyrnn"));
    }

    [Theory]
    [InlineData("{\n  \"hiden\": 8\n}", "config.json(2,12): 'hiden' is not a setting of 'train text'")]
    [InlineData("{\"hidden\": \"8\"}", "config.json(1,12): 'hidden' must be a whole number, not a string")]
    [InlineData("{\"hidden\": 8.5}", "config.json(1,12): 'hidden' must be a whole number, not 8.5")]
    [InlineData("{\"hidden\": null}", "config.json(1,12): 'hidden' must be a whole number, not null")]
    [InlineData("{\"hidden\": 99999999999}", "config.json(1,12): 'hidden' must be -2147483648 to 2147483647, not 99999999999")]
    [InlineData("{\"rate\": [0.1]}", "config.json(1,10): 'rate' must be a number, not an array")]
    [InlineData("{\"letters-only\": 1}", "config.json(1,18): 'letters-only' must be true or false, not 1")]
    [InlineData("{\"seed\": 1,\n\"seed\": 2}", "config.json(2,1): duplicate field 'seed'")]
    [InlineData("{\"cell\": \"gruu\"}", "config.json(1,10): 'cell' must be gru, lstm, none or rnn, not gruu")]
    [InlineData("{\"cell\": \"gru\",}", "config.json(1,16): ")]
    [InlineData("{\"cell\": \"gru\"", "config.json(1,15): ")]
    [InlineData("{\"cell\": \"gru\"} 1", "config.json(1,17): ")]
    [InlineData("// none\n{}", "config.json(1,1): ")]
    [InlineData("[]", "config.json(1,1): an object of settings was expected")]
    [InlineData("", "config.json(1,1): ")]
    [InlineData("{\"config\": \"config.json\"}", "config.json(1,12): 'config' is not a setting")]
    public async Task What_is_wrong_with_a_configuration_has_a_place(string json, string error)
    {
        _folder.Write("config.json", json);
        Assert.StartsWith(error, await ToolRun.Fail(_folder.Path, "train", "text", "fox.txt", "--config", "config.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_configuration_says_so()
    {
        Assert.StartsWith(
            "none.json: no such file", await ToolRun.Fail(_folder.Path, "train", "text", "fox.txt", "--config", "none.json"), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(_folder.File("bad.json"), [.. "{\"cell\": \""u8, 0xFF, .. "\"}"u8], TestContext.Current.CancellationToken);
        Assert.StartsWith("bad.json", await ToolRun.Fail(_folder.Path, "train", "text", "fox.txt", "--config", "bad.json"), StringComparison.Ordinal);
        string other = Path.Combine(Repository.Root, "samples", "NameOrigin", "names.tinyrnn");
        Assert.SkipUnless(File.Exists(other), "the sample's model is not there");
        Assert.Contains("has no training configuration", await ToolRun.Fail(_folder.Path, "inspect", other, "--config"), StringComparison.Ordinal);
    }

    private Task<byte[]> Bytes(string name) => File.ReadAllBytesAsync(_folder.File(name), TestContext.Current.CancellationToken);
}
