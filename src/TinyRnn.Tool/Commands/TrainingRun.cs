using System.Text;
using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Pictures;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>Runs a trainer, shows it, and writes what it gave: the model, and measurements and pictures beside it.</summary>
internal static class TrainingRun
{
    /// <summary>Trains and writes.</summary>
    public static TrainingResult Run(TrainingPlan plan, CancellationToken cancellation)
    {
        CheckOutput(plan.Output);
        string metrics = MetricsFile.PathBeside(plan.Output);
        TrainingResult result = Train(plan, metrics, cancellation);
        Write(plan, result, metrics);
        Finish(plan, result);
        return result;
    }

    /// <summary>Shows what is trained and trains it; each evaluation becomes a line of a file.</summary>
    public static TrainingResult Train(TrainingPlan plan, string metricsPath, CancellationToken cancellation)
    {
        foreach ((string word, string text) in plan.Description)
        {
            Report.Write(word, text);
        }

        using MetricsFile metrics = new(metricsPath, plan.Checkpoints is { Resume: true });
        TrainingResult result = TrainingDisplay.Run(
            progress =>
            {
                void Show(TrainingProgress state)
                {
                    metrics.Add(state);
                    progress(state);
                }

                return plan.Checkpoints is CheckpointOptions checkpoints
                    ? plan.Trainer.Train(checkpoints, Show, cancellation)
                    : plan.Trainer.Train(Show, cancellation);
            },
            plan.Samples);
        string stopped = result.Cancelled ? "stopped; " : result.StoppedEarly ? "stopped early, no better any more; " : "";
        Report.Write("Result", FormattableString.Invariant($"{stopped}{Measures.Describe(result.MetricName, result.Metric)} after {result.BestIteration:#,0} of {result.Iterations:#,0} steps, {Durations.MinutesSeconds(result.Elapsed)}"));
        return result;
    }

    /// <summary>Writes the model with its configuration, and the pictures.</summary>
    /// <param name="plan">What was trained.</param>
    /// <param name="result">What it gave.</param>
    /// <param name="others">Other files that are written already.</param>
    public static void Write(TrainingPlan plan, TrainingResult result, params string[] others)
    {
        Network network = plan.Configuration is string configuration
            ? result.Network.With(metadataJson: AddConfiguration(result.Network.MetadataJson, configuration))
            : result.Network;
        NetworkFile.Save(network, plan.Output);
        string title = network.Name + ", " + string.Join(", ", network.Layers.Select(layer => layer.ToString()));
        List<string> written = [FormattableString.Invariant($"{plan.Output} ({new FileInfo(plan.Output).Length / 1024.0:0} KB)"), .. others];
        string stem = ModelFiles.Stem(plan.Output);
        LossCurvePicture.Save(result, title, stem + "-loss.svg");
        written.Add(stem + "-loss.svg");
        if (result.Confusion is ConfusionMatrix confusion)
        {
            ConfusionPicture.Save(confusion, title, stem + "-confusion.svg");
            written.Add(stem + "-confusion.svg");
        }

        Report.Write("Wrote", string.Join(", ", written));
    }

    /// <summary>Tells and writes what comes after the model; a checkpoint that is no longer needed goes.</summary>
    public static void Finish(TrainingPlan plan, TrainingResult result)
    {
        plan.Report?.Invoke(result);
        if (plan.Checkpoints is CheckpointOptions checkpoints)
        {
            EndCheckpoints(checkpoints, result);
        }
    }

    /// <summary>The exit code of a training: that of Ctrl+C where it was stopped.</summary>
    public static int ExitCode(TrainingResult result) => result.Cancelled ? Program.Stopped : 0;

    /// <summary>Fails before the minutes of training, not after them, where the model cannot be written.</summary>
    public static void CheckOutput(string output)
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

    private static void EndCheckpoints(CheckpointOptions checkpoints, TrainingResult result)
    {
        if (result.Cancelled)
        {
            Report.Write("Checkpoint", $"{checkpoints.Path}; the same command with --resume goes on from it");
        }
        else
        {
            File.Delete(checkpoints.Path);
        }
    }

    private static string AddConfiguration(string metadata, string configuration)
    {
        using MemoryStream stream = new();
        using (JsonDocument document = JsonDocument.Parse(metadata))
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                property.WriteTo(json);
            }

            json.WritePropertyName(TrainingConfiguration.MetadataName);
            json.WriteRawValue(configuration);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
