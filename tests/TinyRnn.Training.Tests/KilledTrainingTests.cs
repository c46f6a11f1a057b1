using System.Diagnostics;

namespace TinyRnn.Training.Tests;

/// <summary>Trainings of the tool that are killed without warning (SIGKILL).</summary>
public class KilledTrainingTests
{
    private const int Kills = 50;

    [Fact]
    public async Task A_training_killed_at_fifty_random_moments_ends_with_the_bytes_of_an_undisturbed_one()
    {
        using TemporaryFolder folder = new();
        folder.Write("text.txt", string.Concat(Enumerable.Range(0, 700).Select(i => $"{i * 37 % 11} dogs, {i % 7} cats; ")));
        string[] command = ["train", "text", "text.txt", "--cell", "gru", "--hidden", "8", "--layers", "2", "--dropout", "0.1", "--batch", "4", "--steps", "16", "--epochs", "3", "--name", "killed"];
        Assert.Equal(0, Tool.Run(folder.Path, [.. command, "-o", "whole.tinyrnn"]).ExitCode);
        byte[] whole = File.ReadAllBytes(Path.Combine(folder.Path, "whole.tinyrnn"));
        string model = Path.Combine(folder.Path, "killed.tinyrnn"), checkpoint = Path.Combine(folder.Path, "killed.checkpoint");
        string[] killed = [.. command, "-o", "killed.tinyrnn", "--checkpoint-every", "2"];
        Xoshiro256StarStar random = new((ulong)Stopwatch.GetTimestamp());
        int kills = 0, resumed = 0, finished = 0;

        // A training that comes to its end between two kills is compared, and another one begins.
        while (kills < Kills || finished == 0 || File.Exists(checkpoint))
        {
            bool isResumed = File.Exists(checkpoint);
            using Process process = Tool.Start(folder.Path, isResumed ? [.. killed, "--resume"] : killed);
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            if (kills < Kills && !process.WaitForExit(100 + random.NextInt32(700)))
            {
                process.Kill();
                kills++;
                resumed += isResumed ? 1 : 0;
            }

            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            await output;
            Assert.Equal("", await error);
            if (process.ExitCode == 0)
            {
                finished++;
                Assert.Equal(whole, File.ReadAllBytes(model));
                Assert.False(File.Exists(checkpoint), "the checkpoint is gone once the model is there");
                File.Delete(model);
            }
        }

        Assert.True(resumed > Kills / 4, $"{resumed} of {kills} kills hit a training that went on from a checkpoint");
    }

    [Fact]
    public void The_tool_refuses_a_checkpoint_with_one_line()
    {
        using TemporaryFolder folder = new();
        folder.Write("text.txt", string.Concat(Enumerable.Repeat("abcd ", 60)));
        string[] command = ["train", "text", "text.txt", "--hidden", "4", "--epochs", "1", "--resume"];
        Assert.Equal((1, "tinyrnn: text.checkpoint: there is no checkpoint to go on from\n"), Fail(command));
        folder.Write("text.checkpoint", "not one");
        Assert.Equal((1, "tinyrnn: text.checkpoint: is no checkpoint of a training\n"), Fail(command));
        Assert.Equal((1, "tinyrnn: --resume needs checkpoints, and '--checkpoint-every 0' keeps none\n"), Fail([.. command, "--checkpoint-every", "0"]));
        Assert.Equal((1, "tinyrnn: --checkpoint-every is 0 to 1000000000, not -1\n"), Fail([.. command, "--checkpoint-every", "-1"]));

        (int, string) Fail(string[] arguments)
        {
            (int exitCode, _, string error) = Tool.Run(folder.Path, arguments);
            return (exitCode, error.ReplaceLineEndings("\n"));
        }
    }
}
