using Peers;
using TinyRnn;

namespace StepBenchmark;

/// <summary>A step that first reads the state from bytes and then writes it back, like a session in a store.</summary>
internal sealed class KeptPass<TModel, TState>(PeerSize size) : ITimedPass
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private const int WarmUpSteps = 16;

    private readonly float[] _input = PeerNumbers.Input(size.Input);
    private readonly float[] _output = new float[size.Output];
    private readonly byte[] _kept = new byte[StateForm.GetSize<TModel, TState>()];

    public PeerSize Size => size;

    public int Steps => PeerNumbers.Rows;

    public (float Last, double Sum) Check()
    {
        StateForm.Write<TModel, TState>(TModel.InitialState, _kept);
        double sum = 0;
        for (int t = 0; t < PeerNumbers.Rows; t++)
        {
            Step(t);
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
        for (int t = 0; t < steps; t++)
        {
            Step(t);
        }
    }

    private void Step(int t)
    {
        StateForm.Read<TModel, TState>(_kept, out TState state);
        TModel.Step(ref state, _input.AsSpan(t * TModel.InputSize, TModel.InputSize), _output);
        StateForm.Write<TModel, TState>(state, _kept);
    }
}
