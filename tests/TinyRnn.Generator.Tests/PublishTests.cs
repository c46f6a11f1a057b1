using System.Diagnostics;
using System.Runtime.InteropServices;
using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Generator.Tests;

/// <summary>
/// Some models of every kind published with NativeAOT: without a warning, with the bits of the JIT, without an allocation. NativeAOT's
/// default for x64 has no fused multiply-add, so that its results agree but for a few last bits.
/// </summary>
public class PublishTests
{
    private static readonly AgreementSet Set = new([.. AgreementModels.Sample.Networks, .. AgreementModels.QuantizedSample.Networks]);
    private static readonly Lazy<string[]> Expected = new(RunUnderJit);

    [Fact]
    public void Default_code_for_x64_is_close()
    {
        SkipWithoutLinker();
        string[] lines = Publish("linux-x64", "", path => ChildProcess.StartProgram(path));
        Assert.Equal("128 separate", lines[0]);
        for (int i = 1; i < lines.Length; i++)
        {
            WidthTests.AssertClose(Expected.Value[i], lines[i], WidthTests.ToleranceOf(Set.Networks[i - 1]));
        }
    }

    [Fact]
    public void Code_for_x86_64_v3_gives_the_bits_of_the_JIT()
    {
        SkipWithoutLinker();
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx2.IsSupported, "this processor is below x86-64-v3");
        string[] lines = Publish("linux-x64", "<IlcInstructionSet>x86-64-v3</IlcInstructionSet>", path => ChildProcess.StartProgram(path));
        Assert.Equal("256 fused", lines[0]);
        Assert.Equal(Expected.Value[1..], lines[1..]);
    }

    [Fact]
    public void Code_for_arm64_gives_the_bits_of_the_JIT()
    {
        SkipWithoutLinker();
        const string Libraries = "/usr/aarch64-linux-gnu";
        const string Emulator = "/usr/bin/qemu-aarch64-static";
        Assert.SkipUnless(File.Exists(Emulator) && File.Exists("/usr/bin/ld.lld") && Directory.Exists(Libraries), "needs qemu-user-static, lld and the cross libraries for arm64");
        const string Options = "<LinkerFlavor>lld</LinkerFlavor><SysRoot>/</SysRoot><CppCompilerAndLinker>clang</CppCompilerAndLinker>";
        string[] lines = Publish("linux-arm64", Options, path => ChildProcess.StartProgram(Emulator, "-L", Libraries, path));
        Assert.Equal("128 fused", lines[0]);
        Assert.Equal(Expected.Value[1..], lines[1..]);
    }

    private static void SkipWithoutLinker()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "publishes for Linux on x64");
        Assert.SkipUnless((File.Exists("/usr/bin/clang") || File.Exists("/usr/bin/gcc")) && File.Exists("/usr/include/zlib.h"), "NativeAOT links with clang or gcc and zlib's headers");
    }

    private static string[] RunUnderJit()
    {
        using TemporaryFolder folder = new();
        ChildProcess.WriteProgram(folder, Set.Program);
        using Process process = ChildProcess.Start(folder.Path, [], "program.dll");
        return Set.Feed(process);
    }

    private static string[] Publish(string runtime, string options, Func<string, Process> start)
    {
        using TemporaryFolder folder = new();
        for (int i = 0; i < Set.Networks.Count; i++)
        {
            folder.Write(CompiledModel.Name(i) + ".tinyrnn", NetworkWriter.Write(Set.Networks[i]));
        }

        folder.Write("Program.cs", CompiledModel.Program(Set.Networks.Count, Set.Source));
        folder.Write("Published.csproj", UserProject.WithProperties($"<PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization>{options}"));
        string build = UserProject.Build(folder, "publish", "Published.csproj", "-r", runtime, "-o", "out");
        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        using Process process = start(Path.Combine(folder.Path, "out", "Published"));
        return Set.Feed(process);
    }
}
