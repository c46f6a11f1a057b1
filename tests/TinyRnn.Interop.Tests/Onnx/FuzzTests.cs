using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Damaged files: each is imported, or refused with one error that names the file, soon and without much memory.</summary>
public class FuzzTests
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("TINYRNN_FUZZ_CASES"), out int cases) ? cases : 100_000;
    private const int Parallel = 2;

    [Fact]
    public void A_hundred_thousand_damaged_files_are_imported_or_refused()
    {
        byte[][] seeds = [.. Seeds()];
        int[] imported = new int[Parallel];
        System.Threading.Tasks.Parallel.For(0, Parallel, worker =>
        {
            Mutator mutator = new(worker);
            for (int i = 0; i < Cases / Parallel; i++)
            {
                byte[] file = mutator.Mutate(seeds[i % seeds.Length]);
                imported[worker] += FuzzRun.Import($"case {i} of worker {worker}", file, source => new OnnxImporter().Import(source, ImportOptions.None))
                    ? 1
                    : 0;
            }
        });

        Assert.InRange(imported.Sum(), 1, Cases - 1);
    }

    private static IEnumerable<byte[]> Seeds()
    {
        foreach (string head in TestGraph.Heads)
        {
            TestGraph graph = new(13);
            graph.Input("X", "batch", "time", 2);
            graph.Head(head, "bidirectional", 2, 2);
            yield return graph.ToArray();
        }

        Layer[] layers =
        [
            new EmbeddingLayer("emb", 3, 2), new LstmLayer("rnn", 2, 2, hasPeepholes: true, options: new(HasInitialState: true)), new DenseLayer("fc", 2, 3)
        ];
        Network network = Networks.LanguageModel(new Vocabulary("abc"), 1, layers);
        yield return new OnnxExporter().Write(network, []);
        yield return new OnnxExporter(isStep: true).Write(network, []);
        yield return new OnnxExporter().Write(Networks.Classifier(new Vocabulary("abc"), 1, new ConcatRnnLayer("rnn", 3, 2, 2)), []);
        foreach (string file in Directory.GetFiles(TorchFileTests.Folder, "*.onnx").Order(StringComparer.Ordinal))
        {
            yield return File.ReadAllBytes(file);
        }

        Layer[] projected = [new LstmLayer("a", 2, 3, 2, options: new(Direction: Direction.Bidirectional))];
        yield return new OnnxExporter().Write(Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, projected), []);
        foreach (string folder in new[] { "onnx-node", "onnx-node-baked", "onnx-real" })
        {
            string path = Path.Combine(Repository.Root, "..", "shared", "data", folder);
            string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*.onnx", SearchOption.AllDirectories) : [];
            foreach (string file in files.Order(StringComparer.Ordinal))
            {
                // The large one fails at its first node whatever stands behind.
                if (new FileInfo(file).Length < 100_000)
                {
                    yield return File.ReadAllBytes(file);
                }
            }
        }
    }
}
