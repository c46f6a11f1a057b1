using System.Diagnostics;
using TinyRnn.Training;

namespace TinyRnn.Tool.Tests;

/// <summary>Trainings that are killed without warning (SIGKILL).</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Kills = 50;

    // All that a training does to its files, each the first time up to so many times: its metrics begin and grow, a checkpoint begins, grows and takes
    // its place, the model begins and takes its place.
    private static readonly Moment[] Moments =
    [
        new("killed-metrics.jsonl", WatcherChangeTypes.Changed, 2), new("killed.checkpoint.partial", WatcherChangeTypes.Created, 3),
        new("killed.checkpoint.partial", WatcherChangeTypes.Changed, 6),
        new("killed.checkpoint", WatcherChangeTypes.Renamed, 3), new("killed.tinyrnn.partial", WatcherChangeTypes.Created),
        new("killed.tinyrnn", WatcherChangeTypes.Renamed),
    ];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_training_killed_at_fifty_random_moments_ends_with_the_bytes_of_an_undisturbed_one()
    {
        _folder.Write("text.txt", string.Concat(Enumerable.Range(0, 700).Select(i => $"{i * 37 % 11} dogs, {i % 7} cats; ")));
        string[] command =
        [
            "train", "text", "text.txt", "--cell", "gru", "--hidden", "8", "--layers", "2", "--dropout", "0.1", "--batch", "4", "--bptt-steps", "16",
            "--epochs",
            "3", "--name", "killed"
        ];
        await ToolRun.Succeed(_folder.Path, [.. command, "-o", "whole.tinyrnn"]);
        Xoshiro256StarStar random = new(50);
        int kills = 0, resumed = 0;
        await KillAndGoOn(
            [.. command, "-o", "killed.tinyrnn", "--checkpoint-every", "15"],
            isResumed => (kills, resumed) = (kills + 1, resumed + (isResumed ? 1 : 0)),
            () => kills < Kills || resumed <= Kills / 2 ? NextMoment() : null);

        Moment NextMoment()
        {
            Moment moment = Moments[random.NextInt32(Moments.Length)];
            return moment with { Times = 1 + random.NextInt32(moment.Times) };
        }
    }

    [Theory]
    [InlineData("train", "forecast", "waves.csv", "--column", "load", "--window", "6", "--hidden", "6", "--epochs", "60")]
    [InlineData(
        "train", "forecast", "waves.csv", "--column", "load", "--inputs", "wave,load", "--window", "6", "--cell", "none", "--optimizer", "rmsprop",
        "--momentum", "0.5", "--epochs", "60")]
    [InlineData(
        "train", "classify", "words.csv", "--cell", "gru", "--bidirectional", "--embedding", "4", "--hidden", "6", "--dropout", "0.2", "--epochs", "60",
        "--schedule", "step", "--warm-up-epochs", "3")]
    [InlineData("train", "classify", "words.csv", "--sampling", "balanced", "--hidden", "6", "--batch", "7", "--epochs", "60")]
    [InlineData("train", "classify", "words.csv", "--tutorial", "--hidden", "6", "--examples", "2000")]
    [InlineData(
        "train", "text", "fox.txt", "--layers", "3", "--residual", "--layer-norm", "--hidden", "6", "--batch", "8", "--bptt-steps", "8", "--epochs", "12")]
    [InlineData("train", "text", "fox.txt", "--windows", "400", "--hidden", "6", "--batch", "8", "--bptt-steps", "8", "--epochs", "8")]
    public async Task Every_kind_of_training_that_is_killed_goes_on(params string[] command)
    {
        _folder.WriteWaves("waves.csv");
        _folder.WriteWords("words.csv", "id,text,label");
        command = [.. command, "--name", "killed"];
        await ToolRun.Succeed(_folder.Path, [.. command, "-o", "whole.tinyrnn"]);

        // As soon as there is something to go on from: the end is far away then.
        int kills = 0;
        await KillAndGoOn(
            [.. command, "-o", "killed.tinyrnn", "--checkpoint-every", "20"], _ => kills++,
            () => kills < 2 ? new Moment("killed.checkpoint", WatcherChangeTypes.Renamed) : null);
    }

    [Fact]
    public async Task Ctrl_C_ends_with_the_best_model_so_far_and_a_checkpoint_to_go_on_from()
    {
        string[] command =
            ["train", "text", "fox.txt", "--hidden", "8", "--epochs", "100000", "--batch", "4", "--bptt-steps", "16", "--checkpoint-every", "100"];
        foreach (string[] more in (string[][])[[], ["--resume"]])
        {
            ToolRun run = await ToolRun.Interrupt(_folder.Path, "fox.checkpoint", [.. command, .. more]);
            Assert.Equal("", run.Errors);
            Assert.Contains("stopped; validation", run.Output, StringComparison.Ordinal);
            Assert.Contains("fox.checkpoint; to continue, add --resume to the command", run.Output, StringComparison.Ordinal);
            Assert.True(File.Exists(_folder.File("fox.checkpoint")));
            Assert.Equal("fox", NetworkFile.Load(_folder.File("fox.tinyrnn")).Name);
        }
    }

    [Fact]
    public async Task The_tool_refuses_a_checkpoint_with_one_line()
    {
        _folder.Write("text.txt", string.Concat(Enumerable.Repeat("abcd ", 60)));
        string[] command = ["train", "text", "text.txt", "--hidden", "4", "--epochs", "1", "--resume"];
        Assert.Equal("text.checkpoint: there is no checkpoint to continue from", await ToolRun.Fail(_folder.Path, command));
        _folder.Write("text.checkpoint", "not one");
        Assert.Equal("text.checkpoint: is not a checkpoint of a training", await ToolRun.Fail(_folder.Path, command));
        Assert.Equal(
            "--resume does not go with --checkpoint-every 0, which writes no checkpoint; leave one of them "
                + "out", await ToolRun.Fail(_folder.Path, [.. command, "--checkpoint-every", "0"]));
        Assert.Equal("--checkpoint-every must be 0 to 1000000000, not -1", await ToolRun.Fail(_folder.Path, [.. command, "--checkpoint-every", "-1"]));
    }

    // Kills a training at one moment after another, until there is none, and goes on with it. One that comes to its end, because it was over before
    // its moment came, is compared with whole.tinyrnn, and another one begins.
    private async Task KillAndGoOn(string[] command, Action<bool> killed, Func<Moment?> nextMoment)
    {
        byte[] whole = await File.ReadAllBytesAsync(_folder.File("whole.tinyrnn"), TestContext.Current.CancellationToken);
        string model = _folder.File("killed.tinyrnn"), checkpoint = _folder.File("killed.checkpoint");
        bool isFinished = false;
        while (nextMoment() is var moment && (moment is not null || !isFinished || File.Exists(checkpoint)))
        {
            bool isResumed = File.Exists(checkpoint);
            using FolderWatch watch = new(_folder.Path);
            using Process process = ToolRun.StartProcess(_folder.Path, [.. command, isResumed ? "--resume" : "--force"]);
            Task<ToolRun> end = ToolRun.End(process);
            if (moment is not null && await watch.WaitFor(moment, process))
            {
                process.Kill();
            }

            ToolRun run = await end;
            Assert.Equal("", run.Errors);
            if (run.ExitCode != 0)
            {
                Assert.NotNull(moment);
                killed(isResumed);
                continue;
            }

            isFinished = true;
            Assert.Equal(whole, await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken));
            Assert.False(File.Exists(checkpoint), "the checkpoint is gone once the model is there");
            File.Delete(model);
        }
    }
}
