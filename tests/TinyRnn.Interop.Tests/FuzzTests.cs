using System.Text;
using TinyRnn.Interop.Tests.Harness;
using TinyRnn.Interop.Tests.Keras;
using TinyRnn.Interop.Tests.Nam;
using TinyRnn.Interop.Tests.TensorFlowJs;

namespace TinyRnn.Interop.Tests;

/// <summary>
/// Broken files, the same in every run: each is imported or is one error in less than a second of the processor, without memory far beyond the file's size.
/// <c>TINYRNN_FUZZ_CASES</c> sets how many a reader.
/// </summary>
public class FuzzTests
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("TINYRNN_FUZZ_CASES"), out int cases) ? cases : 100_000;

    [Fact]
    public void Safetensors() => Fuzz(1, [
        new Weights().AddRecurrent("gru.", 3, 3, 4).AddLinear("fc", 4, 2).ToBytes(),
        new Weights().Add("rnn.weight_ih_l0", "F16", 3, 2).Add("rnn.weight_hh_l0", "BF16", 3, 3).ToBytes(),
        new Weights().Add("emb.weight", 4, 3).AddRecurrent("l.", 4, 3, 2, 2, true, 1).Add("n.running_mean", 2).AddPositive("n.running_var", 2)
            .AddCount("n.num_batches_tracked").ToBytes(),
        Exported(),
        .. Files("safetensors", "*.safetensors"),
    ]);

    [Fact]
    public void Json() => Fuzz(2, [
        new Weights().AddRecurrent("gru.", 3, 2, 3).AddLinear("fc", 3, 1).ToJson().Bytes.ToArray(),
        Encoding.UTF8.GetBytes(RtNeuralTests.Gru(gain: 3, skip: 0)),
        Encoding.UTF8.GetBytes(RtNeuralTests.Gru(gain: 0, skip: 1)),
        Encoding.UTF8.GetBytes(RtNeuralTests.Features(2, 3, 1, 2, "same")),
        .. Files("audio-models", "*ts9.json"),
    ]);

    [Fact]
    public void Keras() =>
        Fuzz(
            3,
            [.. Directory.GetFiles(KerasTests.Folder, "*.h5").Concat(Directory.GetFiles(KerasTests.Folder, "*.keras")).Order(StringComparer.Ordinal).Select(
                File.ReadAllBytes)]);

    /// <summary>Configurations of layers over two axes and of stacked cells, whose arrays are as they should be.</summary>
    [Fact]
    public void KerasConfigurations()
    {
        int imported = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 2 }, part =>
        {
            Mutator mutator = new(7000 + part);
            for (int i = part; i < Cases; i += 8)
            {
                (string config, Dictionary<string, (int[], float[])[]> arrays) = KerasConfigs.All[i % KerasConfigs.All.Count];
                byte[] damaged = mutator.Mutate(Encoding.UTF8.GetBytes(config));
                if (FuzzRun.Import($"case {i} of part {part}", damaged, source => WrittenKeras.Import(source, arrays), "model.keras"))
                {
                    Interlocked.Increment(ref imported);
                }
            }
        });

        Assert.True(imported > 0, "no mutated configuration was imported");
    }

    [Fact]
    public void Torch() => Fuzz(4, [
        .. Directory.GetFiles(PyTorch.TorchSaveTests.Folder, "*.p*").Where(path => !path.EndsWith(".py", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(bytes => bytes.Length < 10_000),
        .. Files("deployed", "*.pth"),
    ]);

    [Fact]
    public void Nam() => Fuzz(5, [new WrittenNam(1, 3, 1).Bytes, new WrittenNam(2, 2, 3, 2).Bytes, .. Files("deployed", "*.nam")]);

    [Fact]
    public void TensorFlowJs()
    {
        string[] models = [.. Directory.GetFiles(TfjsTests.Folder, "model.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(models);
        Fuzz(6, [.. models.Select(File.ReadAllBytes)], models);
    }

    // The mutations are most telling on small files, and so are the times.
    private static IEnumerable<byte[]> Files(string folder, string pattern)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("TINYRNN_SHARED") ?? Path.Combine(Repository.Root, "..", "shared"), "data", folder);
        return Directory.Exists(path)
            ? Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(bytes => bytes.Length < 10_000)
            : [];
    }

    private static byte[] Exported()
    {
        Layer[] layers = [new GruLayer("gru", 3, 4), new DenseLayer("fc", 4, 2)];
        Network network = new(new NetworkDefinition
        {
            Name = "n",
            Task = NetworkTask.Raw,
            Input = new VectorInput(3),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, 1),
        });
        return ModelExporters.All.Single(exporter => exporter.Kind == "safetensors").Write(network, []);
    }

    private static void Fuzz(int seed, IReadOnlyList<byte[]> seeds, string[]? paths = null)
    {
        int[] imported = new int[seeds.Count];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 2 }, part =>
        {
            Mutator mutator = new((seed * 1000) + part);
            for (int i = part; i < Cases; i += 8)
            {
                byte[] file = mutator.Mutate(seeds[i % seeds.Count]);
                ImportOptions options = i % 3 == 0 ? ImportOptions.None : KerasTests.Characters;
                if (FuzzRun.Import($"case {i} of part {part}", file, source => ModelImporters.Import(source, options), paths?[i % seeds.Count] ?? "fuzz.bin"))
                {
                    Interlocked.Increment(ref imported[i % seeds.Count]);
                }
            }
        });

        // Changes inside the weights leave a file whole: where none does, the mutations never come past the head.
        Assert.True(imported.Sum() > 0, "no mutated file was imported");
    }
}
