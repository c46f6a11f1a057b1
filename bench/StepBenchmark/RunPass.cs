using Peers;
using TinyRnn;

namespace StepBenchmark;

/// <summary>A hundred steps in each call.</summary>
internal sealed class RunPass<TModel, TState>(PeerSize size) : ITimedPass
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private const int StepsPerCall = 100;
    private const int Calls = PeerNumbers.Rows / StepsPerCall;

    private readonly float[] _input = PeerNumbers.Input(size.Input);
    private readonly float[] _output = new float[StepsPerCall * size.Output];
    private TState _state;

    public PeerSize Size => size;

    public int Steps => Calls * StepsPerCall;

    public (float Last, double Sum) Check()
    {
        _state = default;
        double sum = 0;
        float last = 0;
        for (int start = 0; start < PeerNumbers.Rows; start += StepsPerCall)
        {
            // The last call has the remaining rows.
            int steps = Math.Min(StepsPerCall, PeerNumbers.Rows - start);
            Span<float> output = _output.AsSpan(0, steps * size.Output);
            TModel.Run(ref _state, _input.AsSpan(start * size.Input, steps * size.Input), output);
            foreach (float value in output)
            {
                sum += value;
            }

            last = output[(steps - 1) * size.Output];
        }

        return (last, sum);
    }

    public void WarmUp() => Advance(1);

    public void Pass() => Advance(Calls);

    private void Advance(int calls)
    {
        ReadOnlySpan<float> input = _input;
        Span<float> output = _output;
        TState state = _state;
        for (int call = 0; call < calls; call++)
        {
            TModel.Run(ref state, input.Slice(call * StepsPerCall * TModel.InputSize, StepsPerCall * TModel.InputSize), output);
        }

        _state = state;
    }
}
