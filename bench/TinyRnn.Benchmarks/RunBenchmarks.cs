using BenchmarkDotNet.Attributes;
using Peers;

namespace TinyRnn.Benchmarks;

/// <summary>A hundred steps in each call. Times and bytes are those of a step.</summary>
[MemoryDiagnoser]
public class RunBenchmarks : IDisposable
{
    private const int Steps = 100;

    private NetworkSet _set = null!;

    /// <summary>The networks.</summary>
    public static IEnumerable<PeerSize> Networks => StepBenchmarks.Networks;

    /// <summary>The network.</summary>
    [ParamsSource(nameof(Networks))]
    public PeerSize Network { get; set; }

    /// <summary>Makes the three forms and checks that they agree.</summary>
    [GlobalSetup]
    public void SetUp() => _set = new NetworkSet(Network, Steps);

    /// <summary>Ends ONNX Runtime's session.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _set.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The generated code.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Steps)]
    public void Compiled() => _set.Compiled.Run(_set.NextRows(), _set.Output);

    /// <summary>Plain code.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void TensorPrimitives() => _set.Plain.Run(_set.NextRows(), _set.Output);

    /// <summary>ONNX Runtime with bound memory.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void OnnxRuntime() => _set.RunOnnx(_set.NextRows());
}
