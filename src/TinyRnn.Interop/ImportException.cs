namespace TinyRnn.Interop;

/// <summary>Thrown for a file that cannot be imported or exported: gives the file, the place in it, and in one sentence what was found and
/// expected.</summary>
public sealed class ImportException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="path">The file.</param>
    /// <param name="place">The place in it, such as <c>tensor 'gru.weight_ih_l0'</c>; empty for the whole file.</param>
    /// <param name="reason">What is wrong and what was expected, in one sentence.</param>
    public ImportException(string path, string place, string reason)
        : base(place.Length == 0 ? $"{path}: {reason}" : $"{path}: {place}: {reason}")
    {
        Path = path;
        Place = place;
        Reason = reason;
    }

    /// <summary>The file name, as it was given.</summary>
    public string Path { get; }

    /// <summary>The place in it; empty for the whole file.</summary>
    public string Place { get; }

    /// <summary>What is wrong and what was expected.</summary>
    public string Reason { get; }
}
