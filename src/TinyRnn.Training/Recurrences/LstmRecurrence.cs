using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Long short-term memory: gates i, f, g, o of W x + U h + b, with or without peepholes (<see cref="LstmGates{T, TForm, TGate, TFunction}"/>), and
/// h' = m or h' = V m with a projection.
/// </summary>
internal sealed class LstmRecurrence<T, TForm, TGate, TFunction> : Recurrence<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TForm : struct, ILstmForm
    where TGate : struct, IElementwise<T>
    where TFunction : struct, IElementwise<T>
{
    private readonly int _units;
    private readonly RecurrentProduct<T> _recurrent;
    private readonly RecurrentProduct<T>? _projection;
    private readonly Parameter<T>? _peephole;
    private readonly CarriedState<T> _cell;
    private readonly LstmGates<T, TForm, TGate, TFunction> _gates;
    private T[] _output = [];
    private T[] _hiddenGradient = [];
    private T[] _outputGradient = [];
    private T[] _nothingCarried = [];

    /// <param name="inputWeight">W, [4 * units, input].</param>
    /// <param name="hiddenWeight">U, [4 * units, size of h].</param>
    /// <param name="biases">Added up, or none.</param>
    /// <param name="projection">V, [size of h, units], or null.</param>
    /// <param name="peephole">p_i, p_f, p_o, [3 * units], or null.</param>
    /// <param name="isReverse">Whether it reads from the last step to the first.</param>
    /// <param name="hidden">h.</param>
    /// <param name="cell">c.</param>
    /// <param name="gate">sigma, of the gates.</param>
    /// <param name="candidateFunction">phi, of the candidate.</param>
    /// <param name="cellFunction">psi, of the cell state at the output.</param>
    public LstmRecurrence(
        WeightBlock<T> inputWeight,
        WeightBlock<T> hiddenWeight,
        Parameter<T>[] biases,
        Parameter<T>? projection,
        Parameter<T>? peephole,
        bool isReverse,
        CarriedState<T> hidden,
        CarriedState<T> cell,
        TGate gate = default,
        TFunction candidateFunction = default,
        TFunction cellFunction = default)
        : base(inputWeight, biases, isReverse, hidden, cell)
    {
        _units = cell.Size;
        _recurrent = new RecurrentProduct<T>(hiddenWeight);
        _projection = projection is null ? null : new RecurrentProduct<T>(new WeightBlock<T>(projection));
        _peephole = peephole;
        _cell = cell;
        _gates = new LstmGates<T, TForm, TGate, TFunction>(_units, gate, candidateFunction, cellFunction);
    }

    private ReadOnlySpan<T> Peephole => _peephole is null ? [] : _peephole.Value;

    protected override void Start(PackedLayout layout)
    {
        _recurrent.Start(layout.Rows);
        if (_projection is not null)
        {
            _projection.Start(layout.Rows);
            GrowingArray.Ensure(ref _output, layout.Rows * _units);
        }
    }

    protected override void ForwardStep(RecurrentStep step, Span<T> gates)
    {
        _recurrent.AddOutput(Hidden.Started(step), Hidden.Before(step), gates, GateWidth);
        Span<T> hidden = Hidden.After(step);
        Span<T> output = _projection is null ? hidden : step.Of(_output.AsSpan(), _units);
        _gates.Forward(gates, Peephole, _cell.Before(step), _cell.After(step), output);
        if (_projection is not null)
        {
            hidden.Clear();
            _projection.AddOutput(step.Sequences, output, hidden, Hidden.Size);
        }
    }

    protected override void BackwardStep(RecurrentStep step, Span<T> gates, ReadOnlySpan<T> outputGradient)
    {
        Span<T> carried = Hidden.GradientOf(step);
        if (_projection is not null)
        {
            outputGradient = BackwardProjection(_projection, step, outputGradient);
            carried = _nothingCarried;
        }

        _gates.Backward(gates, Peephole, _cell.Before(step), _cell.After(step), outputGradient, carried, _cell.GradientOf(step));
        _recurrent.AddInputGradient(Hidden.Started(step), gates, GateWidth, Hidden.GradientOf(step));
    }

    protected override void AddRecurrentGradients(ReadOnlySpan<T> gates)
    {
        AddRecurrentGradient(_recurrent, gates, GateWidth);
        int rows = gates.Length / GateWidth;
        _projection?.AddWeightGradient(rows, _hiddenGradient, Hidden.Size, _output);
        if (_peephole is not null)
        {
            PeepholeGradient.Add(_units, gates, _cell.Rows, PreviousRows, _peephole.Gradient);
        }
    }

    // dm = V^T dh'; dh' is kept for dV = sum dh' m^T.
    private ReadOnlySpan<T> BackwardProjection(RecurrentProduct<T> projection, RecurrentStep step, ReadOnlySpan<T> outputGradient)
    {
        Span<T> carried = Hidden.GradientOf(step);
        Span<T> hidden = step.Of(GrowingArray.Ensure(ref _hiddenGradient, Hidden.Values.Length), Hidden.Size);
        TensorPrimitives.Add(outputGradient, carried, hidden);
        carried.Clear();
        Span<T> output = GrowingArray.Ensure(ref _outputGradient, step.Sequences * _units);
        output.Clear();
        projection.AddInputGradient(step.Sequences, hidden, Hidden.Size, output);
        GrowingArray.Ensure(ref _nothingCarried, step.Sequences * _units).Clear();
        return output;
    }
}
