using System.Globalization;

namespace TinyRnn.Interop.Onnx;

/// <summary>Weights in a file beside the model. Only files in the model's folder or below are read, because a model cannot be trusted.</summary>
internal sealed class ExternalData(ImportSource source, string place)
{
    /// <exception cref="ImportException">The path leads out of the folder, or the file does not exist or is too short.</exception>
    public ReadOnlyMemory<byte> Read(IReadOnlyDictionary<string, string> entries, long expected)
    {
        string location = entries.GetValueOrDefault("location", "");
        long offset = Number(entries, "offset", 0);
        long length = Number(entries, "length", expected);
        if (length != expected)
        {
            throw source.Error(place, $"has {length} bytes of external data; {expected} were expected");
        }

        FileInfo file = FilesBeside.Find(source, place, location);
        if (offset > file.Length - length)
        {
            throw source.Error(place, $"needs the bytes {offset} to {offset + length} of {ImportSource.Quote(location)}, which has {file.Length}");
        }

        if (length > ImportSource.MaximumLength)
        {
            throw source.Error(place, $"has {length} bytes of external data; at most {ImportSource.MaximumLength} are read");
        }

        try
        {
            byte[] bytes = new byte[length];
            using FileStream stream = file.OpenRead();
            stream.Position = offset;
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw source.Error(place, $"its external data in {ImportSource.Quote(location)} cannot be read: {e.Message}");
        }
    }

    private long Number(IReadOnlyDictionary<string, string> entries, string key, long other)
    {
        if (!entries.TryGetValue(key, out string? text))
        {
            return other;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw source.Error(place, $"has the {key} {ImportSource.Quote(text)} of external data; a whole number was expected");
    }
}
