using System.Text.Json;

namespace TinyRnn.Tool.Tests;

/// <summary>What all trainings say and do.</summary>
public sealed class TrainingCommandTests : IDisposable
{
    private static readonly string[] Train =
        ["train", "text", "text.txt", "--cell", "rnn", "--hidden", "4", "--epochs", "2", "--batch", "2", "--bptt-steps", "8"];

    private readonly TextFolder _folder = new();

    public TrainingCommandTests() => _folder.Write("text.txt", string.Concat(Enumerable.Repeat("abcd ", 60)));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--clip", "0")]
    [InlineData("--clip", "1")]
    [InlineData("--clip", "0", "--clip-value", "1e30")]
    public async Task A_training_that_diverges_says_where_and_what_to_try(params string[] clipping)
    {
        string error = await ToolRun.Fail(
            _folder.Path, [.. Train, "--optimizer", "sgd", "--rate", "1000", "--activation", "identity", "--schedule", "constant", .. clipping]);
        Assert.Matches(
            @"^training diverged at step \d+ with learning rate 1000: the (loss|gradient) is not finite; "
                + @"try a learning rate of 100(, or clip the gradient's norm \(1 is usual\))?$",
            error);
        Assert.False(File.Exists(_folder.File("text.tinyrnn")));
    }

    [Theory]
    [InlineData("forecast", "waves.csv", "--column", "load", "--window", "6", "--activation", "identity")]
    [InlineData("classify", "words.csv", "--activation", "identity")]
    [InlineData("classify", "words.csv", "--tutorial")]
    public async Task Every_kind_of_training_notices_that_it_diverges(params string[] command)
    {
        _folder.WriteWaves("waves.csv");
        _folder.WriteWords("words.csv", "id,text,label");
        string[] rnn = command[0] == "forecast" ? ["--cell", "rnn"] : [];
        string error = await ToolRun.Fail(
            _folder.Path, ["train", .. command, .. rnn, "--optimizer", "sgd", "--rate", "1000", "--schedule", "constant", "--clip", "0"]);
        Assert.StartsWith("training diverged at step ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_goes_on_from_the_weights_of_a_model()
    {
        await ToolRun.Succeed(_folder.Path, Train);
        string output = await ToolRun.Succeed(_folder.Path, [.. Train, "--initial-weights", "text.tinyrnn", "-o", "more.tinyrnn"]);
        Network first = NetworkFile.Load(_folder.File("text.tinyrnn")), second = NetworkFile.Load(_folder.File("more.tinyrnn"));
        Assert.True(Perplexity(second) < Perplexity(first), output);
        Assert.Contains("initialWeights", second.MetadataJson, StringComparison.Ordinal);

        string[] other = ["train", "text", "text.txt", "--hidden", "5", "--cell", "gru", "--initial-weights", "text.tinyrnn", "-o", "more.tinyrnn"];
        Assert.Matches(
            @"^text\.tinyrnn: the weights do not fit this training: layer 'gru' is gru\(5 -> 5\).*, there missing; "
                + @"layer 'output' is dense\(5 -> 5\).*, there dense\(4 -> 5\).*; there is no layer 'rnn', which is rnn\(5 -> 4\).* there$",
            await ToolRun.Fail(_folder.Path, other));
        Assert.StartsWith(
            "no.tinyrnn: no such file", await ToolRun.Fail(_folder.Path, [.. Train, "--initial-weights", "no.tinyrnn"]), StringComparison.Ordinal);
        _folder.Write("text.txt", string.Concat(Enumerable.Repeat("wxyz ", 60)));
        Assert.Contains(
            "the vocabulary has 5 characters, there 5 others",
            await ToolRun.Fail(_folder.Path, [.. Train, "--initial-weights", "text.tinyrnn", "-o", "more.tinyrnn"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patience_stops_a_training_that_gets_no_better()
    {
        string output = await ToolRun.Succeed(
            _folder.Path, "train", "text", "text.txt", "--hidden", "4", "--epochs", "1000", "--rate", "0.9", "--schedule", "constant", "--patience", "3");
        Assert.Contains("stopped early", output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("text.tinyrnn")));
    }

    [Fact]
    public async Task Schedules_count_in_steps_or_in_epochs()
    {
        // 2 streams of 135 characters in stretches of 8: 17 steps an epoch.
        string[] command =
        [
            "train", "text", "text.txt", "--cell", "rnn", "--hidden", "4", "--epochs", "6", "--batch", "2", "--bptt-steps", "8", "--rate", "0.016",
            "--schedule",
            "step", "--step-factor", "0.5"
        ];
        double[] expected = [0.016, 0.016, 0.008, 0.008, 0.004, 0.004];
        Assert.Equal(expected, await Rates("--step-every-epochs", "2"));
        Assert.Equal(expected, await Rates("--step-every", "34"));
        Assert.Equal(expected, await Rates());
        double[] warmed = [0.008, 0.016, 0.016, 0.016, 0.016, 0.008];
        Assert.Equal(warmed, await Rates("--step-every-epochs", "3", "--warm-up-epochs", "2"));
        Assert.Equal(warmed, await Rates("--step-every", "51", "--warm-up", "34"));
        Assert.Equal(
            "a warm-up of 102 steps is too long for a training of 102 steps",
            await ToolRun.Fail(_folder.Path, [.. command, "--warm-up-epochs", "6", "-o", "other.tinyrnn"]));

        async Task<double[]> Rates(params string[] options)
        {
            File.Delete(_folder.File("text.tinyrnn"));
            await ToolRun.Succeed(_folder.Path, [.. command, .. options, "--force"]);
            string[] lines = await File.ReadAllLinesAsync(_folder.File("text-metrics.jsonl"), TestContext.Current.CancellationToken);
            return [.. lines.Select(line =>
            {
                using JsonDocument document = JsonDocument.Parse(line);
                return Math.Round(document.RootElement.GetProperty("learningRate").GetDouble(), 9);
            })];
        }
    }

    private static double Perplexity(Network network)
    {
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        return metadata.RootElement.GetProperty("metrics").GetProperty("perplexity").GetDouble();
    }
}
