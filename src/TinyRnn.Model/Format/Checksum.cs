namespace TinyRnn.Model;

/// <summary>The last field of a model file: the <see cref="TextHash"/> of everything before it.</summary>
internal static class Checksum
{
    public const string Field = "checksum";
    private const string Prefix = "sha256:";

    /// <summary>The checksum of the first characters of a text.</summary>
    public static string Of(TextSource text, int length)
    {
        using TextHash hash = new();
        hash.Add(text, length);
        return Of(hash);
    }

    public static string Of(TextHash hash) => Prefix + hash.Finish();
}
