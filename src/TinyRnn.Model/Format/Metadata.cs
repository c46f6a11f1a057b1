namespace TinyRnn.Model;

/// <summary>The metadata of a model: one JSON object, which the file holds unchanged.</summary>
internal static class Metadata
{
    /// <summary>Checks the metadata. The writer copies it unchanged, so it must not break the document.</summary>
    /// <exception cref="InvalidNetworkException">It is not one JSON object.</exception>
    public static void Check(string json)
    {
        if (!ReferenceEquals(json, Network.NoMetadata))
        {
            Parse(json);
        }
    }

    /// <summary>Whether a field of this name holds this string.</summary>
    public static bool Holds(string json, string name, string value)
    {
        (TextSource text, JsonValue metadata) = Parse(json);
        return metadata.Members.Any(
            member => member.Name == name && member.Value.Kind == JsonKind.String && member.Value.GetString(text) == value);
    }

    /// <summary>The metadata without one field; unchanged if the field is not there.</summary>
    public static string Without(string json, string name)
    {
        (TextSource text, JsonValue metadata) = Parse(json);
        return metadata.Members.All(member => member.Name != name)
            ? json
            : "{" + string.Join(", ", metadata.Members.Where(member => member.Name != name)
                .Select(member => text.Substring(member.NameStart, member.Value.End - member.NameStart))) + "}";
    }

    private static (TextSource Text, JsonValue Metadata) Parse(string json)
    {
        try
        {
            // The metadata is one level deeper in the document.
            TextSource text = "[" + json + "]";
            JsonValue values = JsonParser.Parse(text, "metadata");
            return values.Items.Count == 1 && values.Items[0].Kind == JsonKind.Object
                ? (text, values.Items[0])
                : throw new InvalidNetworkException(ModelErrorCode.InvalidValue, "the metadata must be one JSON object", "metadata");
        }
        catch (ModelFormatException e)
        {
            throw new InvalidNetworkException(e.Code, "the metadata must be one JSON object: " + e.Reason, "metadata");
        }
    }
}
