using System.Reflection;
using TinyRnn.Generator.Tests.Harness;

[assembly: AssemblyFixture(typeof(TinyRnn.Package.Tests.PackedPackages))]

namespace TinyRnn.Package.Tests;

/// <summary>All packages of the repository in a folder that serves as a feed, and a package cache that is empty at first.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedPackages()
    {
        // The programs of the pages print numbers in the culture of the machine; the pages have those of an English one.
        System.Environment.SetEnvironmentVariable("LC_ALL", "C");
        string configuration = typeof(PackedPackages).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        foreach (string project in Projects)
        {
            string output = ChildProcess.Finish(ChildProcess.Start(
                Repository.Root, [("MSBUILDDISABLENODEREUSE", "1")], "pack", project, "-c", configuration, "-o",
                Feed, "-p:UseSharedCompilation=false", "-m:1", "-nologo", "-v:m"));
            Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        }

        // Without it each command starts a second process that builds, and ends it again.
        _folder.Write("Directory.Build.rsp", "-m:1\n");

        // Beside the configured source, which has what the packages need themselves.
        _folder.Write("NuGet.config", $"""<configuration><packageSources><add key="packed" value="{Feed}" /></packageSources></configuration>""");
    }

    /// <summary>The folders of <c>src</c> that become packages; the site's does not.</summary>
    public static IReadOnlyList<string> Projects { get; } = Directory.GetDirectories(Path.Combine(Repository.Root, "src"), "TinyRnn*");

    /// <summary>The folder of the packages.</summary>
    public string Feed => Path.Combine(_folder.Path, "feed");

    /// <summary>Makes an empty folder whose projects can use the packages.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;

    /// <summary>Runs <c>dotnet</c> with the empty cache.</summary>
    /// <returns>What it printed.</returns>
    public string DotNet(string folder, params string[] arguments) => ChildProcess.Finish(Start(folder, arguments));

    /// <summary>Starts <c>dotnet</c> with the same cache.</summary>
    public System.Diagnostics.Process Start(string folder, params string[] arguments) => ChildProcess.Start(folder, Environment, arguments);

    /// <summary>Runs commands as a user types them.</summary>
    public string Shell(string folder, string commands)
    {
        System.Diagnostics.ProcessStartInfo start = new("/bin/sh", ["-e", "-c", commands])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        return ChildProcess.Finish(System.Diagnostics.Process.Start(start)!);
    }

    public void Dispose() => _folder.Dispose();

    private (string Name, string Value)[] Environment =>
    [
        ("NUGET_PACKAGES", Path.Combine(_folder.Path, "cache")),
        ("MSBUILDDISABLENODEREUSE", "1"),
        ("UseSharedCompilation", "false"),
        ("DOTNET_TieredPGO", "0"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("DOTNET_NOLOGO", "1"),
    ];
}
