namespace TinyRnn.Model;

/// <summary>Writes files so that each is there whole or not at all, even if the process or the machine stops.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a temporary file beside the target, flushes it to the disk, then renames it: an older file stays until the new one is
    /// complete.</summary>
    /// <param name="path">The file; if it is a link, the target of the link is written.</param>
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

    /// <summary>The path of the temporary file.</summary>
    public static string PartialPath(string path) => TargetOf(path) + ".partial";

    // Renaming over a link would replace the link and leave its target unchanged, which other programs read.
    private static string TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // The links form a circle. Opening the file reports that.
            return path;
        }
    }
}
