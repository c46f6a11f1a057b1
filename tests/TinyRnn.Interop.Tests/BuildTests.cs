using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Harness;
using TinyRnn.Interop.Tests.Nam;
using TinyRnn.Interop.Tests.PyTorch;
using TinyRnn.Interop.Tests.TensorFlowJs;

namespace TinyRnn.Interop.Tests;

/// <summary>Weights of another tool in a user's project: imported by the real build before the compiler runs.</summary>
public class BuildTests
{
    private const string Program = """
        using System;
        using TinyRnn;

        bool holds = Letters.SelfTest() && Pump.SelfTest() && Told.SelfTest() && Amplifier.SelfTest() && Browser.SelfTest();
        Console.WriteLine(Letters.Classify("ab") + " " + Pump.InputSize + " " + holds);

        [TinyRnnModel("letters.safetensors")]
        internal sealed partial class Letters;

        [TinyRnnModel("deep/pump.pth")]
        internal sealed partial class Pump;

        [TinyRnnModel("amplifier.nam")]
        internal sealed partial class Amplifier;

        [TinyRnnModel("web/model.json")]
        internal sealed partial class Browser;

        [TinyRnnModel("told.weights.h5")]
        internal sealed partial class Told;
        """;

    private const string Items = """
          <ItemGroup>
            <TinyRnnModel Include="letters.safetensors" Labels="labels.txt" Vocabulary="vocabulary.txt" Activations="fc1=tanh" />
            <TinyRnnModel Include="told.weights.h5" Architecture="layers.json" />
            <TinyRnnModel Include="amplifier.nam" />
            <TinyRnnModel Include="web/model.json" />
            <TinyRnnModel Include="deep/pump.pth" Name="pump of the plant" Part="discriminator.net" />
          </ItemGroup>
          <Import
        """;

    [Fact]
    public void Weights_in_a_project_become_models_once()
    {
        using TemporaryFolder folder = new();
        Write(folder);
        string build = UserProject.Build(folder, "build", "App.csproj");
        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        string run = ChildProcess.Finish(ChildProcess.Start(folder.Path, [], $"bin/{UserProject.Configuration}/net10.0/App.dll"));
        Assert.Matches("^[XYZ] 3 True\n$", run);

        // What has not changed is not imported again; what has, is.
        string[] models = [.. Directory.GetFiles(folder.Path, "*.tinyrnn", SearchOption.AllDirectories).Order()];
        Assert.Equal(5, models.Length);
        DateTime[] before = [.. models.Select(File.GetLastWriteTimeUtc)];
        UserProject.Build(folder, "build", "App.csproj", "--no-restore");
        Assert.Equal(before, models.Select(File.GetLastWriteTimeUtc));
        folder.Write("labels.txt", "u\nv\nw\n");
        UserProject.Build(folder, "build", "App.csproj", "--no-restore");
        Assert.Equal(1, models.Zip(before).Count(pair => File.GetLastWriteTimeUtc(pair.First) != pair.Second));
        run = ChildProcess.Finish(ChildProcess.Start(folder.Path, [], $"bin/{UserProject.Configuration}/net10.0/App.dll"));
        Assert.Matches("^[UVW] 3 True\n$", run);

        // So are the weights beside a model.
        before = [.. models.Select(File.GetLastWriteTimeUtc)];
        string[] shards = Directory.GetFiles(Path.Combine(folder.Path, "web"), "*.bin");
        File.WriteAllBytes(shards[0], [.. File.ReadAllBytes(shards[0]).Reverse()]);
        UserProject.Build(folder, "build", "App.csproj", "--no-restore");
        (string changed, DateTime _) = Assert.Single(models.Zip(before), pair => File.GetLastWriteTimeUtc(pair.First) != pair.Second);
        Assert.EndsWith("web/model.tinyrnn", changed, StringComparison.Ordinal);

        // Another option alone is a change, too: it stands in the project file. And what is wrong is an error at the file.
        string project = File.ReadAllText(Path.Combine(folder.Path, "App.csproj"));
        folder.Write("App.csproj", project.Replace(" Activations=\"fc1=tanh\"", "", StringComparison.Ordinal));
        Assert.Matches(
            @"letters\.safetensors : error TRNN100: .*which activation comes between 'fc1' and 'fc2'; give it as 'Activations'",
                UserProject.BuildWrong(folder, "App.csproj"));

        // What is no weights is called by what it is here, too, with the lines that help.
        folder.Write("letters.safetensors", new WrittenPickle(4).Global("sklearn.neural_network", "MLPClassifier").Raw((byte)')', 0x81).ToArray());
        Assert.Matches(
            @"letters\.safetensors : error TRNN100: the file is a pickle of scikit-learn .*from skl2onnx import to_onnx; open\(""model\.onnx"", ""wb""\)",
                UserProject.BuildWrong(folder, "App.csproj"));
    }

    private static void Write(TemporaryFolder folder)
    {
        folder.Write("letters.safetensors", new Weights().AddRecurrent("gru.", 3, 4, 5).AddLinear("fc1", 5, 6).AddLinear("fc2", 6, 3).ToBytes());
        folder.Write("labels.txt", "x\ny\nz\n");
        folder.Write("told.weights.h5", File.ReadAllBytes(Path.Combine(KerasTests.Folder, "told.weights.h5")));
        folder.Write("layers.json", File.ReadAllText(Path.Combine(KerasTests.Folder, "beside.json")));
        folder.Write("amplifier.nam", new WrittenNam(1, 4, 2).Bytes);
        Directory.CreateDirectory(Path.Combine(folder.Path, "web"));
        foreach (string file in Directory.GetFiles(Path.Combine(TfjsTests.Folder, "both")))
        {
            folder.Write("web/" + Path.GetFileName(file), File.ReadAllBytes(file));
        }

        folder.Write("vocabulary.txt", "abcd\n");
        Directory.CreateDirectory(Path.Combine(folder.Path, "deep"));
        folder.Write("deep/pump.pth", File.ReadAllBytes(Path.Combine(TorchSaveTests.Folder, "two.pt")));
        folder.Write("Program.cs", Program);
        string tool = $"<TinyRnnToolPath>{Repository.Root}/src/TinyRnn.Tool/bin/{UserProject.Configuration}/net10.0/TinyRnn.Tool.dll</TinyRnnToolPath>";
        folder.Write("App.csproj", UserProject.WithProperties(tool).Replace("  <Import", Items, StringComparison.Ordinal));
    }
}
