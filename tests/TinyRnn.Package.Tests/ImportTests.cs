using System.Diagnostics;
using System.Globalization;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop;
using TinyRnn.Model;

namespace TinyRnn.Package.Tests;

/// <summary>Weights of other tools in a project that has nothing but the package.</summary>
public class ImportTests(PackedPackages packages)
{
    private const string Program = """
        using System;
        using System.Globalization;
        using TinyRnn;

        float[] output = new float[Wave.OutputSize];
        Wave.State state = default;
        Wave.Step(ref state, [0.5f, -1f], output);
        Console.WriteLine(string.Join(' ', output.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        Console.WriteLine(Series.Forecast([1f, 2f, 3f, 4f]).ToString("R", CultureInfo.InvariantCulture));
        Console.WriteLine($"{Wave.SelfTest()} {Series.SelfTest()} {Effect.SelfTest()} {Effect.InputSize}");

        [TinyRnnModel("model.onnx")]
        internal sealed partial class Wave;

        [TinyRnnModel("series.safetensors")]
        internal sealed partial class Series;

        [TinyRnnModel("effect.json")]
        internal sealed partial class Effect;
        """;

    private const string Items = """
          <ItemGroup>
            <TinyRnnModel Include="model.onnx" />
            <TinyRnnModel Include="series.safetensors" Activations="rnn=tanh" />
            <TinyRnnModel Include="effect.json" />
          </ItemGroup>
        </Project>
        """;

    private const string SeriesOptions = """
        {"window": 4, "target": "value", "input": {"names": ["value"], "mean": [2.5], "std": [1.5]}, "output": {"mean": [2.5], "std": [1.5]}}
        """;

    private const string Effect = """
        {"in_shape": [null, null, 1], "in_skip": 1, "in_gain": -6, "out_gain": 3, "layers": [
          {"type": "dense", "activation": "tanh", "shape": [null, null, 2], "weights": [[[0.5, -0.25]], [0.1, 0.2]]},
          {"type": "dense", "activation": "", "shape": [null, null, 1], "weights": [[[1.0], [2.0]], [0.0]]}]}
        """;

    [Fact]
    public void Weights_of_other_tools_run_and_damaged_ones_are_errors_of_the_build()
    {
        string folder = packages.NewFolder("import");
        packages.DotNet(folder, "new", "console", "-n", "App");
        string app = Path.Combine(folder, "App");
        packages.DotNet(app, "add", "package", "TinyRnn");
        string project = Path.Combine(app, "App.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("</Project>", Items, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(app, "Program.cs"), Program);
        Network wave = Network([new GruLayer("gru", 2, 5), new DenseLayer("fc", 5, 2)]);
        byte[] onnx = Write("onnx", wave);
        File.WriteAllBytes(Path.Combine(app, "model.onnx"), onnx);
        File.WriteAllBytes(Path.Combine(app, "series.safetensors"), StateDict());
        File.WriteAllText(Path.Combine(app, "series.import.json"), SeriesOptions);
        File.WriteAllText(Path.Combine(app, "effect.json"), Effect);

        string[] lines = packages.DotNet(app, "run").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        float[] expected = new Interpreter(wave).Run([0.5f, -1f]);
        Assert.Equal(expected, lines[^3].Split(' ').Select(word => float.Parse(word, CultureInfo.InvariantCulture)), (a, b) => MathF.Abs(a - b) < 1e-5f);
        Network series = ModelImporters.Import(
            Path.Combine(app, "series.safetensors"), Interop.Options.OptionsFile.FindBeside(Path.Combine(app, "series.safetensors"))).Network;
        Assert.Equal(4, series.Forecast!.Window);
        Assert.Equal(new Interpreter(series).Forecast([1f, 2f, 3f, 4f]), float.Parse(lines[^2], CultureInfo.InvariantCulture), 1e-5f);
        Assert.Equal("True True True 1", lines[^1]);

        // Half of a file.
        File.WriteAllBytes(Path.Combine(app, "model.onnx"), onnx[..(onnx.Length / 2)]);
        using Process build = packages.Start(app, "build", "-nologo", "-v:m");
        Assert.Matches(@"model\.onnx : error TRNN100: the ONNX file is malformed", ChildProcess.End(build, 1).Output);
    }

    private static byte[] Write(string kind, Network network) => ModelExporters.All.Single(exporter => exporter.Kind == kind).Write(network, []);

    // As PyTorch saves it: without what TinyRnn's exporter adds for itself.
    private static byte[] StateDict()
    {
        byte[] file = Write("safetensors", Network([new RnnLayer("rnn", 1, 4), new DenseLayer("fc", 4, 1)]));
        string text = System.Text.Encoding.Latin1.GetString(file).Replace("\"tinyrnn\":", "\"another\":", StringComparison.Ordinal);
        return System.Text.Encoding.Latin1.GetBytes(text);
    }

    private static Network Network(Layer[] layers)
    {
        Random random = new(1);
        Tensor[] tensors = [.. layers.SelectMany(layer => layer.Tensors).Select(spec => new Tensor(
            spec.Name, [.. spec.Shape], [.. Enumerable.Range(0, spec.Shape.Aggregate(1, (product, size) => product * size))
                .Select(_ => (float)random.NextDouble() - 0.5f)]))];
        return new Network(new NetworkDefinition
        {
            Name = "model",
            Task = NetworkTask.Raw,
            Input = new VectorInput(layers[0].InputSize),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = tensors,
        });
    }
}
