using System.Text.Json;
using System.Text.RegularExpressions;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Harness;
using TinyRnn.Model;
using TinyRnn.Tests;

namespace TinyRnn.Interop.Tests;

/// <summary>What a <c>TinyRnnModel</c> item of a project may name, and where its errors stand.</summary>
public class BuildItemTests
{
    private const string Program = """
        using System;
        using TinyRnn;

        Console.WriteLine(Letters.SelfTest() && Outside.SelfTest());

        [TinyRnnModel("letters.safetensors")]
        internal sealed partial class Letters;

        [TinyRnnModel("outside.tinyrnn")]
        internal sealed partial class Outside;
        """;

    private const string Items = """
          <ItemGroup>
            <TinyRnnModel Include="letters.safetensors" Labels="labels.json" Vocabulary="vocabulary.txt" />
            <TinyRnnModel Include="../models/outside.tinyrnn" />
          </ItemGroup>
          <Import
        """;

    [Fact]
    public void Models_from_elsewhere_compile_and_errors_stand_at_the_file_that_is_wrong()
    {
        using TemporaryFolder models = new();
        using TemporaryFolder folder = new();
        GruLayer cell = new("gru", 2, 3);
        Network outside = Networks.WithTestVectors(Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, cell), Networks.RandomInput(4, 1));
        models.Write("outside.tinyrnn", NetworkWriter.Write(outside));
        folder.Write("letters.safetensors", new Weights().AddRecurrent("gru.", 3, 4, 5).AddLinear("fc", 5, 3).ToBytes());
        folder.Write("labels.json", "[\"x\", \"y\", \"z\"]");
        folder.Write("vocabulary.txt", "abcd\n");
        folder.Write("Program.cs", Program);
        folder.Write(
            "App.csproj",
            UserProject.WithProperties("<TreatWarningsAsErrors>false</TreatWarningsAsErrors>").Replace("  <Import", Items, StringComparison.Ordinal).Replace(
                "../models", models.Path, StringComparison.Ordinal));
        Assert.DoesNotContain("warning", UserProject.Build(folder, "build", "App.csproj"), StringComparison.Ordinal);
        Assert.Equal("True\n", ChildProcess.Finish(ChildProcess.Start(folder.Path, [], $"bin/{UserProject.Configuration}/net10.0/App.dll")));

        // 'dotnet watch' looks at what the items name.
        string list = ChildProcess.Finish(ChildProcess.Start(folder.Path, [("MSBUILDDISABLENODEREUSE", "1")], "msbuild", "App.csproj", "-getItem:Watch"));
        using JsonDocument watched = JsonDocument.Parse(list);
        string[] names =
        [
            .. watched.RootElement.GetProperty("Items").GetProperty("Watch").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)
        ];
        Assert.Equal(
            [models.Path + "/outside.tinyrnn", "labels.json", "letters.safetensors", "vocabulary.txt"], names.Distinct().Order(StringComparer.Ordinal));

        // 'tinyrnn import' has written a model beside the weights: the build takes its own, and says so.
        folder.Write("letters.tinyrnn", NetworkWriter.Write(outside));
        Assert.Matches(@"letters\.tinyrnn : warning TRNN105: ", UserProject.Build(folder, "build", "App.csproj", "--no-restore"));
        Assert.Equal("True\n", ChildProcess.Finish(ChildProcess.Start(folder.Path, [], $"bin/{UserProject.Configuration}/net10.0/App.dll")));
        File.Delete(Path.Combine(folder.Path, "letters.tinyrnn"));

        folder.Write("labels.json", "[\"x\",\n \"y\" \"z\"]");
        string build = UserProject.BuildWrong(folder, "App.csproj");
        Assert.Matches(@"labels\.json\(2,6\) ?: error TRNN100: [^\n]*expected", build);
        Assert.DoesNotMatch(
            new Regex("tinyrnn: |labels\\.json.*labels\\.json[^\\]]*:"), build.Split('\n').First(line => line.Contains("TRNN100", StringComparison.Ordinal)));
    }
}
