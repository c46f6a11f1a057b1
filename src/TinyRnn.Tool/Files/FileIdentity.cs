namespace TinyRnn.Tool.Files;

/// <summary>
/// Identifies the file that a path leads to. Two paths to one file are equal even if they differ by dots, links, hard links or, on a file system that
/// ignores it, by case. A file that does not exist yet is identified by folder and name.
/// </summary>
/// <param name="Volume">The file system.</param>
/// <param name="Number">The file's number there, or that of the nearest existing folder.</param>
/// <param name="Name">The rest of the path from that folder; empty for an existing file.</param>
internal readonly record struct FileIdentity(ulong Volume, ulong Number, string Name)
{
    public static FileIdentity Of(string path)
    {
        string full = Path.GetFullPath(path);
        if (FileStatus.Find(full) is null && LinkTarget(full) is string target)
        {
            // Writing to a link whose target does not exist creates the target.
            full = target;
        }

        string name = "";
        string? place = full;
        while (place is not null)
        {
            if (FileStatus.Find(place) is FileStatus status)
            {
                return new FileIdentity(status.Volume, status.Number, name.Length > 0 && IgnoresCase(place) ? name.ToUpperInvariant() : name);
            }

            name = name.Length == 0 ? Path.GetFileName(place) : Path.Combine(Path.GetFileName(place), name);
            place = Path.GetDirectoryName(place);
        }

        return new FileIdentity(0, 0, OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? full.ToUpperInvariant() : full);
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            // The folder does not exist, or links form a circle.
            return null;
        }
    }

    // The file system ignores case if the name in the other case leads to the same entry.
    private static bool IgnoresCase(string folder)
    {
        string probe;
        try
        {
            probe = Directory.EnumerateFileSystemEntries(folder).FirstOrDefault(entry => SwapCase(entry) != entry) ?? folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            probe = folder;
        }

        string swapped = SwapCase(probe);
        return swapped != probe && FileStatus.Find(swapped) is FileStatus other && other == FileStatus.Find(probe);
    }

    private static string SwapCase(string path)
    {
        IEnumerable<char> swapped = Path.GetFileName(path).Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
        return Path.Combine(Path.GetDirectoryName(path) ?? "", string.Concat(swapped));
    }
}
