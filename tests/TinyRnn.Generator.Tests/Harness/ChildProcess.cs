using System.Diagnostics;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Runs <c>dotnet</c> and other programs.</summary>
internal static class ChildProcess
{
    /// <summary>Writes <c>program.dll</c> with what it needs to run.</summary>
    public static void WriteProgram(TemporaryFolder folder, byte[] program)
    {
        folder.Write("program.dll", program);
        foreach (string library in new[] { "TinyRnn.dll", "System.Numerics.Tensors.dll" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, library), Path.Combine(folder.Path, library));
        }

        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "TinyRnn.Generator.Tests.runtimeconfig.json"), Path.Combine(folder.Path, "program.runtimeconfig.json"));
    }

    /// <summary>Starts <c>dotnet</c>.</summary>
    public static Process Start(string folder, IEnumerable<(string Name, string Value)> environment, params string[] arguments)
    {
        ProcessStartInfo start = StartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);
        start.WorkingDirectory = folder;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Starts a program of its own.</summary>
    public static Process StartProgram(string program, params string[] arguments) => Process.Start(StartInfo(program, arguments))!;

    /// <summary>Waits for the end; the output where all went well.</summary>
    public static string Finish(Process process) => End(process, 0).Output.ReplaceLineEndings("\n");

    /// <summary>Waits for the end with an exit code.</summary>
    public static (string Output, string Errors) End(Process process, int exitCode)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == exitCode, $"exit code {process.ExitCode}\n{output}\n{errors.Result}");
        return (output, errors.Result);
    }

    private static ProcessStartInfo StartInfo(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // They are short: code that counts its calls never pays back.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }
}

/// <summary>A folder that goes when the test is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tinyrnn-").FullName;

    public void Write(string name, byte[] content) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);

    public void Write(string name, string content) => File.WriteAllText(System.IO.Path.Combine(Path, name), content);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
