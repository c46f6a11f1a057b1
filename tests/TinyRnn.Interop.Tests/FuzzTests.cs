using System.Diagnostics;
using System.Text;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>
/// Broken files, the same in every run: each is imported or is one error in less than a second, without memory far beyond the file's size.
/// <c>TINYRNN_FUZZ_CASES</c> sets how many a reader.
/// </summary>
public class FuzzTests
{
    private const int Factor = 64;
    private const int Allowance = 16 << 20;

    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("TINYRNN_FUZZ_CASES"), out int cases) ? cases : 100_000;

    [Fact]
    public void Safetensors() => Fuzz(1, [
        new Weights().AddRecurrent("gru.", 3, 3, 4).AddLinear("fc", 4, 2).ToBytes(),
        new Weights().Add("rnn.weight_ih_l0", "F16", 3, 2).Add("rnn.weight_hh_l0", "BF16", 3, 3).ToBytes(),
        new Weights().Add("emb.weight", 4, 3).AddRecurrent("l.", 4, 3, 2, 2, true, 1).Add("n.running_mean", 2).AddPositive("n.running_var", 2).AddCount("n.num_batches_tracked").ToBytes(),
        Exported(),
        .. Files("safetensors", "*.safetensors"),
    ]);

    [Fact]
    public void Json() => Fuzz(2, [
        new Weights().AddRecurrent("gru.", 3, 2, 3).AddLinear("fc", 3, 1).ToJson().Bytes.ToArray(),
        Encoding.UTF8.GetBytes(RtNeuralTests.Gru(gain: 3, skip: 0)),
        Encoding.UTF8.GetBytes(RtNeuralTests.Gru(gain: 0, skip: 1)),
        .. Files("audio-models", "*ts9.json"),
    ]);

    [Fact]
    public void Keras() => Fuzz(3, [.. Directory.GetFiles(KerasTests.Folder, "*.h5").Concat(Directory.GetFiles(KerasTests.Folder, "*.keras")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]);

    // The mutations are most telling on small files, and so are the times.
    private static IEnumerable<byte[]> Files(string folder, string pattern)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("TINYRNN_SHARED") ?? Path.Combine(Repository.Root, "..", "shared"), "data", folder);
        return Directory.Exists(path) ? Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(bytes => bytes.Length < 10_000) : [];
    }

    private static byte[] Exported()
    {
        Layer[] layers = [new GruLayer("gru", 3, 4), new DenseLayer("fc", 4, 2)];
        Network network = new("n", NetworkTask.Raw, new VectorInput(3), layers, OutputSteps.Every, Networks.RandomTensors(layers, 1));
        return ModelExporters.All.Single(exporter => exporter.Kind == "safetensors").Write(network, []);
    }

    private static void Fuzz(int seed, IReadOnlyList<byte[]> seeds)
    {
        int[] imported = new int[seeds.Count];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 2 }, part =>
        {
            Mutator mutator = new((seed * 1000) + part);
            for (int i = part; i < Cases; i += 8)
            {
                byte[] file = mutator.Mutate(seeds[i % seeds.Count]);
                if (Import(file, i % 3 == 0 ? ImportOptions.None : KerasTests.Characters, $"case {i} of part {part}"))
                {
                    Interlocked.Increment(ref imported[i % seeds.Count]);
                }
            }
        });

        // Changes inside the weights leave a file whole: where none does, the mutations never come past the head.
        Assert.True(imported.Sum() > 0, "no mutated file was imported");
    }

    private static bool Import(byte[] file, ImportOptions options, string name)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        bool imported = true;
        try
        {
            ModelImporters.Import(new ImportSource("fuzz.bin", file), options);
        }
        catch (ImportException e)
        {
            imported = false;
            Assert.False(e.Message.AsSpan().ContainsAny('\n', '\r'), $"{name}: {e.Message}");
            Assert.InRange(e.Message.Length, 10, 1000);
        }
        catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail($"{name}: {e}");
        }

        // Twice the bound, because two threads and the collector share the processors.
        // A hang, not the second that a file may take on a quiet machine: other tests run beside this one.
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
        long taken = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.True(taken <= ((long)file.Length * Factor) + Allowance, $"{name}: {file.Length} bytes took {taken} bytes of memory");
        return imported;
    }
}
