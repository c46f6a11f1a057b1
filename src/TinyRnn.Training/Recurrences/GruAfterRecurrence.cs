using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// The gated recurrent unit with the reset gate after the product: n = phi(W_n x + b_n + r (U_n h + c_n)) (<see cref="GruGates"/>).
/// </summary>
/// <param name="inputWeight">W, [3 * units, input].</param>
/// <param name="hiddenWeight">U, [3 * units, units].</param>
/// <param name="biases">b and c; or only b, with c_n = 0; or none.</param>
/// <param name="isReverse">Whether it reads from the last step to the first.</param>
/// <param name="hidden">h.</param>
/// <param name="gate">sigma, of the gates.</param>
/// <param name="function">phi.</param>
internal sealed class GruAfterRecurrence<T, TGate, TFunction>(
    WeightBlock<T> inputWeight, Parameter<T> hiddenWeight, Parameter<T>[] biases, bool isReverse, CarriedState<T> hidden, TGate gate = default,
    TFunction function = default)
    : Recurrence<T>(inputWeight, biases, isReverse, hidden)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TGate : struct, IElementwise<T>
    where TFunction : struct, IElementwise<T>
{
    private readonly int _units = hidden.Size;
    private readonly RecurrentProduct<T> _gateProduct = new(WeightBlock<T>.OfRows(hiddenWeight, 0, 2 * hidden.Size));
    private readonly RecurrentProduct<T> _innerProduct = new(WeightBlock<T>.OfRows(hiddenWeight, 2 * hidden.Size, hidden.Size));
    private readonly Parameter<T>? _innerBias = biases.Length == 2 ? biases[1] : null;
    private T[] _inner = [];

    protected override void Start(PackedLayout layout)
    {
        _gateProduct.Start(layout.Rows);
        _innerProduct.Start(layout.Rows);
        GrowingArray.Ensure(ref _inner, layout.Rows * _units);
    }

    protected override void ForwardStep(RecurrentStep step, Span<T> gates)
    {
        ReadOnlySpan<T> previous = Hidden.Before(step);
        Span<T> inner = step.Of(_inner.AsSpan(), _units);
        if (_innerBias is null)
        {
            inner.Clear();
        }
        else
        {
            RowSums.Fill(_innerBias.Value.AsSpan(2 * _units), inner);
        }

        _gateProduct.AddOutput(Hidden.Started(step), previous, gates, GateWidth);
        _innerProduct.AddOutput(Hidden.Started(step), previous, inner, _units);
        GruGates.ForwardAfter(gate, function, _units, gates, inner, previous, Hidden.After(step));
    }

    protected override void BackwardStep(RecurrentStep step, Span<T> gates, ReadOnlySpan<T> outputGradient)
    {
        Span<T> inner = step.Of(_inner.AsSpan(), _units);
        Span<T> carried = Hidden.GradientOf(step);
        GruGates.BackwardAfter(gate, function, _units, gates, inner, Hidden.Before(step), outputGradient, carried);
        _gateProduct.AddInputGradient(Hidden.Started(step), gates, GateWidth, carried);
        _innerProduct.AddInputGradient(Hidden.Started(step), inner, _units, carried);
    }

    protected override void AddRecurrentGradients(ReadOnlySpan<T> gates)
    {
        AddRecurrentGradient(_gateProduct, gates, GateWidth);
        AddRecurrentGradient(_innerProduct, _inner, _units);
    }

    // c_n is multiplied by r, too.
    protected override void SumBiases(Span<T> sum)
    {
        base.SumBiases(sum);
        if (_innerBias is not null)
        {
            Biases[0].Value.AsSpan(2 * _units).CopyTo(sum[(2 * _units)..]);
        }
    }

    protected override void AddBiasGradients(ReadOnlySpan<T> sum)
    {
        if (_innerBias is null)
        {
            base.AddBiasGradients(sum);
            return;
        }

        Span<T> outer = Biases[0].Gradient;
        TensorPrimitives.Add(sum, outer, outer);
        Span<T> inner = _innerBias.Gradient;
        TensorPrimitives.Add(sum[..(2 * _units)], inner[..(2 * _units)], inner);
        RowSums.Add(_inner.AsSpan(0, Hidden.Values.Length), inner[(2 * _units)..]);
    }
}
