using BenchmarkDotNet.Attributes;
using Peers;

namespace TinyRnn.Benchmarks;

/// <summary>One step in each call with carried state: a stream.</summary>
[MemoryDiagnoser]
public class StepBenchmarks : IDisposable
{
    private NetworkSet _set = null!;

    /// <summary>The networks: a small, a medium and a large one of every cell, with 1 and with 64 inputs.</summary>
    public static IEnumerable<PeerSize> Networks => CompiledNetwork.Sizes.Where(size => size.Hidden is 16 or 64 or 256);

    /// <summary>The network.</summary>
    [ParamsSource(nameof(Networks))]
    public PeerSize Network { get; set; }

    /// <summary>Makes the three forms and checks that they agree.</summary>
    [GlobalSetup]
    public void SetUp() => _set = new NetworkSet(Network, 1);

    /// <summary>Ends ONNX Runtime's session.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _set.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The generated code.</summary>
    [Benchmark(Baseline = true)]
    public void Compiled() => _set.Compiled.Step(_set.NextRows(), _set.Output);

    /// <summary>Plain code.</summary>
    [Benchmark]
    public void TensorPrimitives() => _set.Plain.Step(_set.NextRows(), _set.Output);

    /// <summary>ONNX Runtime with bound memory.</summary>
    [Benchmark]
    public void OnnxRuntime() => _set.RunOnnx(_set.NextRows());
}
