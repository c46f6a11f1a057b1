using Peers;

namespace OnnxBenchmark;

/// <summary>Runs several steps in each call of ONNX Runtime.</summary>
internal sealed class OnnxPass : ITimedPass, IDisposable
{
    private readonly OnnxNetwork _network;
    private readonly OnnxCall _call;
    private readonly float[] _input;
    private readonly int _stepsPerCall;
    private readonly int _calls;

    public OnnxPass(PeerSize size, int stepsPerCall)
    {
        _network = new OnnxNetwork(size);
        _call = new OnnxCall(_network, stepsPerCall);
        _input = PeerNumbers.Input(size.Input);
        _stepsPerCall = stepsPerCall;
        _calls = PeerNumbers.Rows / stepsPerCall;
    }

    public PeerSize Size => _network.Size;

    public int Steps => _calls * _stepsPerCall;

    public (float Last, double Sum) Check()
    {
        _network.Reset();
        double sum = 0;
        float last = 0;
        for (int start = 0; start < PeerNumbers.Rows; start += _stepsPerCall)
        {
            // The last call has the remaining rows, for which the binding of a full call does not fit.
            int steps = Math.Min(_stepsPerCall, PeerNumbers.Rows - start);
            using OnnxCall? rest = steps < _stepsPerCall ? new OnnxCall(_network, steps) : null;
            ReadOnlySpan<float> output = (rest ?? _call).Run(_input.AsSpan(start * Size.Input, steps * Size.Input));
            foreach (float value in output)
            {
                sum += value;
            }

            last = output[(steps - 1) * Size.Output];
        }

        return (last, sum);
    }

    public void WarmUp() => Advance(1);

    public void Pass() => Advance(_calls);

    public void Dispose()
    {
        _call.Dispose();
        _network.Dispose();
    }

    private void Advance(int calls)
    {
        int length = _stepsPerCall * Size.Input;
        for (int call = 0; call < calls; call++)
        {
            _call.Run(_input.AsSpan(call * length, length));
        }
    }
}
