namespace TinyRnn.Model;

/// <summary>Files that are there whole or not at all, whenever the process or the machine stops.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside the file first, flushes to the disk, then renames: an older file stays until the new one is whole.</summary>
    /// <param name="path">The file; where it is a link, the file that the link leads to.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string partial = PartialPath(path);
        FileStream stream = File.Create(partial);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, TargetOf(path), overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Where a file is written first.</summary>
    public static string PartialPath(string path) => TargetOf(path) + ".partial";

    // To rename over a link would replace the link, and leave the file that everybody else reads as it was.
    private static string TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // Links that lead round in a circle: what opens the file says so.
            return path;
        }
    }
}
