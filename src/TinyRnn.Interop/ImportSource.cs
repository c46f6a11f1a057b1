using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>A file to import: its name and its bytes.</summary>
public sealed class ImportSource(string path, ReadOnlyMemory<byte> bytes)
{
    private const string Weights = "a file of weights";

    private readonly SortedSet<string> _beside = new(StringComparer.Ordinal);

    /// <summary>The largest file that is read, in bytes: its weights must fit into a model file.</summary>
    public const int MaximumLength = 1 << 28;

    /// <summary>The file name, as it was given.</summary>
    public string Path { get; } = path;

    /// <summary>The content of the file.</summary>
    public ReadOnlyMemory<byte> Memory { get; } = bytes;

    /// <summary>The content of the file, as a stream.</summary>
    public ReadOnlySpan<byte> Bytes => Memory.Span;

    /// <summary>The files beside it that were also read, because it names them or needs them, such as ONNX's external data; in ordinal
    /// order.</summary>
    public IReadOnlyCollection<string> Beside => _beside;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="ImportException">The file does not exist or is too large.</exception>
    public static ImportSource Load(string path) => Load(path, Weights);

    /// <summary>Reads a file that is beside the weights.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it is, such as "a text file", for the message where there is none.</param>
    /// <exception cref="ImportException">The file does not exist or is too large.</exception>
    internal static ImportSource Load(string path, string kind)
    {
        if (Directory.Exists(path))
        {
            throw new ImportException(path, "", kind == Weights ? ForeignFolder.Describe(path) : $"this is a folder; {kind} was expected");
        }

        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new ImportException(path, "", $"no such file; {kind} was expected");
        }

        return file.Length <= MaximumLength
            ? new ImportSource(path, File.ReadAllBytes(path))
            : throw new ImportException(path, "", $"the file has {file.Length} bytes; at most {MaximumLength} are read");
    }

    /// <summary>Records that a file beside it is read.</summary>
    internal void AddBeside(string path) => _beside.Add(path);

    /// <summary>An error about the whole file.</summary>
    public ImportException Error(string reason) => new(Path, "", reason);

    /// <summary>An error with its place; words from the file must go through <see cref="Quote"/> first.</summary>
    public ImportException Error(string place, string reason) => new(Path, place, reason);

    /// <summary>A word of the file for a message: shortened, without characters that would break the line.</summary>
    public static string Quote(string word) => $"'{ModelText.Shorten(word)}'";
}
