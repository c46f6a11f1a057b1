using System.Globalization;

namespace TinyRnn.Interop.Onnx;

/// <summary>Weights in a file beside the model. Only files in the model's own folder or below are read: a model is not to be trusted.</summary>
internal sealed class ExternalData(ImportSource source, string place)
{
    /// <exception cref="ImportException">The path leads out of the folder, or the file is not there or too short.</exception>
    public ReadOnlyMemory<byte> Read(IReadOnlyDictionary<string, string> entries, long expected)
    {
        string location = entries.GetValueOrDefault("location", "");
        long offset = Number(entries, "offset", 0);
        long length = Number(entries, "length", expected);
        if (length != expected)
        {
            throw source.Error(place, $"has {length} bytes of external data; {expected} were expected");
        }

        FileInfo file = Find(location);
        source.AddBeside(file.FullName);
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

    private FileInfo Find(string location)
    {
        string[] parts = location.Split('/', '\\');
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location) || parts.Any(part => part is "" or "." or ".." || part.Contains(':', StringComparison.Ordinal)))
        {
            throw source.Error(place, $"has its data in {ImportSource.Quote(location)}; a file in the model's folder was expected");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(source.Path)) ?? "";
        foreach (string part in parts)
        {
            folder = Path.Combine(folder, part);
            if (new FileInfo(folder).LinkTarget is not null)
            {
                throw source.Error(place, $"has its data in {ImportSource.Quote(location)}, which is a link; a file in the model's folder was expected");
            }
        }

        FileInfo file = new(folder);
        return file.Exists
            ? file
            : throw source.Error(place, $"has its data in {ImportSource.Quote(location)}, which is not beside the model");
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
