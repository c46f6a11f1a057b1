using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Commands;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Pictures;
using TinyRnn.Training;

namespace TinyRnn.Tool.Cards;

/// <summary>The loss curve of a model's training, of the measurements that the training wrote beside the model.</summary>
internal static class TrainingCurve
{
    private static readonly string[] Metrics = ["accuracy", "perplexity", "rmse"];

    /// <summary>The curve; null where there are no measurements beside the model, or those of another training.</summary>
    /// <param name="network">The model.</param>
    /// <param name="path">The measurements.</param>
    public static LossCurve? Read(Network network, string path)
    {
        if (!File.Exists(path) || Best(network) is not (string metric, double value, int best))
        {
            return null;
        }

        LossPoint[] points = [.. File.ReadLines(path).Take(MetricsFile.MaximumLines).Select(line => Point(line, metric)).OfType<LossPoint>()];

        // The weights that were kept were measured, and then, too, to the last digit.
        return points.Any(point => point.Iteration == best && point.Metric == value)
            ? new LossCurve(points, metric, metric == "accuracy" && !TrainClassifyCommand.HasValidation(network), value, best)
            : null;
    }

    // What chose the weights, and the training step of those. Null where the model was not trained here.
    private static (string Metric, double Value, int Step)? Best(Network network)
    {
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        if (metadata.RootElement.TryGetProperty("metrics", out JsonElement metrics)
            && metrics.ValueKind == JsonValueKind.Object
            && metadata.RootElement.TryGetProperty("training", out JsonElement training)
            && training.ValueKind == JsonValueKind.Object
            && training.TryGetProperty("bestIteration", out JsonElement best)
            && best.ValueKind == JsonValueKind.Number
            && best.TryGetInt32(out int step))
        {
            foreach (string name in Metrics)
            {
                if (metrics.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number)
                {
                    return (name, value.GetDouble(), step);
                }
            }
        }

        return null;
    }

    // Null for a line that is no measurement.
    private static LossPoint? Point(string line, string metric)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return new LossPoint(root.GetProperty("step").GetInt32(), root.GetProperty("loss").GetDouble(), root.GetProperty(metric).GetDouble());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
