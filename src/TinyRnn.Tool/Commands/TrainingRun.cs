using TinyRnn.Model;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Pictures;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>Runs a trainer, shows it, and writes what it gave: the model and the pictures beside it.</summary>
internal static class TrainingRun
{
    /// <returns>The result; the model file and pictures are written, and a checkpoint that is no longer needed is gone.</returns>
    public static TrainingResult Run(Trainer trainer, string output, CancellationToken cancellation, CheckpointOptions? checkpoints = null)
    {
        CheckOutput(output);
        TrainingResult result = TrainingDisplay.Run(progress => checkpoints is null
            ? trainer.Train(progress, cancellation)
            : trainer.Train(checkpoints, progress, cancellation));
        NetworkFile.Save(result.Network, output);
        if (checkpoints is not null && !result.Cancelled)
        {
            File.Delete(checkpoints.Path);
        }

        string title = result.Network.Name + ", " + string.Join(", ", result.Network.Layers.Select(layer => layer.ToString()));
        List<string> written = [FormattableString.Invariant($"{output} ({new FileInfo(output).Length / 1024.0:0} KB)")];
        string stem = Path.Combine(Path.GetDirectoryName(output) ?? "", Path.GetFileNameWithoutExtension(output));
        LossCurvePicture.Save(result, title, stem + "-loss.svg");
        written.Add(stem + "-loss.svg");
        if (result.Confusion is ConfusionMatrix confusion)
        {
            ConfusionPicture.Save(confusion, title, stem + "-confusion.svg");
            written.Add(stem + "-confusion.svg");
        }

        string stopped = result.Cancelled ? "stopped; " : result.StoppedEarly ? "stopped early, no better any more; " : "";
        Report.Write("Result", FormattableString.Invariant($"{stopped}{MetricText.Of(result.MetricName, result.Metric)} after {result.BestIteration:#,0} of {result.Iterations:#,0} steps, {Durations.MinutesSeconds(result.Elapsed)}"));
        Report.Write("Wrote", string.Join(", ", written));
        if (checkpoints is not null && result.Cancelled)
        {
            Report.Write("Checkpoint", $"{checkpoints.Path}; the same command with --resume goes on from it");
        }

        return result;
    }

    /// <summary>The exit code of a training: that of Ctrl+C where it was stopped.</summary>
    public static int ExitCode(TrainingResult result) => result.Cancelled ? Program.Stopped : 0;

    // Told before the minutes of training, not after them.
    private static void CheckOutput(string output)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        if (!Directory.Exists(folder))
        {
            throw new ToolException($"{output}: the folder '{folder}' does not exist");
        }

        if (Directory.Exists(output))
        {
            throw new ToolException($"{output}: is a folder; a file name was expected");
        }
    }
}
