using System.Text.Encodings.Web;
using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Commands;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Reduction;

namespace TinyRnn.Tool.Cards;

/// <summary>What a model's metadata tell: where it comes from, who may use it, how it was trained, and what was measured then.</summary>
internal sealed class CardMetadata
{
    private const string TrainingField = "training";
    private const string MetricsField = "metrics";
    private const int MostItems = 12;

    private static readonly string[] OriginFields =
    [
        "license", "licence", "author", "authors", "creator", "modeled_by", "source", "origin", "url", "homepage", "description", "date", "version", "producer",
        "copyright", "citation",
    ];

    // Of forecasts: the baselines are many numbers that tell nobody anything, and the data are named by themselves.
    private static readonly string[] LeftOut = ["data.baselines"];

    // What other sections show.
    private static readonly string[] Fields =
    [
        TrainingField, MetricsField, TrainingConfiguration.MetadataName, ReductionReport.QuantizationField, ReductionReport.PruningField,
    ];

    private readonly List<(string Path, string Text)> _leaves = [];

    public CardMetadata(Network network)
    {
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        Add("", metadata.RootElement);
        Indented = network.MetadataJson == "{}" ? null : JsonSerializer.Serialize(metadata.RootElement, Readable);
    }

    /// <summary>All of it, over lines; null where there is none.</summary>
    public string? Indented { get; }

    /// <summary>Where the model comes from, and under which licence.</summary>
    public IReadOnlyList<(string Word, string Text)> Origin =>
    [
        .. _leaves.Where(leaf => !Fields.Contains(First(leaf.Path)))
            .Where(leaf => leaf.Path.Split('.').Any(part => OriginFields.Contains(part, StringComparer.OrdinalIgnoreCase)))
            .Select(leaf => (WordOf(leaf.Path), leaf.Text)),
        .. _leaves.Where(leaf => leaf.Path == "seconds").Select(leaf => ("training took", leaf.Text + " s")),
    ];

    /// <summary>How it was trained.</summary>
    public IReadOnlyList<(string Word, string Text)> Training =>
        [.. Under(TrainingField).Where(leaf => !LeftOut.Any(path => leaf.Word.StartsWith(path, StringComparison.Ordinal)))];

    /// <summary>What was measured of it then.</summary>
    public IReadOnlyList<(string Word, string Text)> Metrics => [.. Under(MetricsField)];

    // The page escapes; here characters stay as they are.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string WordOf(string path) => path switch
    {
        DataOrigin.Name + ".data" => "data",
        DataOrigin.Name + ".sha256" => "SHA-256 of the data",
        DataOrigin.Name + ".tool" => "tool",
        _ => path,
    };

    private IEnumerable<(string Word, string Text)> Under(string field) =>
        _leaves.Where(leaf => leaf.Path.StartsWith(field + ".", StringComparison.Ordinal)).Select(leaf => (leaf.Path[(field.Length + 1)..], leaf.Text));

    private static string First(string path) => path.Split('.')[0];

    private void Add(string path, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    Add(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
                }

                break;
            case JsonValueKind.Array:
                string[] items = [.. element.EnumerateArray().Take(MostItems).Select(Text)];
                int others = element.GetArrayLength() - items.Length;
                string more = others > 0 ? FormattableString.Invariant($" and {others} more") : "";
                _leaves.Add((path, string.Join(", ", items) + more));
                break;
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Number when First(path) == MetricsField:
                _leaves.Add((path, Metric(path.Split('.')[^1], element)));
                break;
            default:
                _leaves.Add((path, Text(element)));
                break;
        }
    }

    // Shares and losses have more digits than anybody reads; numbers of examples are whole.
    private static string Metric(string name, JsonElement value) => name switch
    {
        "accuracy" or "testAccuracy" => Measures.Format("accuracy", value.GetDouble()),
        _ when value.TryGetInt64(out long whole) => FormattableString.Invariant($"{whole:#,0}"),
        _ => Measures.Format(name, value.GetDouble()),
    };

    private static string Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => element.GetRawText(),
    };
}
