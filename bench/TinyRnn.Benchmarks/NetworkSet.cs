using OnnxBenchmark;
using Peers;

namespace TinyRnn.Benchmarks;

/// <summary>
/// One network in three forms: compiled, in plain TensorPrimitives code, and in ONNX Runtime. Calls take its inputs in turn.
/// The constructor fails if the three disagree.
/// </summary>
internal sealed class NetworkSet : IDisposable
{
    private readonly OnnxNetwork _onnxNetwork;
    private readonly OnnxCall _onnxCall;
    private readonly float[] _input;
    private readonly int _rowsPerCall;
    private int _place;

    public NetworkSet(PeerSize size, int stepsPerCall)
    {
        _onnxNetwork = new OnnxNetwork(size);
        _onnxCall = new OnnxCall(_onnxNetwork, stepsPerCall);
        _input = PeerNumbers.Input(size.Input);
        _rowsPerCall = stepsPerCall * size.Input;
        Compiled = CompiledNetwork.Create(size);
        Plain = new PlainNetwork(size);
        Output = new float[stepsPerCall * size.Output];
        for (int call = 0; call < PeerNumbers.Rows / stepsPerCall; call++)
        {
            ReadOnlySpan<float> rows = NextRows();
            ReadOnlySpan<float> onnx = RunOnnx(rows);
            Compiled.Run(rows, Output);
            Require(onnx, "the compiled network");
            Plain.Run(rows, Output);
            Require(onnx, "the plain code");
        }
    }

    public CompiledNetwork Compiled { get; }

    public PlainNetwork Plain { get; }

    public float[] Output { get; }

    /// <summary>The next rows of input, one for each step of a call.</summary>
    public ReadOnlySpan<float> NextRows()
    {
        int start = _place;
        int next = start + _rowsPerCall;
        _place = next + _rowsPerCall <= _input.Length ? next : 0;
        return _input.AsSpan(start, _rowsPerCall);
    }

    public ReadOnlySpan<float> RunOnnx(ReadOnlySpan<float> rows) => _onnxCall.Run(rows);

    public void Dispose()
    {
        _onnxCall.Dispose();
        _onnxNetwork.Dispose();
    }

    private void Require(ReadOnlySpan<float> expected, string who)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(MathF.Abs(Output[i] - expected[i]) <= 1e-5f * MathF.Max(1f, MathF.Abs(expected[i]))))
            {
                throw new InvalidOperationException($"{who} gives {Output[i]}, ONNX Runtime {expected[i]}");
            }
        }
    }
}
