using Peers;
using TinyRnn;

namespace StepBenchmark;

/// <summary>One step in each call, of a model that reads symbols.</summary>
internal sealed class TokenPass<TModel, TState>(PeerSize size) : ITimedPass
    where TModel : struct, ITokenModel<TState>
    where TState : struct
{
    private const int WarmUpSteps = 16;

    private readonly int[] _tokens = [.. PeerNumbers.Input(1).Select(value => (int)((value + 1) / 2 * size.Input))];
    private readonly float[] _output = new float[size.Output];
    private TState _state;

    public PeerSize Size => size;

    public int Steps => PeerNumbers.Rows;

    public (float Last, double Sum) Check()
    {
        _state = default;
        double sum = 0;
        foreach (int token in _tokens)
        {
            TModel.Step(ref _state, token, _output);
            sum += _output[0];
        }

        return (_output[0], sum);
    }

    public void WarmUp() => Advance(WarmUpSteps);

    public void Pass() => Advance(PeerNumbers.Rows);

    private void Advance(int steps)
    {
        ReadOnlySpan<int> tokens = _tokens;
        Span<float> output = _output;
        TState state = _state;
        for (int t = 0; t < steps; t++)
        {
            TModel.Step(ref state, tokens[t], output);
        }

        _state = state;
    }
}
