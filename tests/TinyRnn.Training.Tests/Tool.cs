using System.Diagnostics;

namespace TinyRnn.Training.Tests;

/// <summary>The command-line tool, built with the tests, as a process.</summary>
internal static class Tool
{
    // bin/CONFIGURATION/net10.0, like the tests' own.
    private static readonly string Dll = Path.Combine(
        Repository.Root, "src", "TinyRnn.Tool", Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "TinyRnn.Training.Tests"), AppContext.BaseDirectory), "TinyRnn.Tool.dll");

    public static Process Start(string folder, params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Dll, .. arguments])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Runs it to its end.</summary>
    public static (int ExitCode, string Output, string Error) Run(string folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
