using System.Text.Json;

namespace TinyRnn.Tool.Tests;

/// <summary>Stacks with <c>--residual</c>, <c>--layer-norm</c> and <c>--conv</c>.</summary>
public sealed class StackTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gru1 gru2 gru3 output")]
    [InlineData("gru1 gru2 residual2<gru2,gru1 gru3 residual3<gru3,residual2 output", "--residual")]
    [InlineData("embedding gru1 norm1 gru2 norm2 gru3 norm3 output", "--layer-norm", "--embedding", "4")]
    [InlineData("gru1 norm1 gru2 residual2<gru2,norm1 norm2 gru3 residual3<gru3,norm2 norm3 output", "--residual", "--layer-norm", "--dropout", "0.1")]
    [InlineData("embedding taps1 conv1 taps2 conv2 gru1 gru2 gru3 output", "--embedding", "4", "--conv", "8,6", "--dilation", "2", "--kernel", "2")]
    public async Task A_text_is_learned_by_layers_that_are_named_and_joined(string layers, params string[] options)
    {
        string[] command = ["train", "text", "fox.txt", "--layers", "3", "--name", "fox", .. TextFolder.Quick, .. options];
        string output = await ToolRun.Succeed(_folder.Path, [.. command, "-o", "first.tinyrnn"]);
        Assert.Equal(layers, Describe("first.tinyrnn"));
        Assert.Equal(options.Contains("--residual"), output.Contains("add(8, 8)", StringComparison.Ordinal));
        Assert.Equal(options.Contains("--layer-norm"), output.Contains("layer-norm(8)", StringComparison.Ordinal));

        // A flag that is off is no setting, so that models of chains keep the bytes that they had.
        string config = await ToolRun.Succeed(_folder.Path, "inspect", "first.tinyrnn", "--config");
        using (JsonDocument configuration = JsonDocument.Parse(config))
        {
            foreach (string flag in (string[])["residual", "layer-norm"])
            {
                Assert.Equal(options.Contains("--" + flag), configuration.RootElement.TryGetProperty(flag, out JsonElement value) && value.GetBoolean());
                Assert.Equal(options.Contains("--" + flag), configuration.RootElement.TryGetProperty(flag, out _));
            }
        }

        _folder.Write("config.json", config);
        await ToolRun.Succeed(_folder.Path, "train", "text", "fox.txt", "-o", "second.tinyrnn", "--config", "config.json");
        Assert.Equal(await Bytes("first.tinyrnn"), await Bytes("second.tinyrnn"));
        double[] losses = [.. (await File.ReadAllLinesAsync(_folder.File("first-metrics.jsonl"), TestContext.Current.CancellationToken)).Select(NatsOf)];
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
        Assert.Contains("nats", await ToolRun.Succeed(_folder.Path, "evaluate", "first.tinyrnn", "fox.txt"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnn1 rnn2 residual2<rnn2,rnn1 pooling output", "--residual", "--bidirectional")]
    [InlineData("lstm1 norm1 lstm2 residual2<lstm2,norm1 norm2 output", "--residual", "--layer-norm", "--cell", "lstm", "--class-weights", "balanced")]
    [InlineData(
        "embedding gru1 norm1 gru2 residual2<gru2,norm1 norm2 pooling output",
        "--residual", "--layer-norm", "--cell", "gru", "--bidirectional", "--embedding", "4", "--pooling", "mean", "--dropout", "0.1")]
    [InlineData("embedding taps conv rnn1 rnn2 output", "--embedding", "8", "--conv", "8", "--kernel", "4")]
    public async Task Classes_are_learned_by_them_too(string layers, params string[] options)
    {
        _folder.WriteWords("words.csv", "id,text,label");
        string[] command = ["train", "classify", "words.csv", "--layers", "2", "--hidden", "8", "--epochs", "10", "--rate", "0.01", .. options];
        await ToolRun.Succeed(_folder.Path, command);
        Assert.Equal(layers, Describe("words.tinyrnn"));
        using JsonDocument result = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", "words.tinyrnn", "words.csv", "--json"));
        Assert.True(result.RootElement.GetProperty("accuracy").GetDouble() > 0.7, result.RootElement.GetRawText());
    }

    [Fact]
    public async Task A_forecast_reads_a_convolution_over_time()
    {
        _folder.WriteWaves("waves.csv");
        string[] command = ["train", "forecast", "waves.csv", "--column", "load", "--hidden", "8", "--epochs", "20", "--conv", "6,6", "--dilation", "2"];
        await ToolRun.Succeed(_folder.Path, command);
        Assert.Equal("taps1 conv1 taps2 conv2 gru output", Describe("waves.tinyrnn"));
        Assert.Equal([[2, 1, 0], [4, 2, 0]], NetworkFile.Load(_folder.File("waves.tinyrnn")).Layers.OfType<DelayLayer>().Select(layer => layer.Lags));
        await ToolRun.Succeed(_folder.Path, "evaluate", "waves.tinyrnn", "waves.csv");
    }

    [Theory]
    [InlineData("--conv reads rows of numbers, not characters: add --embedding", "--conv", "8")]
    [InlineData("--conv must be a list of whole numbers from 1 to 4096, such as 32,64, not '8,x'", "--embedding", "4", "--conv", "8,x")]
    [InlineData("--kernel needs --conv, which is not given", "--kernel", "5")]
    [InlineData("--dilation must be 1 to 64, not 0", "--embedding", "4", "--conv", "8", "--dilation", "0")]
    [InlineData("--conv is for recurrent layers, but --cell none has none", "--cell", "none", "--conv", "8")]
    [InlineData("layer 'taps2' would remember 65472 rows of 8 values", "--embedding", "4", "--conv", "8,8,8", "--kernel", "1024", "--dilation", "64")]
    public async Task Convolutions_that_cannot_be_are_refused(string message, params string[] options)
    {
        string error = await ToolRun.Fail(_folder.Path, ["train", "text", "fox.txt", .. TextFolder.Quick, .. options]);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_sweep_tries_stacks_with_and_without_and_inspect_tells_what_they_read()
    {
        string[] command = ["train", "text", "fox.txt", "--layers", "2", .. TextFolder.Quick];
        string output = await ToolRun.Succeed(_folder.Path, [.. command, "--sweep", "residual=true,false;layer-norm=true,false"]);
        Assert.Contains("4 of 4: residual false, layer-norm false", output, StringComparison.Ordinal);
        await ToolRun.Succeed(_folder.Path, [.. command, "--residual", "-o", "joined.tinyrnn"]);
        using JsonDocument inspected = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "joined.tinyrnn", "--json"));
        JsonElement[] layers = [.. inspected.RootElement.GetProperty("layers").EnumerateArray()];
        Assert.Equal(["gru2", "gru1"], layers[2].GetProperty("inputs").EnumerateArray().Select(input => input.GetString()));
        Assert.False(layers[1].TryGetProperty("inputs", out _));
        Assert.Contains("residual2", await ToolRun.Succeed(_folder.Path, "inspect", "joined.tinyrnn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_of_layers_that_are_joined_otherwise_do_not_fit()
    {
        string[] command = ["train", "text", "fox.txt", "--layers", "2", .. TextFolder.Quick];
        await ToolRun.Succeed(_folder.Path, [.. command, "--residual"]);
        await ToolRun.Succeed(_folder.Path, [.. command, "--residual", "--initial-weights", "fox.tinyrnn", "-o", "more.tinyrnn"]);
        string error = await ToolRun.Fail(_folder.Path, [.. command, "--residual", "--layer-norm", "--initial-weights", "fox.tinyrnn", "-o", "more.tinyrnn"]);
        Assert.Contains("layer 'residual2' is add(8, 8) of gru2 and norm1, there add(8, 8) of gru2 and gru1", error, StringComparison.Ordinal);
    }

    private string Describe(string model) => string.Join(" ", NetworkFile.Load(_folder.File(model)).Layers
        .Select(layer => layer.Name + (layer.Inputs is null ? "" : "<" + string.Join(",", layer.Inputs))));

    private static double NatsOf(string line)
    {
        using JsonDocument measurement = JsonDocument.Parse(line);
        return measurement.RootElement.GetProperty("nats").GetDouble();
    }

    private Task<byte[]> Bytes(string name) => File.ReadAllBytesAsync(_folder.File(name), TestContext.Current.CancellationToken);
}
