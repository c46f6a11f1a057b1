using System.Diagnostics;
using TinyRnn.Training;

namespace TinyRnn.Tool.Tests;

/// <summary>Trainings that are killed without warning (SIGKILL).</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Kills = 50;

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_training_killed_at_fifty_random_moments_ends_with_the_bytes_of_an_undisturbed_one()
    {
        _folder.Write("text.txt", string.Concat(Enumerable.Range(0, 700).Select(i => $"{i * 37 % 11} dogs, {i % 7} cats; ")));
        string[] command = ["train", "text", "text.txt", "--cell", "gru", "--hidden", "8", "--layers", "2", "--dropout", "0.1", "--batch", "4", "--steps", "16", "--epochs", "3", "--name", "killed"];
        await ToolRun.Succeed(_folder.Path, [.. command, "-o", "whole.tinyrnn"]);
        Xoshiro256StarStar random = new((ulong)Stopwatch.GetTimestamp());
        int resumed = await KillAndGoOn([.. command, "-o", "killed.tinyrnn", "--checkpoint-every", "2"], Kills, process => process.WaitForExit(100 + random.NextInt32(700)));
        Assert.True(resumed > Kills / 4, $"{resumed} of {Kills} kills hit a training that went on from a checkpoint");
    }

    [Theory]
    [InlineData("train", "forecast", "waves.csv", "--column", "load", "--window", "6", "--hidden", "6", "--epochs", "60")]
    [InlineData("train", "forecast", "waves.csv", "--column", "load", "--inputs", "wave,load", "--window", "6", "--cell", "none", "--optimizer", "rmsprop", "--momentum", "0.5", "--epochs", "60")]
    [InlineData("train", "classify", "words.csv", "--cell", "gru", "--bidirectional", "--embedding", "4", "--hidden", "6", "--dropout", "0.2", "--epochs", "60", "--schedule", "step", "--warm-up-epochs", "3")]
    [InlineData("train", "classify", "words.csv", "--sampling", "balanced", "--hidden", "6", "--batch", "7", "--epochs", "60")]
    [InlineData("train", "classify", "words.csv", "--tutorial", "--hidden", "6", "--steps", "2000")]
    [InlineData("train", "text", "fox.txt", "--windows", "400", "--hidden", "6", "--batch", "8", "--steps", "8", "--epochs", "8")]
    public async Task Every_kind_of_training_that_is_killed_goes_on(params string[] command)
    {
        _folder.WriteWaves("waves.csv");
        _folder.WriteWords("words.csv", "id,text,label");
        command = [.. command, "--name", "killed"];
        await ToolRun.Succeed(_folder.Path, [.. command, "-o", "whole.tinyrnn"]);
        string checkpoint = _folder.File("killed.checkpoint");
        await KillAndGoOn([.. command, "-o", "killed.tinyrnn", "--checkpoint-every", "3"], 2, process =>
        {
            // As soon as there is something to go on from: the end is far away then.
            DateTime? before = File.Exists(checkpoint) ? File.GetLastWriteTimeUtc(checkpoint) : null;
            while (!process.WaitForExit(1))
            {
                if (File.Exists(checkpoint) && File.GetLastWriteTimeUtc(checkpoint) != before)
                {
                    return false;
                }
            }

            return true;
        });
    }

    [Fact]
    public async Task Ctrl_C_ends_with_the_best_model_so_far_and_a_checkpoint_to_go_on_from()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no kill");
        string[] command = ["train", "text", "fox.txt", "--hidden", "8", "--epochs", "100000", "--batch", "4", "--steps", "16", "--checkpoint-every", "100"];
        string checkpoint = _folder.File("fox.checkpoint");
        foreach (string[] more in (string[][])[[], ["--resume"]])
        {
            DateTime before = File.GetLastWriteTimeUtc(checkpoint);
            using Process process = ToolRun.StartProcess(_folder.Path, [.. command, .. more]);
            Task<ToolRun> end = ToolRun.End(process);
            while (!process.HasExited && (!File.Exists(checkpoint) || File.GetLastWriteTimeUtc(checkpoint) == before))
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            using Process interrupt = Process.Start("kill", ["-INT", FormattableString.Invariant($"{process.Id}")]);
            ToolRun run = await end;
            Assert.Equal("", run.Errors);
            Assert.Equal(130, run.ExitCode);
            Assert.Contains("stopped; validation", run.Output, StringComparison.Ordinal);
            Assert.Contains("fox.checkpoint; the same command with --resume goes on from it", run.Output, StringComparison.Ordinal);
            Assert.True(File.Exists(checkpoint));
            Assert.Equal("fox", NetworkFile.Load(_folder.File("fox.tinyrnn")).Name);
        }
    }

    [Fact]
    public async Task The_tool_refuses_a_checkpoint_with_one_line()
    {
        _folder.Write("text.txt", string.Concat(Enumerable.Repeat("abcd ", 60)));
        string[] command = ["train", "text", "text.txt", "--hidden", "4", "--epochs", "1", "--resume"];
        Assert.Equal("text.checkpoint: there is no checkpoint to go on from", await ToolRun.Fail(_folder.Path, command));
        _folder.Write("text.checkpoint", "not one");
        Assert.Equal("text.checkpoint: is no checkpoint of a training", await ToolRun.Fail(_folder.Path, command));
        Assert.Equal("--resume needs checkpoints, and --checkpoint-every 0 keeps none", await ToolRun.Fail(_folder.Path, [.. command, "--checkpoint-every", "0"]));
        Assert.Equal("--checkpoint-every is 0 to 1000000000, not -1", await ToolRun.Fail(_folder.Path, [.. command, "--checkpoint-every", "-1"]));
    }

    // Kills a training so many times and goes on with it. One that comes to its end is compared with whole.tinyrnn, and another one begins.
    private async Task<int> KillAndGoOn(string[] command, int count, Func<Process, bool> endsBefore)
    {
        byte[] whole = await File.ReadAllBytesAsync(_folder.File("whole.tinyrnn"), TestContext.Current.CancellationToken);
        string model = _folder.File("killed.tinyrnn"), checkpoint = _folder.File("killed.checkpoint");
        int kills = 0, resumed = 0, finished = 0;
        while (kills < count || finished == 0 || File.Exists(checkpoint))
        {
            bool isResumed = File.Exists(checkpoint);
            using Process process = ToolRun.StartProcess(_folder.Path, isResumed ? [.. command, "--resume"] : command);
            Task<ToolRun> end = ToolRun.End(process);
            if (kills < count && !endsBefore(process))
            {
                process.Kill();
                kills++;
                resumed += isResumed ? 1 : 0;
            }

            ToolRun run = await end;
            Assert.Equal("", run.Errors);
            if (run.ExitCode == 0)
            {
                finished++;
                Assert.Equal(whole, await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken));
                Assert.False(File.Exists(checkpoint), "the checkpoint is gone once the model is there");
                File.Delete(model);
            }
        }

        return resumed;
    }
}
