using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>What a training measured of a model, as the model's metadata hold it.</summary>
/// <param name="MeasuredOn">Identifies what it was measured on.</param>
/// <param name="Metrics">The figures by their names.</param>
internal sealed record ModelFigure(string MeasuredOn, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>The figure of a model; null where it was not trained here, or before figures could be compared.</summary>
    public static ModelFigure? Of(Network network)
    {
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        return metadata.RootElement.TryGetProperty("training", out JsonElement training)
            && training.ValueKind == JsonValueKind.Object
            && training.TryGetProperty(TrainingResult.MeasuredOnField, out JsonElement measuredOn)
            && measuredOn.ValueKind == JsonValueKind.String
            && metadata.RootElement.TryGetProperty("metrics", out JsonElement metrics)
            && metrics.ValueKind == JsonValueKind.Object
            ? new ModelFigure(measuredOn.GetString()!, NumbersOf(metrics))
            : null;
    }

    private static Dictionary<string, double> NumbersOf(JsonElement metrics) => metrics.EnumerateObject()
        .Where(metric => metric.Value.ValueKind == JsonValueKind.Number)
        .ToDictionary(metric => metric.Name, metric => metric.Value.GetDouble());

    /// <summary>The metric by which a model was chosen, where this is of a better one that was measured on the same; else null.</summary>
    public double? BetterThan(TrainingResult result) => Of(result.Network) is ModelFigure figure
        && figure.MeasuredOn == MeasuredOn
        && Metrics.TryGetValue(result.MetricName, out double metric)
        && (result.HigherIsBetter ? metric > result.Metric : metric < result.Metric)
        ? metric
        : null;
}
