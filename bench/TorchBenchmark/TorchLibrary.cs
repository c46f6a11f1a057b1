using System.Runtime.InteropServices;

namespace TorchBenchmark;

/// <summary>The native part of TorchSharp.</summary>
internal static class TorchLibrary
{
    /// <summary>Explains in one line why it cannot be loaded on this machine; null if it can.</summary>
    public static string? WhyNotLoaded()
    {
        string[] folders = [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native")];
        foreach (string name in (string[])["libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so"])
        {
            string? path = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            if (path is null)
            {
                return $"the package has no {name} for this platform";
            }

            try
            {
                NativeLibrary.Load(path);
            }
            catch (DllNotFoundException exception)
            {
                // The runtime's message comes first, then the loader's, with a line for each name that was tried.
                string[] lines = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                return lines.FirstOrDefault(line => line.Contains("version `", StringComparison.Ordinal)) ?? lines[^1];
            }
        }

        return null;
    }
}
