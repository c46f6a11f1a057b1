using System.Diagnostics;
using System.Reflection;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Demo;

/// <summary>A console app around the model, with only the code that a user would write.</summary>
internal sealed class DemoProject
{
    private const string ProjectFile = "Demo.csproj";

    private const string Program = """
        using System.Diagnostics;
        using TinyRnn;

        Span<Prediction<NameOrigin.Label>> best = stackalloc Prediction<NameOrigin.Label>[3];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string name in args)
        {
            NameOrigin.Classify(name, best);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        foreach (string name in args)
        {
            NameOrigin.Classify(name, best);
            Console.WriteLine(
                $"  {name,-14} {best[0].Label,-10} {best[0].Probability:0.00}   {best[1].Label,-10} {best[1].Probability:0.00}   "
                + $"{best[2].Label,-10} {best[2].Probability:0.00}");
        }

        const int Rounds = 20_000;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Rounds; i++)
        {
            NameOrigin.Classify(args[i % args.Length], best);
        }

        double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Rounds;
        Console.WriteLine(FormattableString.Invariant(
            $"  self-test {(NameOrigin.SelfTest() ? "passed" : "FAILED")}, {allocated} bytes allocated, {microseconds:0.0} us a name"));
        return NameOrigin.SelfTest() ? 0 : 1;

        [TinyRnnModel("names.tinyrnn")]
        internal sealed partial class NameOrigin;
        """;

    private readonly string _folder;

    private DemoProject(string folder) => _folder = folder;

    /// <summary>The files of the project.</summary>
    public static IReadOnlyList<string> Outputs(string folder) => [Path.Combine(folder, "Program.cs"), Path.Combine(folder, ProjectFile)];

    /// <summary>Writes the project.</summary>
    public static DemoProject Write(string folder, RunFiles files)
    {
        files.Write(Path.Combine(folder, "Program.cs"), Program + "\n");
        files.Write(Path.Combine(folder, ProjectFile), Project(folder));
        return new DemoProject(folder);
    }

    /// <summary>Builds the app and runs it.</summary>
    /// <returns>The app's exit code.</returns>
    /// <exception cref="ToolException">The build failed, or there is no <c>dotnet</c>.</exception>
    public int BuildAndRun(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        // Build servers that stay alive would keep the console's pipes open.
        (int exitCode, string output) = Run(
            ["build", Path.Combine(_folder, ProjectFile), "-c", "Release", "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false"],
            capture: true, cancellation);
        if (exitCode != 0)
        {
            Console.Error.WriteLine(output);
            throw new ToolException($"{_folder}: the build of the demo failed");
        }

        return Run([Path.Combine(_folder, "bin", "Release", "net10.0", "Demo.dll"), .. arguments], capture: false, cancellation).ExitCode;
    }

    private static (int ExitCode, string Output) Run(IReadOnlyList<string> arguments, bool capture, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is string path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", arguments)
        {
            RedirectStandardOutput = capture,
        };
        try
        {
            using Process process = Process.Start(start)!;
            using CancellationTokenRegistration registration = cancellation.Register(() => process.Kill(entireProcessTree: true));
            string output = capture ? process.StandardOutput.ReadToEnd() : "";
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new ToolException("'dotnet' cannot be started; the demo needs the .NET SDK to compile");
        }
    }

    // In a clone the app refers to the sources; with the installed tool, to the package of the same version.
    private static string Project(string folder)
    {
        string reference = FindRepository() is string root
            ? $"""
                <ProjectReference Include="{Relative("src/TinyRnn/TinyRnn.csproj")}" />
                <ProjectReference Include="{Relative("generator/TinyRnn.Generator/TinyRnn.Generator.csproj")}"
                                  OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
              </ItemGroup>
              <Import Project="{Relative("src/TinyRnn/buildTransitive/TinyRnn.targets")}" />
            """
            : $"""
                <PackageReference Include="TinyRnn" Version="{Version()}" />
              </ItemGroup>
            """;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <!-- What the generator makes, written out to look at; it is compiled already. -->
                <Compile Remove="generated/**" />
            {reference}
            </Project>

            """;

        string Relative(string path) => Path.GetRelativePath(Path.GetFullPath(folder), Path.Combine(FindRepository()!, path)).Replace('\\', '/');
    }

    private static string? FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TinyRnn.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private static string Version() =>
        typeof(DemoProject).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
