using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>Identifies a training: its settings, to tell which one differs, and a hash of its data.</summary>
/// <param name="Settings">A JSON object.</param>
/// <param name="Data">A SHA-256.</param>
internal sealed record Fingerprint(string Settings, byte[] Data)
{
    /// <summary>Describes the first setting in which another training differs; null if none does.</summary>
    /// <param name="there">The other training's settings.</param>
    /// <exception cref="JsonException">They are not JSON.</exception>
    public string? FirstDifference(string there)
    {
        if (there == Settings)
        {
            return null;
        }

        Dictionary<string, string> theirs = Flatten(there), ours = Flatten(Settings);
        string? name = ours.Keys.Concat(theirs.Keys).FirstOrDefault(key => theirs.GetValueOrDefault(key) != ours.GetValueOrDefault(key));
        return name is null
            ? "their order differs"
            : $"{name} is {theirs.GetValueOrDefault(name, "not set")} there and {ours.GetValueOrDefault(name, "not set")} here";
    }

    private static Dictionary<string, string> Flatten(string json)
    {
        Dictionary<string, string> values = [];
        using JsonDocument document = JsonDocument.Parse(json);
        Add(document.RootElement, "");
        return values;

        void Add(JsonElement element, string prefix)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Object)
                {
                    Add(property.Value, prefix + property.Name + ".");
                }
                else
                {
                    values[prefix + property.Name] = property.Value.ToString();
                }
            }
        }
    }
}
