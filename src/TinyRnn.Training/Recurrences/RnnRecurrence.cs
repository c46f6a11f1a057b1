using System.Numerics;

namespace TinyRnn.Training;

/// <summary>h_t = phi(W x_t + U h_{t-1} + b) (Elman 1990). Backward: da_t = dh_t phi'(h_t), and U^T da_t is added to dh_{t-1}.</summary>
internal sealed class RnnRecurrence<T, TFunction>(
    WeightBlock<T> inputWeight, WeightBlock<T> hiddenWeight, Parameter<T>[] biases, bool isReverse, CarriedState<T> hidden, TFunction function = default)
    : Recurrence<T>(inputWeight, biases, isReverse, hidden)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IElementwise<T>
{
    private readonly RecurrentProduct<T> _recurrent = new(hiddenWeight);

    protected override void Start(PackedLayout layout) => _recurrent.Start(layout.Rows);

    protected override void ForwardStep(RecurrentStep step, Span<T> gates)
    {
        _recurrent.AddOutput(Hidden.Started(step), Hidden.Before(step), gates, GateWidth);
        RnnGates.Forward(function, gates, Hidden.After(step));
    }

    protected override void BackwardStep(RecurrentStep step, Span<T> gates, ReadOnlySpan<T> outputGradient)
    {
        RnnGates.Backward(function, gates, Hidden.After(step), outputGradient, Hidden.GradientOf(step));
        _recurrent.AddInputGradient(Hidden.Started(step), gates, GateWidth, Hidden.GradientOf(step));
    }

    protected override void AddRecurrentGradients(ReadOnlySpan<T> gates) => AddRecurrentGradient(_recurrent, gates, GateWidth);
}
