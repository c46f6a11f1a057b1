using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// The gated recurrent unit with the reset gate before the product: n = phi(W_n x + U_n (r h) + b_n) (<see cref="GruGates"/>), so that
/// a step has two consecutive products.
/// </summary>
/// <param name="inputWeight">W, [3 * units, input].</param>
/// <param name="hiddenWeight">U, [3 * units, units].</param>
/// <param name="biases">Added up, or none.</param>
/// <param name="isReverse">Whether it reads from the last step to the first.</param>
/// <param name="hidden">h.</param>
/// <param name="gate">sigma, of the gates.</param>
/// <param name="function">phi.</param>
internal sealed class GruBeforeRecurrence<T, TGate, TFunction>(
    WeightBlock<T> inputWeight, Parameter<T> hiddenWeight, Parameter<T>[] biases, bool isReverse, CarriedState<T> hidden, TGate gate = default,
    TFunction function = default)
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
        ReadOnlySpan<T> previous = Hidden.Before(step);
        Span<T> reset = step.Of(_reset.AsSpan(), _units);
        _gateProduct.AddOutput(Hidden.Started(step), previous, gates, GateWidth);
        GruGates.ForwardReset(gate, _units, gates, previous, reset);
        _candidateProduct.AddOutput(Hidden.Started(step), reset, gates[(2 * _units)..], GateWidth);
        GruGates.ForwardCandidate(function, _units, gates, previous, Hidden.After(step));
    }

    protected override void BackwardStep(RecurrentStep step, Span<T> gates, ReadOnlySpan<T> outputGradient)
    {
        ReadOnlySpan<T> previous = Hidden.Before(step);
        Span<T> carried = Hidden.GradientOf(step);
        GruGates.BackwardCandidate(gate, function, _units, gates, previous, outputGradient, carried);
        Span<T> resetGradient = GrowingArray.Ensure(ref _resetGradient, step.Sequences * _units);
        resetGradient.Clear();
        _candidateProduct.AddInputGradient(Hidden.Started(step), gates[(2 * _units)..], GateWidth, resetGradient);
        GruGates.BackwardReset(gate, _units, gates, previous, resetGradient, carried);
        _gateProduct.AddInputGradient(Hidden.Started(step), gates, GateWidth, carried);
    }

    protected override void AddRecurrentGradients(ReadOnlySpan<T> gates)
    {
        AddRecurrentGradient(_gateProduct, gates, GateWidth);

        // r h is zero if h is.
        (int start, int count) = StartedRows.GetOffsetAndLength(gates.Length / GateWidth);
        _candidateProduct.AddWeightGradient(count, gates[((start * GateWidth) + (2 * _units))..], GateWidth, _reset.AsSpan(start * _units));
    }
}
