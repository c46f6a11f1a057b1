using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Package.Tests;

/// <summary>The packages, used as their READMEs say in folders of their own.</summary>
public class PackageTests(PackedPackages packages)
{
    private const string ArmLibraries = "/usr/aarch64-linux-gnu";
    private const string ArmEmulator = "/usr/bin/qemu-aarch64-static";
    private const string Advice = "message TRNN101";
    private static readonly string[] Names = ["Yamaguchi", "O'Sullivan", "Nguyễn"];
    private static readonly string ModelFile = Path.Combine(Repository.Root, "samples", "NameOrigin", "names.tinyrnn");

    [Fact]
    public void Every_package_has_readme_licence_icon_and_description()
    {
        string[] files = Directory.GetFiles(packages.Feed, "*.nupkg");
        Assert.Equal(PackedPackages.Projects.Count, files.Length);
        foreach (string file in files)
        {
            using ZipArchive package = ZipFile.OpenRead(file);
            XElement metadata = XDocument.Load(package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open())
                .Root!.Elements().First();
            string? Text(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
            Assert.Equal("MIT", Text("license"));
            Assert.NotNull(package.GetEntry(Text("readme")!));
            Assert.NotNull(package.GetEntry(Text("icon")!));
            Assert.DoesNotContain("Package Description", Text("description"), StringComparison.Ordinal);
            Assert.All(package.Entries.Where(entry => entry.FullName.StartsWith("lib/", StringComparison.Ordinal)
                && entry.Name.EndsWith(".dll", StringComparison.Ordinal)), entry =>
                Assert.NotNull(package.GetEntry(Path.ChangeExtension(entry.FullName, ".xml"))));
        }
    }

    [Fact]
    public void The_runtime_brings_generator_targets_and_importer()
    {
        using ZipArchive package = ZipFile.OpenRead(
            Directory.GetFiles(packages.Feed).Single(file => Regex.IsMatch(Path.GetFileName(file), "^TinyRnn\\.[0-9]")));
        string[] expected =
        [
            "analyzers/dotnet/cs/TinyRnn.Generator.dll", "buildTransitive/net10.0/TinyRnn.targets", "lib/net10.0/TinyRnn.dll", "tools/net10.0/TinyRnn.Tool.dll"
        ];
        Assert.All(expected, entry => Assert.NotNull(package.GetEntry(entry)));
    }

    /// <summary>In a folder of which the feed of the other tests is not a source.</summary>
    [Fact]
    public void Packages_are_used_from_a_folder_as_the_page_says()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "the page's commands are for a shell");
        string page = File.ReadAllText(Path.Combine(Repository.Root, "src", "Site", "packages.md")).ReplaceLineEndings("\n");
        string[] blocks = [.. Regex.Matches(page, "```[a-z]*\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];
        Assert.StartsWith("dotnet pack TinyRnn.sln", blocks[0], StringComparison.Ordinal);
        using TemporaryFolder folder = new();
        folder.Write("NuGet.config", blocks[1].Replace("../TinyRnn/feed", packages.Feed, StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(folder.Path, "Shop"));
        string home = $"export DOTNET_CLI_HOME='{folder.Path}'\n";
        string output = packages.Shell(Path.Combine(folder.Path, "Shop"), home + blocks[2]);
        Assert.Contains("train", output, StringComparison.Ordinal);
        Assert.Contains("tinyrnn", output[output.IndexOf("Templates", StringComparison.Ordinal)..], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Readme_works_word_for_word_and_publishes_without_a_warning()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "the README's commands are for a shell");
        string[] blocks =
        [
            .. Regex.Matches(
                File.ReadAllText(Path.Combine(Repository.Root, "src", "TinyRnn", "README.md")), "```[a-z]*\n(.*?)```",
                RegexOptions.Singleline).Select(match => match.Groups[1].Value)
        ];
        string folder = packages.NewFolder("tour");
        packages.Shell(folder, blocks[0]);
        string project = Path.Combine(folder, "Hello");
        File.Copy(ModelFile, Path.Combine(project, "names.tinyrnn"));
        File.WriteAllText(Path.Combine(project, "Program.cs"), blocks[1]);
        Assert.StartsWith("Yamaguchi Japanese 0.98", packages.Shell(project, blocks[2]), StringComparison.Ordinal);

        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && File.Exists("/usr/bin/clang")
            && File.Exists("/usr/include/zlib.h"),
            "publishes for Linux on x64 with clang and zlib's headers");
        string expected = packages.DotNet(project, ["run", "--no-build", "--", .. Names]);
        string trimmed = Publish(project, "linux-x64", "--self-contained", "-p:PublishTrimmed=true");
        Assert.Equal(expected, ChildProcess.Finish(ChildProcess.StartProgram(trimmed, Names)));

        string plain = Publish(project, "linux-x64", "-p:PublishAot=true");
        string[] words = ChildProcess.Finish(ChildProcess.StartProgram(plain, Names)).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where((_, i) => i % 3 != 2), words.Where((_, i) => i % 3 != 2));

        if (Avx2.IsSupported)
        {
            string wide = Publish(project, "linux-x64", "-p:PublishAot=true", "-p:IlcInstructionSet=x86-64-v3");
            Assert.Equal(expected, ChildProcess.Finish(ChildProcess.StartProgram(wide, Names)));
        }

        Assert.SkipUnless(
            File.Exists(ArmEmulator) && File.Exists("/usr/bin/ld.lld") && Directory.Exists(ArmLibraries),
            "needs qemu-user-static, lld and the cross libraries for arm64");
        string arm = Publish(
            project, "linux-arm64", "-p:PublishAot=true", "-p:InvariantGlobalization=true", "-p:LinkerFlavor=lld", "-p:SysRoot=/",
            "-p:CppCompilerAndLinker=clang");
        Assert.Equal(expected, ChildProcess.Finish(ChildProcess.StartProgram(ArmEmulator, ["-L", ArmLibraries, arm, .. Names])));
    }

    [Fact]
    public void Projects_of_older_frameworks_and_of_other_languages_are_told_what_to_do()
    {
        string folder = packages.NewFolder("other");
        File.WriteAllText(Path.Combine(folder, "Old.csproj"), Project("net8.0"));
        using (System.Diagnostics.Process restore = packages.Start(folder, "restore", "Old.csproj"))
        {
            Assert.Matches("error NU1202: .*TinyRnn .*net8\\.0", ChildProcess.End(restore, 1).Output);
        }

        string functional = packages.NewFolder("functional");
        File.WriteAllText(
            Path.Combine(functional, "App.fsproj"),
            Project("net10.0").Replace("</Project>", "<ItemGroup><Compile Include=\"Program.fs\" /></ItemGroup></Project>", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(functional, "Program.fs"), "printfn \"%d\" 1\n");
        Assert.Matches("App\\.fsproj : warning TRNN104: TinyRnn generates C#", packages.DotNet(functional, "build", "App.fsproj"));

        string Project(string framework) => $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>{framework}</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="TinyRnn" Version="*-*" /></ItemGroup>
            </Project>
            """;
    }

    [Fact]
    public void Template_gives_a_program_that_runs()
    {
        string folder = packages.NewFolder("template");
        string[] hive = ["--debug:custom-hive", Path.Combine(folder, "hive")];
        string package = Directory.GetFiles(packages.Feed, "TinyRnn.Templates.*.nupkg").Single();
        packages.DotNet(folder, ["new", "install", package, .. hive]);
        packages.DotNet(folder, ["new", "tinyrnn", "-n", "MyApp", "--vectors", "256", .. hive]);
        Assert.Contains("x86-64-v3", File.ReadAllText(Path.Combine(folder, "MyApp", "MyApp.csproj")), StringComparison.Ordinal);
        string output = packages.DotNet(Path.Combine(folder, "MyApp"), "run", "--", "Yamaguchi");
        Assert.Matches("^Yamaguchi +Japanese 98", output);
    }

    [Fact]
    public void Tool_installs_and_knows_a_model()
    {
        string folder = packages.NewFolder("tool");
        packages.DotNet(folder, "tool", "install", "TinyRnn.Tool", "--tool-path", folder, "--source", packages.Feed);
        Assert.Contains(
            "rnn(57 -> 128)", ChildProcess.Finish(ChildProcess.StartProgram(Path.Combine(folder, "tinyrnn"), "inspect", ModelFile)), StringComparison.Ordinal);
    }

    // Of all that is published, code for x64 without a choice of vectors alone is told of it.
    private string Publish(string project, string runtime, params string[] options)
    {
        string output = Path.Combine(project, "..", $"{runtime}-{options.Length}-{options[^1].Length}");
        string log = packages.DotNet(project, ["publish", "-c", "Release", "-r", runtime, "-o", output, "-nologo", "-v:m", .. options]);
        Assert.DoesNotContain("warning", log, StringComparison.Ordinal);
        Assert.Equal(runtime == "linux-x64" && options is ["-p:PublishAot=true"] ? 1 : 0, Regex.Count(log, Advice));
        return Path.Combine(output, "Hello");
    }
}
