using System.Text.RegularExpressions;

namespace TinyRnn.Tool.Tests;

/// <summary>A training where there is a model or a checkpoint of an earlier one.</summary>
public sealed class RetrainingTests : IDisposable
{
    private static readonly string[] Train = ["train", "text", "fox.txt", "--cell", "rnn", "--hidden", "8", "--batch", "4", "--bptt-steps", "16"];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train", "text", "fox.txt", "--batch", "4", "--bptt-steps", "16")]
    [InlineData("train", "classify", "words.csv")]
    [InlineData("train", "forecast", "waves.csv", "--column", "load", "--window", "6")]
    public async Task A_worse_model_does_not_replace_a_better_one(params string[] command)
    {
        _folder.WriteWaves("waves.csv");
        _folder.WriteWords("words.csv", "id,text,label");
        command = [.. command, "--hidden", "8", "-o", "model.tinyrnn", "--force"];
        string[] good = [.. command, "--epochs", "6", "--rate", "0.01"], bad = [.. command, "--epochs", "1", "--rate", "1e-9"];
        await ToolRun.Succeed(_folder.Path, good);
        Dictionary<string, string> before = Contents("model*");
        string output = await ToolRun.Succeed(_folder.Path, bad);
        Assert.Matches(@"\nWorse +model\.tinyrnn is kept, because it is better on the same data: (test accuracy|validation) .*; ", output);
        Assert.Contains("; this training's model is model-worse.tinyrnn\n", output, StringComparison.Ordinal);
        Assert.Equal(before, Contents("model*").Where(file => !file.Key.Contains("-worse", StringComparison.Ordinal)));
        Assert.Equal(before.Keys.Select(name => name.Replace("model", "model-worse", StringComparison.Ordinal)).Order(), Contents("model-worse*").Keys.Order());

        // One that is as good takes its place, and a sweep keeps what is best of all.
        Assert.DoesNotContain("Worse", await ToolRun.Succeed(_folder.Path, good), StringComparison.Ordinal);
        string swept = await ToolRun.Succeed(_folder.Path, [.. command, "--epochs", "1", "--sweep", "rate=1e-9,1e-8"]);
        Assert.Contains("Worse ", swept, StringComparison.Ordinal);
        Assert.Equal(before["model.tinyrnn"], Contents("model*")["model.tinyrnn"]);
        string better = await ToolRun.Succeed(_folder.Path, [.. command, "--epochs", "12", "--sweep", "rate=1e-9,0.011"]);
        Assert.DoesNotContain("Worse ", better, StringComparison.Ordinal);
        Assert.DoesNotContain("model-worse.tinyrnn", Contents("model*").Keys);
        Assert.NotEqual(before["model.tinyrnn"], Contents("model*")["model.tinyrnn"]);
    }

    [Fact]
    public async Task Models_of_other_data_are_not_compared()
    {
        await ToolRun.Succeed(_folder.Path, [.. Train, "--epochs", "4"]);
        string[] bad = [.. Train, "--epochs", "1", "--rate", "1e-9", "--force"];
        Assert.Contains("Worse ", await ToolRun.Succeed(_folder.Path, bad), StringComparison.Ordinal);
        foreach (string[] other in (string[][])[["--validation", "dog.txt"], ["--windows", "200"]])
        {
            Assert.DoesNotContain("Worse ", await ToolRun.Succeed(_folder.Path, [.. bad, .. other]), StringComparison.Ordinal);
        }

        // What is no model can be replaced, too, if the user says so.
        _folder.Write("fox.tinyrnn", "no model");
        await ToolRun.Succeed(_folder.Path, bad);
        Assert.Equal("fox", NetworkFile.Load(_folder.File("fox.tinyrnn")).Name);
    }

    [Fact]
    public async Task A_checkpoint_is_told_of_and_gone_on_from()
    {
        // By default when it stops early depends on the epochs.
        string[] train = [.. Train, "--patience", "0"];
        string[] command = [.. train, "--epochs", "5"];
        await ToolRun.Succeed(_folder.Path, [.. command, "-o", "whole.tinyrnn", "--name", "fox"]);
        await ToolRun.Interrupt(_folder.Path, "fox.checkpoint", [.. train, "--epochs", "100000", "--checkpoint-every", "10"]);
        string[] endless = [.. train, "--epochs", "100000"];
        string error = await ToolRun.Fail(_folder.Path, endless);
        Match step = Regex.Match(error, @"^fox\.checkpoint: is a checkpoint of a training with the same settings and data, after step ([\d,]+): ");
        Assert.True(step.Success, error);
        const string Ways = ": --resume continues it; --force starts again and replaces it, and fox.tinyrnn, fox-metrics.jsonl, fox-loss.svg";
        Assert.EndsWith(Ways, error, StringComparison.Ordinal);

        // Another training says what the difference is; what keeps no checkpoint leaves it.
        Assert.StartsWith(
            "fox.checkpoint: the checkpoint belongs to a training with other settings: epochs is 100000 there and 5 here; "
                + "--force starts again and replaces it, and ",
            await ToolRun.Fail(_folder.Path, command),
            StringComparison.Ordinal);
        byte[] checkpoint = await File.ReadAllBytesAsync(_folder.File("fox.checkpoint"), TestContext.Current.CancellationToken);
        File.Delete(_folder.File("fox.tinyrnn"));
        string without = await ToolRun.Succeed(_folder.Path, [.. command, "--checkpoint-every", "0", "--force"]);
        Assert.Contains("Checkpoint fox.checkpoint: the checkpoint belongs to a training with other settings", without, StringComparison.Ordinal);
        Assert.Contains("this training leaves it as it is", without, StringComparison.Ordinal);
        Assert.Equal(checkpoint, await File.ReadAllBytesAsync(_folder.File("fox.checkpoint"), TestContext.Current.CancellationToken));

        // The model that is there now is of another training: going on would replace it.
        Assert.Equal("fox.tinyrnn: exists; --force replaces it", await ToolRun.Fail(_folder.Path, [.. endless, "--resume"]));
        File.Delete(_folder.File("fox.tinyrnn"));
        ToolRun resumed = await ToolRun.Interrupt(_folder.Path, "fox.checkpoint", [.. endless, "--checkpoint-every", "10", "--resume"]);
        Assert.Contains($"Resumes    after step {step.Groups[1].Value}, from fox.checkpoint\n", resumed.Output, StringComparison.Ordinal);

        // Begun anew, it says what it replaces.
        string anew = await ToolRun.Succeed(_folder.Path, [.. command, "--force"]);
        Assert.Contains("Checkpoint fox.checkpoint: the checkpoint belongs to a training with other settings", anew, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("fox.checkpoint")));
    }

    private Dictionary<string, string> Contents(string pattern) => Directory.EnumerateFiles(_folder.Path, pattern).Order(StringComparer.Ordinal)
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}
