using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Reduction;

namespace TinyRnn.Tool.Cards;

/// <summary>The report of a quantisation or a pruning, as the model's metadata keep it. What is not as the tool writes it is left out.</summary>
internal sealed class CardReduction
{
    private static readonly Dictionary<string, string> Heads = new(StringComparer.Ordinal)
    {
        ["relativeError"] = "alone changes outputs by",
        ["zerosBefore"] = "zero before",
        ["zerosAfter"] = "zero after",
    };

    private CardReduction(JsonElement report)
    {
        List<(string, string)> facts = [];
        foreach (string field in (string[])["type", "sparsity"])
        {
            if (report.TryGetProperty(field, out JsonElement value))
            {
                facts.Add((field, Cell(field, value)));
            }
        }

        if (Number(report, "bytesBefore") is double before and > 0 && Number(report, "bytesAfter") is double after)
        {
            facts.Add(("size", ReductionReport.Size((long)before, (long)after)));
        }

        if (Number(report, "largestError") is double largest
            && Number(report, "meanError") is double mean
            && Number(report, "relativeError") is double relative)
        {
            string data = report.TryGetProperty("data", out JsonElement source) ? Cell("data", source) : "";
            facts.Add(("outputs", ReductionReport.Errors(largest, mean, relative, data)));
        }

        if (report.TryGetProperty("measure", out JsonElement measure)
            && measure.ValueKind == JsonValueKind.Object
            && measure.TryGetProperty("name", out JsonElement name)
            && Number(measure, "before") is double was
            && Number(measure, "after") is double became)
        {
            facts.Add(("measure", FormattableString.Invariant($"{Cell("name", name)}: {was:G5} before, {became:G5} after")));
        }

        Facts = facts;
        Parts = report.EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.Array)
            .Select(member => TableOf(member.Value))
            .FirstOrDefault();
    }

    public IReadOnlyList<(string Word, string Text)> Facts { get; }

    /// <summary>A row a layer or a matrix; null where there is none.</summary>
    public CardTable? Parts { get; }

    /// <summary>The report in a field of the metadata; null where there is none.</summary>
    public static CardReduction? Of(Network network, string field)
    {
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        return metadata.RootElement.TryGetProperty(field, out JsonElement report) && report.ValueKind == JsonValueKind.Object
            ? new CardReduction(report)
            : null;
    }

    private static CardTable? TableOf(JsonElement array)
    {
        JsonElement[] rows = [.. array.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object)];
        if (rows.Length == 0)
        {
            return null;
        }

        string[] fields = [.. rows[0].EnumerateObject().Select(member => member.Name)];
        return new CardTable(
            [.. fields.Select(field => new CardColumn(
                Heads.GetValueOrDefault(field, field), rows[0].GetProperty(field).ValueKind == JsonValueKind.Number ? "number" : ""))],
            [.. rows.Select(row => (string[])[.. fields.Select(field => row.TryGetProperty(field, out JsonElement value) ? Cell(field, value) : "")])]);
    }

    private static string Cell(string field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when field == "type" && Enum.TryParse(value.GetString(), out TensorType type) => LayerCosts.NameOf(type),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when field == "relativeError" => FormattableString.Invariant($"{value.GetDouble() * 100:0.00} %"),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => Cell("", item))),
        _ => value.GetRawText(),
    };

    private static double? Number(JsonElement element, string field) =>
        element.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
