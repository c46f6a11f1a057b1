using System.Runtime.InteropServices;
using TinyRnn.Generator.Tests.Harness;

[assembly: AssemblyFixture(typeof(TinyRnn.Samples.Tests.Harness.PublishedSamples))]
[assembly: CaptureConsole]

namespace TinyRnn.Samples.Tests.Harness;

/// <summary>Samples published with NativeAOT for the tests of this assembly, each at most once, apart from the clone's own build.</summary>
public sealed class PublishedSamples : IDisposable
{
    private const string ArmLibraries = "/usr/aarch64-linux-gnu";
    private const string ArmEmulator = "/usr/bin/qemu-aarch64-static";

    private readonly TemporaryFolder _folder = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _published = [];

    /// <summary>Publishes a sample, without a warning.</summary>
    /// <returns>The folder of the program.</returns>
    public string Publish(string sample, string runtime = "linux-x64")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "publishes for Linux on x64");
        Assert.SkipUnless(
            (File.Exists("/usr/bin/clang") || File.Exists("/usr/bin/gcc")) && File.Exists("/usr/include/zlib.h"),
            "NativeAOT links with clang or gcc and zlib's headers");
        if (runtime == "linux-arm64")
        {
            Assert.SkipUnless(
                File.Exists(ArmEmulator) && File.Exists("/usr/bin/ld.lld") && Directory.Exists(ArmLibraries),
                "needs qemu-user-static, lld and the cross libraries for arm64");
        }

        lock (_lock)
        {
            string name = $"{sample}-{runtime}";
            if (!_published.TryGetValue(name, out string? folder))
            {
                folder = Path.Combine(_folder.Path, name);
                string[] cross = runtime == "linux-arm64" ? ["-p:LinkerFlavor=lld", "-p:SysRoot=/", "-p:CppCompilerAndLinker=clang"] : [];
                string[] weights = sample switch
                {
                    "VoiceActivity" => [$"-p:SileroFolder={SileroWeights.CopyTo(Path.Combine(_folder.Path, "silero"))}/"],
                    "NoiseSuppression" => [$"-p:DtlnFolder={DtlnWeights.CopyTo(Path.Combine(_folder.Path, "dtln"))}/"],
                    _ => [],
                };
                string output = ChildProcess.Finish(ChildProcess.Start(
                    Repository.Root,
                    [("MSBUILDDISABLENODEREUSE", "1")],
                    ["publish", Path.Combine("samples", sample), "-c", "Release", "-r", runtime, "-o", folder, "--artifacts-path",
                        Path.Combine(_folder.Path, "artifacts"), "-p:UseSharedCompilation=false", "-m:1", "-nologo", "-v:m", .. cross, .. weights]));
                Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
                _published[name] = folder;
            }

            return folder;
        }
    }

    /// <summary>Builds a sample for the JIT, without a warning, beside what is published and with the same parts of the library.</summary>
    /// <returns>The folder of the program.</returns>
    public string Build(string sample, string property)
    {
        lock (_lock)
        {
            string artifacts = Path.Combine(_folder.Path, "artifacts");
            string output = ChildProcess.Finish(ChildProcess.Start(
                Repository.Root,
                [("MSBUILDDISABLENODEREUSE", "1")],
                "build", Path.Combine("samples", sample), "-c", "Release", "--artifacts-path", artifacts, property, "-p:UseSharedCompilation=false",
                "-m:1", "-nologo", "-v:m"));
            Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
            return Path.Combine(artifacts, "bin", sample, "release");
        }
    }

    /// <summary>The command that runs a program published for arm64 on this machine.</summary>
    public static string[] OnArm64(string program) => [ArmEmulator, "-L", ArmLibraries, program];

    public void Dispose() => _folder.Dispose();
}
