using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Long short-term memory: gates i, f, g, o of W x + U h + b, with or without peepholes (<see cref="LstmGates"/>), and
/// h' = m or h' = V m with a projection.
/// </summary>
internal sealed class LstmRecurrence<T> : Recurrence<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _units;
    private readonly RecurrentProduct<T> _recurrent;
    private readonly RecurrentProduct<T>? _projection;
    private readonly Parameter<T>? _peephole;
    private readonly CarriedState<T> _cell;
    private readonly LstmFunctions<T>? _functions;
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
    /// <param name="functions">Other functions than the usual ones, or null.</param>
    public LstmRecurrence(
        WeightBlock<T> inputWeight,
        WeightBlock<T> hiddenWeight,
        Parameter<T>[] biases,
        Parameter<T>? projection,
        Parameter<T>? peephole,
        bool isReverse,
        CarriedState<T> hidden,
        CarriedState<T> cell,
        LstmFunctions<T>? functions)
        : base(inputWeight, biases, isReverse, hidden, cell)
    {
        _units = cell.Size;
        _recurrent = new RecurrentProduct<T>(hiddenWeight);
        _projection = projection is null ? null : new RecurrentProduct<T>(new WeightBlock<T>(projection));
        _peephole = peephole;
        _cell = cell;
        _functions = functions;
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
        _recurrent.AddOutput(Hidden.Started(step), step.Of(Hidden.Previous, Hidden.Size), gates, GateWidth);
        Span<T> hidden = step.Of(Hidden.Values, Hidden.Size);
        Span<T> output = _projection is null ? hidden : step.Of(_output, _units);
        if (_functions is null)
        {
            LstmGates.Forward(_units, gates, Peephole, step.Of(_cell.Previous, _units), step.Of(_cell.Values, _units), output);
        }
        else
        {
            _functions.Forward(gates, Peephole, step.Of(_cell.Previous, _units), step.Of(_cell.Values, _units), output);
        }

        if (_projection is not null)
        {
            hidden.Clear();
            _projection.AddOutput(step.Active, output, hidden, Hidden.Size);
        }
    }

    protected override void BackwardStep(RecurrentStep step, Span<T> gates, ReadOnlySpan<T> outputGradient)
    {
        Span<T> carried = Hidden.Gradient;
        if (_projection is not null)
        {
            outputGradient = BackwardProjection(_projection, step, outputGradient);
            carried = _nothingCarried;
        }

        if (_functions is null)
        {
            LstmGates.Backward(
                _units, gates, Peephole, step.Of(_cell.Previous, _units), step.Of(_cell.Values, _units), outputGradient, carried, _cell.Gradient);
        }
        else
        {
            _functions.Backward(
                gates, Peephole, step.Of(_cell.Previous, _units), step.Of(_cell.Values, _units), outputGradient, carried, _cell.Gradient);
        }

        _recurrent.AddInputGradient(Hidden.Started(step), gates, GateWidth, Hidden.Gradient);
    }

    protected override void AddRecurrentGradients(ReadOnlySpan<T> gates)
    {
        AddRecurrentGradient(_recurrent, gates, GateWidth, Hidden.Previous);
        int rows = gates.Length / GateWidth;
        _projection?.AddWeightGradient(rows, _hiddenGradient, Hidden.Size, _output);
        if (_peephole is not null)
        {
            LstmGates.AddPeepholeGradient(_units, gates, _cell.Previous, _cell.Values, _peephole.Gradient);
        }
    }

    // dm = V^T dh'; dh' is kept for dV = sum dh' m^T.
    private ReadOnlySpan<T> BackwardProjection(RecurrentProduct<T> projection, RecurrentStep step, ReadOnlySpan<T> outputGradient)
    {
        Span<T> carried = Hidden.Gradient[..outputGradient.Length];
        Span<T> hidden = step.Of(GrowingArray.Ensure(ref _hiddenGradient, Hidden.Values.Length), Hidden.Size);
        TensorPrimitives.Add(outputGradient, carried, hidden);
        carried.Clear();
        Span<T> output = GrowingArray.Ensure(ref _outputGradient, step.Active * _units);
        output.Clear();
        projection.AddInputGradient(step.Active, hidden, Hidden.Size, output);
        GrowingArray.Ensure(ref _nothingCarried, step.Active * _units).Clear();
        return output;
    }
}
