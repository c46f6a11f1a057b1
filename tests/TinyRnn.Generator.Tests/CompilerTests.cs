using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Generator.Tests;

/// <summary>
/// The SDK's own compiler builds users' projects; the newest one, with the next version of C#, runs in these tests. Both are given the same text by the
/// generator, and what they compile it to gives the same bits.
/// </summary>
public class CompilerTests
{
    [Fact]
    public void Newest_compiler_gets_the_text_of_the_SDKs_and_gives_its_bits()
    {
        Network network = Networks.Raw(
            new VectorInput(3), OutputSteps.Every, 1,
            new GruLayer("gru", 3, 19), new LstmLayer("lstm", 19, 21), new RnnLayer("rnn", 21, 18), new DenseLayer("fc", 18, 2));
        AgreementSet set = new([network]);
        string model = NetworkWriter.Write(network);
        string program = CompiledModel.Program(1, set.Source);
        GeneratorRun newest = GeneratorRun.Of(program, OutputKind.ConsoleApplication, new ModelText("Model.tinyrnn", model));
        using TemporaryFolder folder = new();
        folder.Write("Model.tinyrnn", model);
        folder.Write("Program.cs", program);
        folder.Write("User.csproj", UserProject.WithProperties("""
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                <CompilerGeneratedFilesOutputPath>obj/made</CompilerGeneratedFilesOutputPath>
            """));

        string build = UserProject.Build(folder, "build", "User.csproj");
        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        string made = Path.Combine(folder.Path, "obj", "made", "TinyRnn.Generator", "TinyRnn.Generator.TinyRnnGenerator");
        Assert.Equal(
            newest.Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString()),
            Directory.GetFiles(made).ToDictionary(path => Path.GetFileName(path), File.ReadAllText));
        using Process process = ChildProcess.Start(folder.Path, [], $"bin/{UserProject.Configuration}/net10.0/User.dll");
        Assert.Equal(set.Lines, set.Feed(process));
    }

    /// <summary>What makes the other tests of this project tests of the newest compiler.</summary>
    [Fact]
    public void Compiler_of_these_tests_knows_a_newer_language_than_the_target_framework() =>
        Assert.True(LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() > LanguageVersion.CSharp14);
}
