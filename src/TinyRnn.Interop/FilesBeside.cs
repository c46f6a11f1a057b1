namespace TinyRnn.Interop;

/// <summary>Files that a model names as part of itself. Only those in the model's own folder or below are read: a model is not to be trusted.</summary>
internal static class FilesBeside
{
    /// <summary>Finds a file, which is an input of the import from then on.</summary>
    /// <param name="source">The model.</param>
    /// <param name="place">What of the model has its data there, for errors.</param>
    /// <param name="location">The path in the model's words, from its folder on.</param>
    /// <exception cref="ImportException">The path leads out of the folder, or there is no such file.</exception>
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
            throw source.Error(place, $"has its data in {ImportSource.Quote(location)}, which is not beside the model");
        }

        source.AddBeside(file.FullName);
        return file;
    }
}
