using System.Numerics;

namespace TinyRnn.Training;

/// <summary>h_t = phi(W_ih x_t + W_hh h_{t-1} + b), with back-propagation through time.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class RnnTraining<T> : TrainableLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RnnLayer _layer;
    private readonly ElmanRecurrence<T> _recurrence;
    private T[] _gradient = [];
    private OutputSteps _steps;

    /// <summary>Makes the layer with zero weights.</summary>
    public RnnTraining(RnnLayer layer)
        : base(layer)
    {
        _layer = layer;
        _recurrence = new ElmanRecurrence<T>(
            new WeightBlock<T>(Find(layer.Passes[0].WeightInput)),
            new WeightBlock<T>(Find(layer.Passes[0].WeightHidden)),
            [.. layer.Passes[0].BiasNames.Select(Find)],
            layer.Activation);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Output => _steps == OutputSteps.Last ? _recurrence.Final : _recurrence.Hidden;

    /// <inheritdoc/>
    public override ReadOnlySpan<T> FinalState => _recurrence.Final;

    /// <inheritdoc/>
    public override ReadOnlySpan<T> InitialStateGradient => _recurrence.InitialGradient;

    internal override int InitializationFan => _layer.HiddenSize;

    /// <inheritdoc/>
    public override void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState, OutputSteps steps)
    {
        _steps = steps;
        _recurrence.Forward(layout, input, initialState);
    }

    /// <inheritdoc/>
    public override void Backward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        Span<T> gradient = GrowingArray.Ensure(ref _gradient, layout.Rows * _layer.HiddenSize);
        if (_steps == OutputSteps.Last)
        {
            LastRows.Scatter(layout, _layer.HiddenSize, outputGradient, gradient);
        }
        else
        {
            outputGradient.CopyTo(gradient);
        }

        inputGradient.Clear();
        _recurrence.Backward(layout, input, gradient, [], inputGradient);
    }
}
