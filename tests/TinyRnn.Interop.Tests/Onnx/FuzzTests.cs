using System.Diagnostics;
using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Damaged files: each is imported, or refused with one error that names the file, soon and without much memory.</summary>
public class FuzzTests
{
    private const int Cases = 100_000;
    private const int Parallel = 2;

    [Fact]
    public void A_hundred_thousand_damaged_files_are_imported_or_refused()
    {
        byte[][] seeds = [.. Seeds()];
        TimeSpan[] slowest = new TimeSpan[Parallel];
        int[] imported = new int[Parallel];
        long[] largest = new long[Parallel];
        System.Threading.Tasks.Parallel.For(0, Parallel, worker =>
        {
            Mutator mutator = new(worker);
            for (int i = 0; i < Cases / Parallel; i++)
            {
                byte[] file = mutator.Mutate(seeds[i % seeds.Length]);
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                imported[worker] += Import(file) ? 1 : 0;
                TimeSpan time = Stopwatch.GetElapsedTime(start);
                slowest[worker] = time > slowest[worker] ? time : slowest[worker];
                largest[worker] = Math.Max(largest[worker], GC.GetAllocatedBytesForCurrentThread() - before);
            }
        });

        Assert.InRange(imported.Sum(), 1, Cases - 1);
        // A hang, not the second that a file may take on a quiet machine: other tests run beside this one.
        Assert.All(slowest, time => Assert.True(time < TimeSpan.FromSeconds(20), $"a file took {time}"));
        Assert.All(largest, bytes => Assert.True(bytes < 100_000_000, $"a file took {bytes} bytes"));
    }

    private static bool Import(byte[] file)
    {
        try
        {
            new OnnxImporter().Import(new ImportSource("fuzz.onnx", file), ImportOptions.None);
            return true;
        }
        catch (ImportException e)
        {
            Assert.StartsWith("fuzz.onnx: ", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
            return false;
        }
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

        Layer[] layers = [new EmbeddingLayer("emb", 3, 2), new LstmLayer("rnn", 2, 2, hasPeepholes: true, options: new(HasInitialState: true)), new DenseLayer("fc", 2, 3)];
        Network network = Networks.LanguageModel(new Vocabulary("abc"), 1, layers);
        yield return new OnnxExporter().Write(network, []);
        yield return new OnnxExporter(isStep: true).Write(network, []);
        yield return new OnnxExporter().Write(Networks.Classifier(new Vocabulary("abc"), 1, new ConcatRnnLayer("rnn", 3, 2, 2)), []);
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
