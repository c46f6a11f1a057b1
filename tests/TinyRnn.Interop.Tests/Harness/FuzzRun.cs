namespace TinyRnn.Interop.Tests.Harness;

/// <summary>One damaged file: it is imported, or it is one error, in less than a second of the processor and without memory far beyond its size.</summary>
internal static class FuzzRun
{
    private const int Factor = 64;
    private const int Allowance = 32 << 20;
    private const int Tries = 2;

    /// <summary>Reads a file.</summary>
    /// <param name="name">Says which it is in a failure.</param>
    /// <param name="file">The file.</param>
    /// <param name="import">The reader.</param>
    /// <param name="path">Where it lies, for a file with others beside it.</param>
    /// <returns>Whether it was imported.</returns>
    public static bool Import(string name, byte[] file, Action<ImportSource> import, string path = "fuzz.bin")
    {
        TimeSpan time = TimeSpan.MaxValue;
        bool imported = true;

        // The first try may have code to compile.
        for (int i = 0; i < Tries && time.TotalSeconds >= 1; i++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan start = ThreadTime.Now;
            imported = Import(name, new ImportSource(path, file), import);
            time = ThreadTime.Now - start;
            long taken = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Assert.True(taken <= ((long)file.Length * Factor) + Allowance, $"{name}: {file.Length} bytes took {taken} bytes of memory");
        }

        Assert.True(time.TotalSeconds < 1, $"{name}: {file.Length} bytes took {time.TotalSeconds:F1} s of the processor");
        return imported;
    }

    private static bool Import(string name, ImportSource source, Action<ImportSource> import)
    {
        try
        {
            import(source);
            return true;
        }
        catch (ImportException e)
        {
            Assert.StartsWith($"{source.Path}: ", e.Message, StringComparison.Ordinal);
            Assert.False(e.Message.AsSpan().ContainsAny('\n', '\r'), $"{name}: {e.Message}");
            Assert.InRange(e.Message.Length, 10, 1000);
            return false;
        }
        catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail($"{name}: {e}");
            return false;
        }
    }
}
