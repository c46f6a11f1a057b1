namespace TinyRnn.Samples.Tests.Harness;

/// <summary>The files that the repository holds, without what builds and tests make.</summary>
internal static class RepositoryFiles
{
    /// <summary>The files with a name of this pattern, also in hidden folders, by their path from the root with '/', in ordinal order.</summary>
    public static IEnumerable<string> Paths(string pattern) =>
        Directory.EnumerateFiles(Repository.Root, pattern, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(folder => folder is "bin" or "obj" or ".git" or "TestResults" or "node_modules"))
            .Order(StringComparer.Ordinal);
}
