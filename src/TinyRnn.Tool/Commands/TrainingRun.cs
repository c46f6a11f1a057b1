using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Pictures;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>Runs a trainer, shows its progress, and writes the model with measurements and pictures next to it.</summary>
internal static class TrainingRun
{
    /// <summary>Trains and writes.</summary>
    public static TrainingResult Run(TrainingPlan plan, CancellationToken cancellation)
    {
        Prepare(plan);
        TrainingResult result = Train(plan, plan.Outputs.Measurements, cancellation);
        Finish(plan, result, Write(plan, result, plan.Outputs.Measurements));
        return result;
    }

    /// <summary>Reports existing files and asks whether to replace them: before the minutes of training, not after them.</summary>
    public static void Prepare(TrainingPlan plan) => plan.Outputs.Prepare(plan.Trainer, plan.Checkpoints is { Resume: true });

    /// <summary>Describes the training and runs it. Each evaluation becomes a line of the measurements' file.</summary>
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
        string stopped = result.Cancelled ? "stopped; " : result.StoppedEarly ? "stopped early, no longer improving; " : "";
        string steps = result.Cancelled || result.StoppedEarly ? "steps run" : "steps";
        string measure = Measures.Describe(result.MetricName, result.Metric, result.IsOfTest);
        Report.Write(
            "Result",
            FormattableString.Invariant($"{stopped}{measure} after {result.BestIteration:#,0} of {result.Iterations:#,0} {steps}, ")
                + FormattableString.Invariant($"{Durations.MinutesSeconds(result.Elapsed)}"));
        return result;
    }

    /// <summary>Writes the model with its configuration, and the pictures.</summary>
    /// <param name="plan">The training.</param>
    /// <param name="result">Its result.</param>
    /// <param name="measurements">The measurements' file until the model is written.</param>
    /// <returns>The model file.</returns>
    public static string Write(TrainingPlan plan, TrainingResult result, string measurements)
    {
        string model = plan.Outputs.PlaceFor(result);
        RunFiles files = plan.Outputs.Files;
        Network network = result.Network.With(metadataJson: AddMetadata(plan, result));
        string written = Models.Save(network, files, model);
        string title = network.Name + ", " + string.Join(", ", network.Layers.Select(layer => layer.ToString()));
        string size = FormattableString.Invariant($"({new FileInfo(written).Length / 1024.0:0} KB)");
        List<string> all = [$"{written} {size}", TrainingOutputs.PlaceMeasurements(model, measurements)];
        string stem = ModelFiles.Stem(model);
        all.Add(LossCurvePicture.Save(result, title, files, stem + "-loss.svg"));
        if (result.Confusion is ConfusionMatrix confusion)
        {
            all.Add(ConfusionPicture.Save(confusion, title, files, stem + "-confusion.svg"));
        }

        Report.Write("Wrote", string.Join(", ", all));
        return model;
    }

    /// <summary>Reports and writes what follows the model, and deletes a checkpoint that is no longer needed.</summary>
    public static void Finish(TrainingPlan plan, TrainingResult result, string model)
    {
        plan.Report?.Invoke(result, plan.Outputs.Files, model);
        plan.Outputs.ReportPlace(result);
        if (plan.Verdict(result) is string verdict)
        {
            Report.Write("Verdict", verdict);
        }

        if (plan.Checkpoints is CheckpointOptions checkpoints)
        {
            EndCheckpoints(checkpoints, result);
        }
    }

    /// <summary>The exit code of a training: that of Ctrl+C if it was stopped.</summary>
    public static int ExitCode(TrainingResult result) => result.Cancelled ? Program.Stopped : 0;

    private static void EndCheckpoints(CheckpointOptions checkpoints, TrainingResult result)
    {
        if (result.Cancelled)
        {
            Report.Write("Checkpoint", $"{checkpoints.Path}; to continue, add --resume to the command");
        }
        else
        {
            File.Delete(checkpoints.Path);
        }
    }

    private static string AddMetadata(TrainingPlan plan, TrainingResult result)
    {
        JsonObject metadata = JsonNode.Parse(result.Network.MetadataJson)!.AsObject();
        foreach ((string name, JsonNode? value) in plan.Metadata?.Invoke(result) ?? [])
        {
            if (value is not null)
            {
                metadata[name] = value.DeepClone();
            }
        }

        if (plan.Data is string data)
        {
            metadata[DataOrigin.Name] = DataOrigin.Of(data);
        }

        if (plan.IsStamped)
        {
            metadata["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            metadata["seconds"] = Math.Round(result.Elapsed.TotalSeconds, 3);
        }

        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            foreach ((string name, JsonNode? value) in metadata)
            {
                json.WritePropertyName(name);
                if (value is null)
                {
                    json.WriteNullValue();
                }
                else
                {
                    value.WriteTo(json);
                }
            }

            if (plan.Configuration is string configuration)
            {
                json.WritePropertyName(TrainingConfiguration.MetadataName);
                json.WriteRawValue(configuration);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
