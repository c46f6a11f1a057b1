using TinyRnn;

namespace DeployedBenchmark;

/// <summary>Runs consecutive steps of a compiled model and carries its state.</summary>
internal sealed class CarriedSteps<TModel, TState>
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private readonly float[] _output = new float[TModel.OutputSize];
    private TState _state = TModel.InitialState;

    /// <summary>Runs the next step; the output is valid until the one after it.</summary>
    public float[] Next(ReadOnlySpan<float> input)
    {
        TModel.Step(ref _state, input, _output);
        return _output;
    }
}
