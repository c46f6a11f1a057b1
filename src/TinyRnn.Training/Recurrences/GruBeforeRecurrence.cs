using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// The gated recurrent unit with the reset gate before the product: n = phi(W_n x + U_n (r h) + b_n) (<see cref="GruGates"/>), so that
/// a step has two products, one after the other.
/// </summary>
/// <param name="inputWeight">W, [3 * units, input].</param>
/// <param name="hiddenWeight">U, [3 * units, units].</param>
/// <param name="biases">Added up, or none.</param>
/// <param name="isReverse">Whether it reads from the last step to the first.</param>
/// <param name="hidden">h.</param>
/// <param name="gate">sigma, of the gates.</param>
/// <param name="function">phi.</param>
internal sealed class GruBeforeRecurrence<T, TGate, TFunction>(
    WeightBlock<T> inputWeight, Parameter<T> hiddenWeight, Parameter<T>[] biases, bool isReverse, CarriedState<T> hidden, TGate gate = default, TFunction function = default)
    : Recurrence<T>(inputWeight, biases, isReverse, hidden)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TGate : struct, IElementwise<T>
    where TFunction : struct, IElementwise<T>
{
    private readonly int _units = hidden.Size;
    private readonly RecurrentProduct<T> _gateProduct = new(WeightBlock<T>.OfRows(hiddenWeight, 0, 2 * hidden.Size));
    private readonly RecurrentProduct<T> _candidateProduct = new(WeightBlock<T>.OfRows(hiddenWeight, 2 * hidden.Size, hidden.Size));
    private T[] _reset = [];
    private T[] _resetGradient = [];

    protected override void Start(PackedLayout layout)
    {
        _gateProduct.Start(layout.Rows);
        _candidateProduct.Start(layout.Rows);
        GrowingArray.Ensure(ref _reset, layout.Rows * _units);
    }

    protected override void ForwardStep(RecurrentStep step, Span<T> gates)
    {
        ReadOnlySpan<T> previous = step.Of(Hidden.Previous, _units);
        Span<T> reset = step.Of(_reset, _units);
        _gateProduct.AddOutput(Hidden.Started(step), previous, gates, GateWidth);
        GruGates.ForwardReset(gate, _units, gates, previous, reset);
        _candidateProduct.AddOutput(Hidden.Started(step), reset, gates[(2 * _units)..], GateWidth);
        GruGates.ForwardCandidate(function, _units, gates, previous, step.Of(Hidden.Values, _units));
    }

    protected override void BackwardStep(RecurrentStep step, Span<T> gates, ReadOnlySpan<T> outputGradient)
    {
        ReadOnlySpan<T> previous = step.Of(Hidden.Previous, _units);
        GruGates.BackwardCandidate(gate, function, _units, gates, previous, outputGradient, Hidden.Gradient);
        Span<T> resetGradient = GrowingArray.Ensure(ref _resetGradient, step.Active * _units);
        resetGradient.Clear();
        _candidateProduct.AddInputGradient(Hidden.Started(step), gates[(2 * _units)..], GateWidth, resetGradient);
        GruGates.BackwardReset(gate, _units, gates, previous, resetGradient, Hidden.Gradient);
        _gateProduct.AddInputGradient(Hidden.Started(step), gates, GateWidth, Hidden.Gradient);
    }

    protected override void AddRecurrentGradients(ReadOnlySpan<T> gates)
    {
        AddRecurrentGradient(_gateProduct, gates, GateWidth, Hidden.Previous);
        AddRecurrentGradient(_candidateProduct, gates[(2 * _units)..], GateWidth, _reset);
    }
}
