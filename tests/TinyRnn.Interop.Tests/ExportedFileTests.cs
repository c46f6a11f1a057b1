using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Options;

namespace TinyRnn.Interop.Tests;

/// <summary>What <c>tinyrnn export</c> writes, <c>tinyrnn import</c> and the build of a user's project read, without an option and to the same bits.</summary>
public class ExportedFileTests
{
    private static readonly string Tool = $"{Repository.Root}/src/TinyRnn.Tool/bin/{UserProject.Configuration}/net10.0/TinyRnn.Tool.dll";

    /// <summary>Every kind of input, layer, task and scaling.</summary>
    private static readonly Dictionary<string, Network> Models = new()
    {
        ["Plain"] = Networks.WithTestVectors(
            Networks.Raw(
                new VectorInput(3, ["a", "b", "c"], new Scaling([1f, 2f, 3f], [4f, 5f, 6f])), OutputSteps.Every, 1, new GruLayer("gru", 3, 4),
                new DenseLayer("fc", 4, 2, new ActivationFunction(Activation.LeakyRelu, 0.2f))),
            [1f, 2f, 3f, 4f, 5f, 6f]),
        ["BothWays"] = Networks.Raw(
            new VectorInput(3), OutputSteps.Last, 2,
                new LstmLayer("lstm", 3, 4, 2, options: new RecurrentOptions(BiasForm.Combined, Direction.Bidirectional, true)),
                new PoolingLayer("pool", 4, PoolingMode.Final), new DenseLayer("fc", 4, 2)),
        ["Names"] = Networks.WithTestVectors(
            Networks.Classifier(new Vocabulary("abcdé", TextNormalization.None, UnknownCharacter.Replace, "a"), 4, new EmbeddingLayer("emb", 5, 3),
                new RnnLayer("rnn", 3, 4), new DenseLayer("fc", 4, 3, bias: false)), "abé"),
        ["Tutorial"] = Networks.Classifier(new Vocabulary("abcd"), 5, new ConcatRnnLayer("cell", 4, 3, 2)),
        ["Writer"] = Networks.LanguageModel(new Vocabulary("ab c\n"), 6, new GruLayer("gru", 5, 4, GruReset.Before), new DenseLayer("fc", 4, 5)),
        ["Forecast"] = new Network(new NetworkDefinition
        {
            Name = "pump of the plant",
            Task = NetworkTask.Forecast,
            Input = new VectorInput(2, ["flow", "heat"], new Scaling([1f, 2f], [3f, 4f])),
            Layers = ForecastLayers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(ForecastLayers, 9),
            OutputScaling = new Scaling([2f], [4f]),
            MetadataJson = """{"licence": "none"}""",
            Forecast = new ForecastShape(4, 2, 2, 1, known: [0]),
            Residual = new Residual([1]),
        }),
        ["Rare"] = Networks.Raw(
            new VectorInput(2), OutputSteps.Every, 7,
            new LstmLayer("a", 2, 3, 0, true, new() { Clip = 0.75f }, Activation.HardSigmoid, Activation.Softsign, Activation.Tanh, true),
                new RnnLayer("b", 3, 3, Activation.Relu, new(BiasForm.None))),
    };

    private static Layer[] ForecastLayers => [new GruLayer("rnn", 2, 4), new DenseLayer("fc", 4, 1)];

    [Fact]
    public void Files_come_back_by_the_command_and_in_a_build()
    {
        using TemporaryFolder folder = new();
        List<(string File, Network Model, bool HasTestVectors)> files = [];
        foreach ((string name, Network model) in Models)
        {
            folder.Write(name + ".tinyrnn", NetworkWriter.Write(model));
            foreach (IModelExporter exporter in ModelExporters.All.Where(exporter => exporter.Kind != "onnx-step" || model.IsStreaming))
            {
                string file = $"{name}_{exporter.Kind.Replace('-', '_')}{exporter.Extension}";
                Run(folder, "export", name + ".tinyrnn", "--to", exporter.Kind, "-o", file);
                files.Add((file, model, exporter.Kind == "safetensors"));
            }
        }

        Network brain = AgreementModels.Quantized(Models["Plain"], TensorType.BF16);
        folder.Write("Brain.tinyrnn", NetworkWriter.Write(brain));
        Run(folder, "export", "Brain.tinyrnn", "--to", "safetensors");
        files.Add(("Brain.safetensors", brain, true));
        Assert.Equal((3 * Models.Count) - 1 + 1, files.Count);

        foreach ((string file, Network model, bool hasTestVectors) in files)
        {
            Run(folder, "import", file, "-o", "back.tinyrnn", "--force");
            AssertSame(model, Path.Combine(folder.Path, "back.tinyrnn"), hasTestVectors);
        }

        string[] types = [.. files.Select(file => Path.GetFileNameWithoutExtension(file.File))];
        folder.Write("Program.cs", $$"""
            using System;
            using TinyRnn;

            Console.WriteLine({{string.Join(" & ", types.Select(type => $"{type}.SelfTest()"))}});

            {{string.Join("\n\n", files.Zip(types, (file, type) => $"[TinyRnnModel(\"{file.File}\")]\ninternal sealed partial class {type};"))}}
            """);
        foreach (string name in Models.Keys.Append("Brain"))
        {
            File.Delete(Path.Combine(folder.Path, name + ".tinyrnn"));
        }

        File.Delete(Path.Combine(folder.Path, "back.tinyrnn"));
        string items = $"  <ItemGroup>\n{string.Join('\n', files.Select(file => $"    <TinyRnnModel Include=\"{file.File}\" />"))}\n  </ItemGroup>\n  <Import";
        folder.Write(
            "App.csproj", UserProject.WithProperties($"<TinyRnnToolPath>{Tool}</TinyRnnToolPath>").Replace("  <Import", items, StringComparison.Ordinal));
        UserProject.Build(folder, "build", "App.csproj");
        Assert.Equal("True\n", ChildProcess.Finish(ChildProcess.Start(folder.Path, [], $"bin/{UserProject.Configuration}/net10.0/App.dll")));
        foreach (((string _, Network model, bool hasTestVectors), string type) in files.Zip(types))
        {
            AssertSame(model, Path.Combine(folder.Path, $"obj/{UserProject.Configuration}/net10.0/tinyrnn/{type}.tinyrnn"), hasTestVectors);
        }

        // What is told beside it cannot hold, and is called as the user calls it.
        string error = ChildProcess.End(ChildProcess.Start(folder.Path, [], Tool, "import", "Plain_safetensors.safetensors", "--columns", "x,y,z"), 1).Errors;
        Assert.Contains("it takes no options; remove '--columns'", error, StringComparison.Ordinal);
        folder.Write(
            "App.csproj",
            File.ReadAllText(Path.Combine(folder.Path, "App.csproj")).Replace("\"Plain_safetensors.safetensors\"", "\"Plain_safetensors.safetensors\" "
                + "OutputMean=\"1\" OutputStd=\"2\"", StringComparison.Ordinal));
        Assert.Contains("remove 'OutputMean'", UserProject.BuildWrong(folder, "App.csproj"), StringComparison.Ordinal);
    }

    /// <summary>Of options that are added later, too: each is one that an exported file has no place for.</summary>
    [Fact]
    public void Every_option_is_refused_by_its_name()
    {
        byte[] file = ModelExporters.All.Single(exporter => exporter.Kind == "safetensors").Write(Models["Plain"], []);
        ImportSource source = new("exported.safetensors", file);
        Dictionary<string, (ImportOptions Options, string Name)> given = new()
        {
            [nameof(ImportOptions.Name)] = (ImportOptions.None with { Name = "a" }, "name"),
            [nameof(ImportOptions.Task)] = (ImportOptions.None with { Task = NetworkTask.Raw }, "task"),
            [nameof(ImportOptions.Labels)] = (ImportOptions.None with { Labels = ["a", "b"] }, "labels"),
            [nameof(ImportOptions.Vocabulary)] = (ImportOptions.None with { Vocabulary = "abc" }, "vocabulary"),
            [nameof(ImportOptions.Words)] = (ImportOptions.None with { Words = new WordList(["a"]) }, "words"),
            [nameof(ImportOptions.Split)] = (ImportOptions.None with { Split = WordSplit.Keras }, "wordSplit"),
            [nameof(ImportOptions.Tokens)] = (ImportOptions.None with { Tokens = 3 }, "tokens"),
            [nameof(ImportOptions.Length)] = (ImportOptions.None with { Length = 3 }, "length"),
            [nameof(ImportOptions.CutsBefore)] = (ImportOptions.None with { CutsBefore = true }, "cut"),
            [nameof(ImportOptions.Padding)] = (ImportOptions.None with { Padding = 0 }, "padding"),
            [nameof(ImportOptions.PadsBefore)] = (ImportOptions.None with { PadsBefore = true }, "pad"),
            [nameof(ImportOptions.Normalization)] = (ImportOptions.None with { Normalization = TextNormalization.Ascii }, "normalization"),
            [nameof(ImportOptions.Unknown)] = (ImportOptions.None with { Unknown = UnknownCharacter.Skip }, "unknown"),
            [nameof(ImportOptions.Replacement)] = (ImportOptions.None with { Replacement = "a" }, "replacement"),
            [nameof(ImportOptions.OutputSteps)] = (ImportOptions.None with { OutputSteps = OutputSteps.Last }, "outputs"),
            [nameof(ImportOptions.Reading)] = (ImportOptions.None with { Reading = SequenceReading.Steps }, "reading"),
            [nameof(ImportOptions.Window)] = (ImportOptions.None with { Window = 2 }, "window"),
            [nameof(ImportOptions.Horizon)] = (ImportOptions.None with { Horizon = 2 }, "horizon"),
            [nameof(ImportOptions.Target)] = (ImportOptions.None with { Target = "none" }, "target"),
            [nameof(ImportOptions.Known)] = (ImportOptions.None with { Known = ["1"] }, "known"),
            [nameof(ImportOptions.InputNames)] = (ImportOptions.None with { InputNames = ["a"] }, "input"),
            [nameof(ImportOptions.InputScaling)] = (ImportOptions.None with { InputScaling = new Scaling([1f], [1f]) }, "input"),
            [nameof(ImportOptions.OutputScaling)] = (ImportOptions.None with { OutputScaling = new Scaling([1f], [1f]) }, "output"),
            [nameof(ImportOptions.ResidualInputs)] = (ImportOptions.None with { ResidualInputs = [0] }, "output"),
            [nameof(ImportOptions.Order)] = (ImportOptions.None with { Order = ["gru"] }, "order"),
            [nameof(ImportOptions.From)] = (ImportOptions.None with { From = ["x"] }, "from"),
            [nameof(ImportOptions.To)] = (ImportOptions.None with { To = ["y"] }, "to"),
            [nameof(ImportOptions.Architecture)] = (ImportOptions.None with { Architecture = "{}" }, "architecture"),
            [nameof(ImportOptions.Set)] = (ImportOptions.None with { Set = new Dictionary<string, long> { ["sr"] = 1 } }, "set"),
            [nameof(ImportOptions.Part)] = (ImportOptions.None with { Part = "net" }, "part"),
            [nameof(ImportOptions.Activations)] = (ImportOptions.None with { Activations = new Dictionary<string, string> { ["fc"] = "relu" } }, "activations"),
        };
        Assert.Equal(
            typeof(ImportOptions).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)
            .Where(name => name != nameof(ImportOptions.Spelling)).Order(),
            given.Keys.Order());
        Assert.All(
            given.Values,
            one => Assert.Contains(
                $"remove '{one.Name}'", Assert.Throws<ImportException>(() => ModelImporters.Import(source, one.Options)).Message, StringComparison.Ordinal));

        // How options are called is none, and neither is an equal copy of none.
        ImportOptions called = ImportOptions.None with
        {
            Spelling = new Dictionary<string,
            string>
            { ["labels"] = "--labels" },
            Activations = new Dictionary<string,
            string>(),
        };
        Assert.Equal("random", ModelImporters.Import(source, called).Network.Name);
    }

    private static void Run(TemporaryFolder folder, params string[] arguments) =>
        ChildProcess.Finish(ChildProcess.Start(folder.Path, [], [Tool, .. arguments]));

    private static void AssertSame(Network expected, string path, bool hasTestVectors)
    {
        Network actual = NetworkFile.Load(path);
        Assert.Equal(NetworkWriter.Write(hasTestVectors ? expected : expected.With([])), NetworkWriter.Write(hasTestVectors ? actual : actual.With([])));
    }
}
