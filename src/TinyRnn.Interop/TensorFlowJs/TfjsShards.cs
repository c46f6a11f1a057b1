using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.TensorFlowJs;

/// <summary>The files of one group of weights, one after another.</summary>
internal sealed class TfjsShards
{
    private const string Here = "./";

    private readonly ImportSource _source;
    private readonly IReadOnlyList<FileInfo> _files;
    private readonly int _length;

    /// <summary>Finds the files.</summary>
    /// <param name="source">The model.</param>
    /// <param name="file">The model's document.</param>
    /// <param name="number">The group's number, from 1.</param>
    /// <param name="paths">The names of the files.</param>
    /// <param name="length">The total number of bytes that they must have.</param>
    /// <exception cref="ImportException">A file does not exist or is elsewhere, or the lengths do not fit the weights.</exception>
    public TfjsShards(ImportSource source, JsonDocumentFile file, int number, JsonValue paths, long length)
    {
        _source = source;
        _length = (int)length;
        _files = [.. paths.Items.Select(path => FilesBeside.Find(source, $"group {number} of 'weightsManifest'", Name(file, path)))];
        long found = _files.Sum(shard => shard.Length);
        if (found != length)
        {
            throw file.Error(
                paths,
                $"the files of group {number} of 'weightsManifest' ({Listed()}) have {found} bytes, but its weights have {length}: "
                + "a file is cut off, or belongs to another model");
        }
    }

    /// <summary>The bytes of all files.</summary>
    /// <exception cref="ImportException">A file cannot be read.</exception>
    public byte[] Bytes => field ??= Read();

    // A browser that saves a model also writes the folder.
    private static string Name(JsonDocumentFile file, JsonValue path)
    {
        string name = path.Kind == JsonKind.String ? path.GetString(file.Text)
            : throw file.Error(path, $"the name of a file was expected, not {path.Describe()}");
        return name.StartsWith(Here, StringComparison.Ordinal) ? name[Here.Length..] : name;
    }

    private string Listed() => _files.Count switch
    {
        0 => "none",
        1 => ImportSource.Quote(_files[0].Name),
        _ => $"{ImportSource.Quote(_files[0].Name)} to {ImportSource.Quote(_files[^1].Name)}",
    };

    private byte[] Read()
    {
        byte[] bytes = new byte[_length];
        int at = 0;
        foreach (FileInfo file in _files)
        {
            try
            {
                using FileStream stream = file.OpenRead();
                stream.ReadExactly(bytes.AsSpan(at, (int)file.Length));
                at += (int)file.Length;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw _source.Error($"the weights in {ImportSource.Quote(file.Name)} cannot be read: {ModelText.Shorten(e.Message)}");
            }
        }

        return bytes;
    }
}
