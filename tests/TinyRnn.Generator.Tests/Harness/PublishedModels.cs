using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Some models of every kind in a program that C# is compiled of once, and machine code of for each platform.</summary>
public sealed class PublishedModels : IDisposable
{
    private const string ArmLibraries = "/usr/aarch64-linux-gnu";
    private const string ArmEmulator = "/usr/bin/qemu-aarch64-static";

    private static readonly bool HasArm = File.Exists(ArmEmulator) && File.Exists("/usr/bin/ld.lld") && Directory.Exists(ArmLibraries);

    private readonly AgreementSet _set = new([.. AgreementModels.Sample.Networks, .. AgreementModels.QuantizedSample.Networks]);
    private readonly Lazy<string[]> _underJit;
    private readonly Lazy<TemporaryFolder> _project;

    public PublishedModels()
    {
        _underJit = new(RunUnderJit);
        _project = new(WriteProject);
    }

    internal IReadOnlyList<Network> Networks => _set.Networks;

    /// <summary>The lines of the program under the JIT, once it was published.</summary>
    internal string[] UnderJit => _underJit.Value;

    /// <summary>Publishes the program with NativeAOT, without a warning, and runs it.</summary>
    /// <returns>Its lines.</returns>
    internal string[] Run(string runtime, string instructions = "")
    {
        SkipWithoutLinker();
        bool isArm = runtime == "linux-arm64";
        Assert.SkipUnless(HasArm || !isArm, "needs qemu-user-static, lld and the cross libraries for arm64");

        // The native files alone have a place for each; all that comes before them is the same.
        string place = $"{runtime}-{instructions}";
        string[] options = isArm
            ? ["-p:LinkerFlavor=lld", "-p:SysRoot=/", "-p:CppCompilerAndLinker=clang"]
            : instructions.Length > 0
            ? [$"-p:IlcInstructionSet={instructions}"]
            : [];
        string build = UserProject.Build(
            _project.Value, "publish", "Published.csproj",
                ["--no-restore", "-r", runtime, "-o", place, $"-p:NativeIntermediateOutputPath=obj/{place}/", $"-p:NativeOutputPath=bin/{place}/", .. options]);
        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        string program = Path.Combine(_project.Value.Path, place, "program");
        using Process process = isArm ? ChildProcess.StartProgram(ArmEmulator, "-L", ArmLibraries, program) : ChildProcess.StartProgram(program);
        return _set.Feed(process);
    }

    public void Dispose()
    {
        if (_project.IsValueCreated)
        {
            _project.Value.Dispose();
        }
    }

    internal static void SkipWithoutLinker()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "publishes for Linux on x64");
        Assert.SkipUnless(
            (File.Exists("/usr/bin/clang") || File.Exists("/usr/bin/gcc")) && File.Exists("/usr/include/zlib.h"),
            "NativeAOT links with clang or gcc and zlib's headers");
    }

    private TemporaryFolder WriteProject()
    {
        TemporaryFolder folder = new();
        for (int i = 0; i < Networks.Count; i++)
        {
            folder.Write(CompiledModel.Name(i) + ".tinyrnn", NetworkWriter.Write(Networks[i]));
        }

        folder.Write("Program.cs", CompiledModel.Program(Networks.Count, _set.Source));
        folder.Write("Published.csproj", UserProject.WithProperties($"""
                <AssemblyName>program</AssemblyName>
                <PublishAot>true</PublishAot>
                <!-- The same analysis as NativeAOT's own, which reads what it compiles and warns too; of this much code it takes longer than all else. -->
                <EnableTrimAnalyzer>false</EnableTrimAnalyzer>
                <EnableAotAnalyzer>false</EnableAotAnalyzer>
                <EnableSingleFileAnalyzer>false</EnableSingleFileAnalyzer>
                <InvariantGlobalization>true</InvariantGlobalization>
                <RuntimeIdentifiers>linux-x64{(HasArm ? ";linux-arm64" : "")}</RuntimeIdentifiers>
                <AppendRuntimeIdentifierToOutputPath>false</AppendRuntimeIdentifierToOutputPath>
                <PlatformTarget>AnyCPU</PlatformTarget>
            """));
        UserProject.Build(folder, "restore", "Published.csproj");
        return folder;
    }

    private string[] RunUnderJit()
    {
        using TemporaryFolder folder = new();
        string built = Path.Combine(_project.Value.Path, "obj", UserProject.Configuration, "net10.0");
        ChildProcess.WriteProgram(folder, File.ReadAllBytes(Path.Combine(built, "program.dll")));
        const string Weights = "program.TinyRnnWeights.dll";
        folder.Write(Weights, File.ReadAllBytes(Path.Combine(built, "tinyrnn", Weights)));
        using Process process = ChildProcess.Start(folder.Path, [], "program.dll");
        return _set.Feed(process);
    }
}
