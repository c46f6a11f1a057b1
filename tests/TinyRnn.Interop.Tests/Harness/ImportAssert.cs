using TinyRnn.Interop;

namespace TinyRnn.Interop.Tests.Harness;

/// <summary>Checks of errors.</summary>
internal static class ImportAssert
{
    /// <summary>The import fails with one sentence that names the file and holds these words.</summary>
    public static ImportException Fails(ImportSource source, ImportOptions options, params string[] words)
    {
        ImportException error = Assert.Throws<ImportException>(() => ModelImporters.Import(source, options));
        Assert.StartsWith(source.Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        return error;
    }
}
