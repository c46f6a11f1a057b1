using Peers;
using TinyRnn;

namespace StepBenchmark;

/// <summary>One step in each call.</summary>
internal sealed class StepPass<TModel, TState>(PeerSize size) : ITimedPass
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private const int WarmUpSteps = 16;

    private readonly float[] _input = PeerNumbers.Input(size.Input);
    private readonly float[] _output = new float[size.Output];
    private TState _state;

    public PeerSize Size => size;

    public int Steps => PeerNumbers.Rows;

    public (float Last, double Sum) Check()
    {
        _state = default;
        double sum = 0;
        for (int t = 0; t < PeerNumbers.Rows; t++)
        {
            TModel.Step(ref _state, _input.AsSpan(t * size.Input, size.Input), _output);
            foreach (float value in _output)
            {
                sum += value;
            }
        }

        return (_output[0], sum);
    }

    public void WarmUp() => Advance(WarmUpSteps);

    public void Pass() => Advance(PeerNumbers.Rows);

    private void Advance(int steps)
    {
        // Locals, with the state on the stack, as in an app.
        ReadOnlySpan<float> input = _input;
        Span<float> output = _output;
        TState state = _state;
        for (int t = 0; t < steps; t++)
        {
            TModel.Step(ref state, input.Slice(t * TModel.InputSize, TModel.InputSize), output);
        }

        _state = state;
    }
}
