namespace TinyRnn.Tool.Files;

/// <summary>
/// Which file a path leads to. Two paths of one file are equal, whether they differ by dots, links, hard links or, where the file system does not
/// care, by case. Of a file that is not there yet it is the folder and the name.
/// </summary>
/// <param name="Volume">The file system.</param>
/// <param name="Number">The number of the file there, or that of the nearest folder that is there.</param>
/// <param name="Name">The rest of the path from that folder; empty for a file that is there.</param>
internal readonly record struct FileIdentity(ulong Volume, ulong Number, string Name)
{
    public static FileIdentity Of(string path)
    {
        string full = Path.GetFullPath(path);
        if (FileStatus.Find(full) is null && LinkTarget(full) is string target)
        {
            // A link to a file that is not there makes it when it is written to.
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
            // There is no such folder, or links lead round in a circle.
            return null;
        }
    }

    // What is in the folder tells: with its letters in the other case it is there, too, and the same.
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

    // Of the last part of a path.
    private static string SwapCase(string path)
    {
        IEnumerable<char> swapped = Path.GetFileName(path).Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
        return Path.Combine(Path.GetDirectoryName(path) ?? "", string.Concat(swapped));
    }
}
