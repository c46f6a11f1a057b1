namespace TinyRnn.Model;

/// <summary>Files that are there whole or not at all, whenever the process or the machine stops.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside the file first, flushes to the disk, then renames: an older file stays until the new one is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string partial = path + ".partial";
        FileStream stream = File.Create(partial);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
