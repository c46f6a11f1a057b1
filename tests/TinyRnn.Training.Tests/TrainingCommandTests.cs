namespace TinyRnn.Training.Tests;

/// <summary>What a training says and does through the tool.</summary>
public class TrainingCommandTests
{
    private static readonly string[] Train = ["train", "text", "text.txt", "--cell", "rnn", "--hidden", "4", "--epochs", "2", "--batch", "2", "--steps", "8"];

    [Theory]
    [InlineData("--clip", "0")]
    [InlineData("--clip", "1")]
    [InlineData("--clip", "0", "--clip-value", "1e30")]
    public void A_training_that_diverges_says_where_and_what_to_try(params string[] clipping)
    {
        using TemporaryFolder folder = MakeText();
        (int exitCode, _, string error) = Tool.Run(folder.Path, [.. Train, "--optimizer", "sgd", "--rate", "1000", "--activation", "identity", "--schedule", "constant", .. clipping]);
        Assert.Equal(1, exitCode);
        Assert.Matches(@"^tinyrnn: training diverged at step \d+ with learning rate 1000: the (loss|gradient) is not finite\. Try a learning rate of 100(, or clip the gradient's norm \(1 is usual\))?\.\r?\n$", error);
        Assert.False(File.Exists(Path.Combine(folder.Path, "text.tinyrnn")));
    }

    [Fact]
    public void Training_goes_on_from_the_weights_of_a_model()
    {
        using TemporaryFolder folder = MakeText();
        Assert.Equal(0, Tool.Run(folder.Path, Train).ExitCode);
        (int exitCode, string output, string error) = Tool.Run(folder.Path, [.. Train, "--from", "text.tinyrnn", "-o", "more.tinyrnn"]);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Network first = NetworkFile.Load(Path.Combine(folder.Path, "text.tinyrnn")), second = NetworkFile.Load(Path.Combine(folder.Path, "more.tinyrnn"));
        Assert.True(Perplexity(second) < Perplexity(first), output);
        Assert.Contains("initialWeights", second.MetadataJson, StringComparison.Ordinal);

        string[] other = ["train", "text", "text.txt", "--hidden", "5", "--cell", "gru", "--from", "text.tinyrnn"];
        Assert.Matches(
            @"^tinyrnn: text\.tinyrnn: the weights do not fit this training: layer 'gru' is gru\(5 -> 5\).*, there missing; layer 'output' is dense\(5 -> 5\).*, there dense\(4 -> 5\).*; there is no layer 'rnn', which is rnn\(5 -> 4\).* there\r?\n$",
            Tool.Run(folder.Path, other).Error);
        Assert.Matches("^tinyrnn: no.tinyrnn: no such file", Tool.Run(folder.Path, [.. Train, "--from", "no.tinyrnn"]).Error);
        folder.Write("text.txt", string.Concat(Enumerable.Repeat("wxyz ", 60)));
        Assert.Contains("the vocabulary is of 5 characters, there of 5 other ones", Tool.Run(folder.Path, [.. Train, "--from", "text.tinyrnn"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Patience_stops_a_training_that_gets_no_better()
    {
        using TemporaryFolder folder = MakeText();
        (int exitCode, string output, _) = Tool.Run(folder.Path, "train", "text", "text.txt", "--hidden", "4", "--epochs", "1000", "--rate", "0.9", "--schedule", "constant", "--patience", "3");
        Assert.Equal(0, exitCode);
        Assert.Contains("stopped early", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "text.tinyrnn")));
    }

    private static TemporaryFolder MakeText()
    {
        TemporaryFolder folder = new();
        folder.Write("text.txt", string.Concat(Enumerable.Repeat("abcd ", 60)));
        return folder;
    }

    private static double Perplexity(Network network)
    {
        using System.Text.Json.JsonDocument metadata = System.Text.Json.JsonDocument.Parse(network.MetadataJson);
        return metadata.RootElement.GetProperty("metrics").GetProperty("perplexity").GetDouble();
    }
}
