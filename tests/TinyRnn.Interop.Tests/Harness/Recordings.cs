using System.Globalization;
using System.Text.Json;

namespace TinyRnn.Interop.Tests.Harness;

/// <summary>Reads recorded inputs and outputs.</summary>
internal static class Recordings
{
    public static float[] Csv(params string[] parts) =>
        [.. File.ReadLines(SharedData.Path(parts)).Where(line => line.Length > 0).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];

    public static JsonElement Json(params string[] parts)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Path(parts)));
        return document.RootElement.Clone();
    }

    public static float[] Floats(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Floats)]
        : [(float)element.GetDouble()];

    public static string[] Strings(JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetString()!)];
}
