using Peers;
using TinyRnn;

namespace StepBenchmark;

/// <summary>A step of sixteen streams in each call. The time is that of one stream's step, a sixteenth of the call's.</summary>
internal sealed class StreamsPass<TModel, TState>(PeerSize size) : ITimedPass
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private const int Streams = 16;
    private const int Calls = PeerNumbers.Rows / Streams;

    private readonly float[] _input = PeerNumbers.Input(size.Input);
    private readonly float[] _output = new float[Streams * size.Output];
    private readonly TState[] _states = new TState[Streams];

    public PeerSize Size => size;

    public int Steps => Calls * Streams;

    /// <summary>Gives all streams the same input, so that each one's outputs are those of the C peers.</summary>
    public (float Last, double Sum) Check()
    {
        Array.Clear(_states);
        float[] rows = new float[Streams * size.Input];
        double sum = 0;
        for (int t = 0; t < PeerNumbers.Rows; t++)
        {
            for (int stream = 0; stream < Streams; stream++)
            {
                _input.AsSpan(t * size.Input, size.Input).CopyTo(rows.AsSpan(stream * size.Input));
            }

            TModel.Step(_states, rows, _output);
            foreach (float value in _output)
            {
                sum += value;
            }
        }

        return (_output[(Streams - 1) * size.Output], sum / Streams);
    }

    public void WarmUp() => Advance(1);

    public void Pass() => Advance(Calls);

    // Each stream has its own row of a call's sixteen.
    private void Advance(int calls)
    {
        ReadOnlySpan<float> input = _input;
        for (int call = 0; call < calls; call++)
        {
            TModel.Step(_states, input.Slice(call * Streams * TModel.InputSize, Streams * TModel.InputSize), _output);
        }
    }
}
