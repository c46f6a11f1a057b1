using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyRnn.Tool.Reduction;

/// <summary>The report of a quantisation or a pruning, as it is shown and as the model's metadata keep it.</summary>
internal static class ReductionReport
{
    /// <summary>The field of the metadata for the report of a quantisation.</summary>
    public const string QuantizationField = "quantization";

    /// <summary>The field of the metadata for the report of a pruning.</summary>
    public const string PruningField = "pruning";

    /// <summary>What the weights take before and after.</summary>
    public static string Size(long before, long after) => FormattableString.Invariant(
        $"{before:#,0} bytes of weights before, {after:#,0} after ({100.0 * after / before:0.0} %)");

    /// <summary>How far outputs moved.</summary>
    public static string Errors(double largest, double mean, double relative, string data) => FormattableString.Invariant(
        $"differ by {largest:G3} at most and {mean:G3} on average, {relative * 100:0.00} % of their deviation ({data})");

    /// <summary>The metadata with a report, in the place of an earlier one.</summary>
    /// <param name="metadata">The metadata, a JSON object.</param>
    /// <param name="field">The field.</param>
    /// <param name="write">Writes the report, an object.</param>
    public static string AddTo(string metadata, string field, Action<Utf8JsonWriter> write)
    {
        using MemoryStream report = new();
        using (Utf8JsonWriter json = new(report))
        {
            write(json);
        }

        JsonObject whole = JsonNode.Parse(metadata)!.AsObject();
        whole[field] = JsonNode.Parse(report.ToArray());
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            whole.WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
