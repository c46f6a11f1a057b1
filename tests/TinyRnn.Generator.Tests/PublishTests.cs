using System.Diagnostics;
using System.Runtime.InteropServices;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

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

    /// <summary>What small weights are for: in the binary a matrix takes half and a quarter of what it takes in fp32, scales apart.</summary>
    [Fact]
    public void Weights_of_the_binary_are_half_and_a_quarter()
    {
        SkipWithoutLinker();
        Layer[] layers = [new GruLayer("gru", 1, 256), new DenseLayer("fc", 256, 1)];
        Network network = new("sized", NetworkTask.Raw, new VectorInput(1), layers, OutputSteps.Every, Networks.RandomTensors(layers, 1));
        Network[] networks = [network, AgreementModels.Quantized(network, TensorType.BF16), AgreementModels.Quantized(network, TensorType.I8)];
        long[] sizes = [.. networks.Select(Size)];

        // The rest is the same but for the code of the kernel and a scale for each of 768 rows; a binary's sections end at pages.
        const long Matrix = 3 * 256 * 256;
        const long Rest = 16 * 1024;
        Assert.InRange(sizes[0] - sizes[1], (2 * Matrix) - Rest, (2 * Matrix) + Rest);
        Assert.InRange(sizes[0] - sizes[2], (3 * Matrix) - Rest, (3 * Matrix) + Rest);

        static long Size(Network model)
        {
            using TemporaryFolder folder = new();
            folder.Write("Model.tinyrnn", NetworkWriter.Write(model));
            folder.Write("Program.cs", CompiledModel.Program(1, "internal static class Program { private static void Main() { Model.State state = default; float[] y = new float[1]; Model.Step(ref state, [1f], y); Console.WriteLine(y[0]); } }"));
            folder.Write("Sized.csproj", UserProject.WithProperties("<PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization><TinyRnnVectorAdvice>false</TinyRnnVectorAdvice>"));
            UserProject.Build(folder, "publish", "Sized.csproj", "-r", "linux-x64", "-o", "out");
            return new FileInfo(Path.Combine(folder.Path, "out", "Sized")).Length;
        }
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
