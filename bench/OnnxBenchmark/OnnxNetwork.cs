using Microsoft.ML.OnnxRuntime;
using Peers;

namespace OnnxBenchmark;

/// <summary>
/// A network in ONNX Runtime with its fastest settings: one thread, all graph optimisations, and the state in two sets of
/// tensors, of which a call reads one and writes the other.
/// </summary>
internal sealed class OnnxNetwork : IDisposable
{
    private readonly float[][][] _states;

    public OnnxNetwork(PeerSize size)
    {
        Size = size;
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        Session = new InferenceSession(OnnxModel.Write(size), options);
        int parts = OnnxModel.States(size.Cell).Count;
        _states = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, parts).Select(_ => new float[size.Hidden]).ToArray())];
    }

    public PeerSize Size { get; }

    public InferenceSession Session { get; }

    /// <summary>Which set of tensors holds the state.</summary>
    public int Current { get; set; }

    public float[] State(int set, int part) => _states[set][part];

    public void Reset()
    {
        foreach (float[] part in _states[Current])
        {
            Array.Clear(part);
        }
    }

    public void Dispose() => Session.Dispose();
}
