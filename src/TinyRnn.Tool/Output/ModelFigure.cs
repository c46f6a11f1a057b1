using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>The figures of a model's training, as its metadata hold them.</summary>
/// <param name="MeasuredOn">Identifies the data that were measured on.</param>
/// <param name="Metrics">The figures by their names.</param>
internal sealed record ModelFigure(string MeasuredOn, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>The figures of a model; null if another tool or an older version trained it.</summary>
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

    /// <summary>The metric of these figures, if they are better than the other's and were measured on the same data; else null.</summary>
    public double? BetterThan(TrainingResult result) => Of(result.Network) is ModelFigure figure
        && figure.MeasuredOn == MeasuredOn
        && Metrics.TryGetValue(result.MetricName, out double metric)
        && (result.HigherIsBetter ? metric > result.Metric : metric < result.Metric)
        ? metric
        : null;
}
