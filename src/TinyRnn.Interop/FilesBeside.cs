namespace TinyRnn.Interop;

/// <summary>Files that a model names as parts of itself. Only files in the model's folder or below are read, because a model cannot be
/// trusted.</summary>
internal static class FilesBeside
{
    /// <summary>Finds a file and records it as an input of the import.</summary>
    /// <param name="source">The model.</param>
    /// <param name="place">The part of the model whose data the file holds, for errors.</param>
    /// <param name="location">The path that the model gives, relative to its folder.</param>
    /// <exception cref="ImportException">The path leads out of the folder, or the file does not exist.</exception>
    public static FileInfo Find(ImportSource source, string place, string location)
    {
        string[] parts = location.Split('/', '\\');
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location)
            || parts.Any(part => part is "" or "." or ".." || part.Contains(':', StringComparison.Ordinal)))
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
        if (!file.Exists)
        {
            throw source.Error(place, $"has its data in {ImportSource.Quote(location)}, but no such file is beside the model");
        }

        source.AddBeside(file.FullName);
        return file;
    }
}
