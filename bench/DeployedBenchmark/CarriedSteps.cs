using TinyRnn;

namespace DeployedBenchmark;

/// <summary>One step after another of a compiled model, its state carried on.</summary>
internal sealed class CarriedSteps<TModel, TState>
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private readonly float[] _output = new float[TModel.OutputSize];
    private TState _state = TModel.InitialState;

    /// <summary>The output of the next step, valid until the one after it.</summary>
    public float[] Next(ReadOnlySpan<float> input)
    {
        TModel.Step(ref _state, input, _output);
        return _output;
    }
}
