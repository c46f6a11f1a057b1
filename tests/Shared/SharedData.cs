using Xunit;

namespace TinyRnn.Tests;

/// <summary>Real data and recordings from PyTorch, which are no part of the repository: tests that need them are skipped without.</summary>
internal static class SharedData
{
    private const string Variable = "TINYRNN_SHARED";

    /// <summary>Path of a file or folder; the test is skipped where it is not there.</summary>
    public static string Path(params string[] parts)
    {
        string? path = Find(parts);
        Assert.SkipWhen(path is null, $"needs {string.Join('/', parts)}: {Variable} names the folder that holds data/");
        return path!;
    }

    /// <summary>Path of a file or folder; null where it is not there.</summary>
    public static string? Find(params string[] parts)
    {
        string shared = Environment.GetEnvironmentVariable(Variable) ?? System.IO.Path.Combine(Repository.Root, "..", "shared");
        string path = System.IO.Path.Combine([shared, "data", .. parts]);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }
}
