using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>The way of DTLN's weights into the build: fetched by the script, or missing and told.</summary>
public class DtlnBuildTests
{
    [Fact]
    public void Without_the_weights_the_build_says_what_to_do()
    {
        using TemporaryFolder folder = new();
        using System.Diagnostics.Process process = ChildProcess.Start(
            Repository.Root,
            [("MSBUILDDISABLENODEREUSE", "1")],
            "build", "samples/NoiseSuppression", "-c", "Release", "--artifacts-path", folder.Path,
            $"-p:DtlnFolder={folder.Path}/", "-p:UseSharedCompilation=false", "-m:1", "-nologo", "-v:q");
        string[] errors = [.. ChildProcess.End(process, 1).Output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct()];
        Assert.Contains(
            $"{folder.Path}/{DtlnWeights.First} : error : the weights of DTLN are not there: run samples/NoiseSuppression/fetch-model, or set "
            + "DtlnFolder to the folder that holds them",
            Assert.Single(errors),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("right")]
    [InlineData("another first part")]
    [InlineData("no second part")]
    public void The_script_takes_the_files_that_it_knows_alone(string there)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is for bash");
        using TemporaryFolder folder = new();
        string sample = Path.Combine(folder.Path, "sample");
        string programs = Path.Combine(folder.Path, "programs");
        string weights = DtlnWeights.CopyTo(Path.Combine(folder.Path, "weights"));
        Directory.CreateDirectory(sample);
        Directory.CreateDirectory(programs);
        if (there == "another first part")
        {
            File.AppendAllText(Path.Combine(weights, DtlnWeights.First), "more");
        }

        if (there != "no second part")
        {
            File.WriteAllText(Path.Combine(weights, DtlnWeights.Second), "the second part");
        }

        // In curl's place a program that has these files: what it is to fetch is the last argument, and where it puts that the one before.
        string curl = Path.Combine(programs, "curl");
        File.WriteAllText(
            curl,
            $$"""
            #!/bin/sh
            while [ $# -gt 2 ]; do shift; done
            case "$2" in
              https://raw.githubusercontent.com/breizhn/DTLN/*/pretrained_model/model_[12].onnx) cp '{{weights}}/'"${2##*/}" "$1" ;;
              *) exit 3 ;;
            esac

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(curl, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        File.Copy(Path.Combine(Repository.Root, "samples", "NoiseSuppression", "fetch-model"), Path.Combine(sample, "fetch-model"));
        bool isRight = there == "right";
        using System.Diagnostics.Process process = ChildProcess.StartProgram(
            "/usr/bin/env", $"PATH={programs}:{Environment.GetEnvironmentVariable("PATH")}", "bash", Path.Combine(sample, "fetch-model"));
        (string output, string errors) = ChildProcess.End(process, isRight ? 0 : 1);
        Assert.Equal(isRight ? "wrote samples/NoiseSuppression/model_1.onnx and model_2.onnx\n" : "", output);
        Assert.StartsWith(
            isRight ? "" : there == "no second part"
                ? "fetch-model: https://raw.githubusercontent.com/breizhn/DTLN/" : "fetch-model: model_1.onnx is not the file that was expected\n",
            errors, StringComparison.Ordinal);
        Assert.Equal(isRight, File.Exists(Path.Combine(sample, DtlnWeights.First)));
        Assert.Equal(isRight, File.Exists(Path.Combine(sample, DtlnWeights.Second)));
    }
}
