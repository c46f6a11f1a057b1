using System.Globalization;
using System.Text.RegularExpressions;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>Smaller weights in a user's project: made by the real build before the compiler runs.</summary>
public class QuantizeBuildTests
{
    private const string Program = """
        using System;
        using TinyRnn;

        Console.WriteLine(Letters.SelfTest() && Pump.SelfTest() && Plain.SelfTest());

        [TinyRnnModel("letters.safetensors")]
        internal sealed partial class Letters;

        [TinyRnnModel("deep/pump.tinyrnn")]
        internal sealed partial class Pump;

        [TinyRnnModel("plain.tinyrnn")]
        internal sealed partial class Plain;
        """;

    private const string Items = """
          <ItemGroup>
            <TinyRnnModel Include="letters.safetensors" Labels="labels.txt" Vocabulary="vocabulary.txt"
                          Quantize="bf16" QuantizeData="texts" QuantizeBound="100" />
            <TinyRnnModel Include="deep/pump.tinyrnn" Quantize="int8" QuantizeData="pump.csv" QuantizeExpected="expected.csv"
                          QuantizeDelimiter=";" QuantizeDecimal="." QuantizeBound="10" QuantizeLayerBound="1" />
          </ItemGroup>
          <Import
        """;

    [Fact]
    public void Models_are_quantised_once_and_refused_where_they_lose_too_much()
    {
        using TemporaryFolder folder = new();
        Write(folder);
        string build = UserProject.Build(folder, "build", "App.csproj");
        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        Assert.Matches(
            @"pump\.tinyrnn : message TRNN103: quantised to int8\n(.*\n)*? *size +[\d,]+ bytes of weights before, [\d,]+ after(.*\n)*?"
                + " *measure +RMSE: 0 before, ",
            build);
        Assert.Matches(@"letters\.safetensors : message TRNN103: quantised to bf16\n(.*\n)*? *measure +accuracy, %", build);
        Assert.Equal("True\n", Run(folder));
        Assert.Contains("\"I8\"", Model(folder, "deep/pump.tinyrnn"), StringComparison.Ordinal);
        Assert.Contains("\"BF16\"", Model(folder, "letters.tinyrnn"), StringComparison.Ordinal);

        // What has not changed is not made again; of what has, that model alone.
        string[] models = ["deep/pump.tinyrnn", "letters.tinyrnn"];
        DateTime[] before = Times();
        Assert.DoesNotContain("TRNN103", UserProject.Build(folder, "build", "App.csproj", "--no-restore"), StringComparison.Ordinal);
        Assert.Equal(before, Times());
        folder.Write("texts/z.txt", "dcba\nddcc\n");
        build = UserProject.Build(folder, "build", "App.csproj", "--no-restore");
        Assert.Single(Regex.Matches(build, "TRNN103"));
        Assert.Contains("letters.safetensors : message TRNN103", build, StringComparison.Ordinal);

        // A data file that is gone has no time, but is a change.
        File.Delete(Path.Combine(folder.Path, "texts/z.txt"));
        Assert.Contains("letters.safetensors : message TRNN103", UserProject.Build(folder, "build", "App.csproj", "--no-restore"), StringComparison.Ordinal);

        string project = File.ReadAllText(Path.Combine(folder.Path, "App.csproj"));
        folder.Write("App.csproj", project.Replace("QuantizeBound=\"10\"", "QuantizeBound=\"0.000001\"", StringComparison.Ordinal));
        Assert.Matches(
            @"deep/pump\.tinyrnn : error TRNN102: refused: RMSE goes from 0 to 0\.\d+, which is worse by more than the bound of 1E-06; nothing was written",
            UserProject.BuildWrong(folder, "App.csproj"));

        // The build before made a model that is not what the item asks for now: no later build takes it.
        Assert.Contains("error TRNN102: refused: ", UserProject.BuildWrong(folder, "App.csproj"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, $"obj/{UserProject.Configuration}/net10.0/tinyrnn/deep/pump.tinyrnn")));
        folder.Write("App.csproj", project.Replace("\"int8\"", "\"int4\"", StringComparison.Ordinal));
        Assert.Matches(@"deep/pump\.tinyrnn : error TRNN102: .*int4", UserProject.BuildWrong(folder, "App.csproj"));

        DateTime[] Times() =>
            [.. models.Select(model => File.GetLastWriteTimeUtc(Path.Combine(folder.Path, $"obj/{UserProject.Configuration}/net10.0/tinyrnn/{model}")))];
    }

    private static string Model(TemporaryFolder folder, string name) =>
        File.ReadAllText(Path.Combine(folder.Path, $"obj/{UserProject.Configuration}/net10.0/tinyrnn/{name}"));

    private static string Run(TemporaryFolder folder) =>
        ChildProcess.Finish(ChildProcess.Start(folder.Path, [], $"bin/{UserProject.Configuration}/net10.0/App.dll"));

    private static void Write(TemporaryFolder folder)
    {
        folder.Write("letters.safetensors", new Weights().AddRecurrent("gru.", 3, 4, 12).AddLinear("fc", 12, 3).ToBytes());
        folder.Write("labels.txt", "x\ny\nz\n");
        folder.Write("vocabulary.txt", "abcd\n");
        Directory.CreateDirectory(Path.Combine(folder.Path, "texts"));
        foreach (string label in new[] { "x", "y", "z" })
        {
            folder.Write(
                $"texts/{label}.txt",
                string.Concat(Enumerable.Range(0, 10).Select(i => $"{"abcd"[i % 4]}{"abcd"[i / 4]}{label switch { "x" => "ab", "y" => "cd", _ => "da" }}\n")));
        }

        Directory.CreateDirectory(Path.Combine(folder.Path, "deep"));
        Network pump = Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 12), new DenseLayer("fc", 12, 6));
        folder.Write("deep/pump.tinyrnn", NetworkWriter.Write(Networks.WithTestVectors(pump, [1f, 2f, 3f, 4f])));
        folder.Write("plain.tinyrnn", NetworkWriter.Write(Networks.WithTestVectors(pump, [1f, 2f])));
        float[] input = [.. Enumerable.Range(0, 50).SelectMany(i => (float[])[MathF.Sin(i), MathF.Cos(i)])];
        folder.Write("pump.csv", Rows(input, 2));
        folder.Write("expected.csv", Rows(new Interpreter(pump).Run(input), 6));
        folder.Write("Program.cs", Program);
        string tool = $"<TinyRnnToolPath>{Repository.Root}/src/TinyRnn.Tool/bin/{UserProject.Configuration}/net10.0/TinyRnn.Tool.dll</TinyRnnToolPath>";
        folder.Write("App.csproj", UserProject.WithProperties(tool).Replace("  <Import", Items, StringComparison.Ordinal));
    }

    private static string Rows(float[] values, int columns) => string.Concat(
        values.Chunk(columns).Select(row => string.Join(';', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + "\n"));
}
