using System.Diagnostics;
using System.Text;

namespace TinyRnn.Tool.Tests;

/// <summary>The tool as a process of its own: what a user sees.</summary>
internal sealed record ToolRun(int ExitCode, byte[] OutputBytes, string Errors)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes).ReplaceLineEndings("\n");

    /// <summary>Starts it in a folder; who does must read its output and errors, and dispose of it.</summary>
    public static Process StartProcess(string folder, params string[] arguments) => StartProcess(folder, isFed: false, arguments);

    /// <summary>The same with a standard input to write to; else it is empty.</summary>
    public static Process StartProcess(string folder, bool isFed, string[] arguments)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "TinyRnn.Tool.dll");
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

        // Whoever runs the tests in the background may have turned Ctrl-C off for all processes that come of it.
        ProcessStartInfo start = OperatingSystem.IsLinux() ? new("env", ["--default-signal=INT", host, tool, .. arguments]) : new(host, [tool, .. arguments]);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.StandardErrorEncoding = Encoding.UTF8;

        // It runs for a second: code that counts its calls never pays back.
        start.Environment["DOTNET_TieredPGO"] = "0";
        Process process = Process.Start(start)!;
        if (!isFed)
        {
            process.StandardInput.Close();
        }

        return process;
    }

    /// <summary>Runs it in a folder.</summary>
    public static async Task<ToolRun> Start(string folder, params string[] arguments)
    {
        using Process process = StartProcess(folder, arguments);
        return await End(process);
    }

    /// <summary>Waits for the end of a process.</summary>
    public static async Task<ToolRun> End(Process process)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        using MemoryStream output = new();
        await process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
        await process.WaitForExitAsync(cancellation);
        return new ToolRun(process.ExitCode, output.ToArray(), (await errors).ReplaceLineEndings("\n"));
    }

    /// <summary>Presses Ctrl+C once a file is in its place, and gives what the run came to.</summary>
    public static async Task<ToolRun> Interrupt(string folder, string file, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no kill");
        using FolderWatch watch = new(folder);
        using Process process = StartProcess(folder, arguments);
        Task<ToolRun> end = End(process);
        await watch.WaitFor(new Moment(file, WatcherChangeTypes.Renamed), process);
        using Process interrupt = Process.Start("kill", ["-INT", FormattableString.Invariant($"{process.Id}")]);
        ToolRun run = await end;
        Assert.True(run.ExitCode == 130, $"exit code {run.ExitCode}\n{run.Output}\n{run.Errors}");
        return run;
    }

    /// <summary>The output of a run that must succeed.</summary>
    public static async Task<string> Succeed(string folder, params string[] arguments)
    {
        ToolRun run = await Start(folder, arguments);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}\n{run.Output}\n{run.Errors}");
        Assert.Equal("", run.Errors);
        return run.Output;
    }

    /// <summary>The one line on standard error of a run that must fail.</summary>
    public static async Task<string> Fail(string folder, params string[] arguments)
    {
        ToolRun run = await Start(folder, arguments);
        Assert.True(run.ExitCode == 1, $"exit code {run.ExitCode}\n{run.Output}\n{run.Errors}");
        Assert.StartsWith("tinyrnn: ", run.Errors, StringComparison.Ordinal);
        Assert.Equal(run.Errors.Length - 1, run.Errors.IndexOf('\n', StringComparison.Ordinal));
        return run.Errors["tinyrnn: ".Length..^1];
    }
}
