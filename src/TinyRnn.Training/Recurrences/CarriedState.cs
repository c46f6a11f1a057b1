using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// A state that a recurrence carries from step to step, h or an LSTM's c, and the gradient that the backward pass carries back. It starts from the
/// caller's values, or else from a trained parameter, or else from zero. Its rows are the states after each step, in the layout of the steps, followed
/// by the start of each sequence. So the state before a step is the row of another step or a start, never a copy.
/// </summary>
/// <param name="size">Values of one sequence.</param>
/// <param name="start">The trained start, [size], or null for zero.</param>
internal sealed class CarriedState<T>(int size, Parameter<T>? start)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _rows = [];
    private T[] _gradient = [];
    private StepOrder _order;
    private bool _isGiven;

    public int Size => size;

    /// <summary>Whether sequences start from other values than zero.</summary>
    public bool HasStart => _isGiven || start is not null;

    /// <summary>All rows, [rows + sequences, size].</summary>
    public ReadOnlySpan<T> Rows => _rows.AsSpan(0, (_order.Rows + _order.Sequences) * size);

    /// <summary>The state after each step, [rows, size].</summary>
    public ReadOnlySpan<T> Values => _rows.AsSpan(0, _order.Rows * size);

    /// <summary>
    /// During the backward pass: the derivative with respect to the current state of each sequence, [sequences, size]; after it, with respect to
    /// the state from which each sequence started.
    /// </summary>
    public Span<T> Gradient => _gradient.AsSpan(0, _order.Sequences * size);

    /// <summary>The state after a step.</summary>
    public Span<T> After(RecurrentStep step) => step.Of(_rows.AsSpan(), size);

    /// <summary>The state before a step.</summary>
    public ReadOnlySpan<T> Before(RecurrentStep step) => _rows.AsSpan(step.PreviousRow * size, step.Sequences * size);

    /// <summary>The part of <see cref="Gradient"/> for a step's sequences.</summary>
    public Span<T> GradientOf(RecurrentStep step) => _gradient.AsSpan(step.First * size, step.Sequences * size);

    /// <summary>The number of a step's sequences whose previous state may be other than zero.</summary>
    public int Started(RecurrentStep step) => HasStart || !step.IsStart ? step.Sequences : 0;

    /// <summary>Prepares for the first step.</summary>
    /// <param name="order">The order of the steps.</param>
    /// <param name="given">The start of each sequence; empty for the state's own.</param>
    /// <param name="stride">Distance between two sequences in <paramref name="given"/>.</param>
    public void Start(StepOrder order, ReadOnlySpan<T> given, int stride)
    {
        _order = order;
        _isGiven = !given.IsEmpty;
        GrowingArray.Ensure(ref _gradient, order.Sequences * size);
        Span<T> starts = GrowingArray.Ensure(ref _rows, (order.Rows + order.Sequences) * size)[(order.Rows * size)..];
        for (int sequence = 0; sequence < order.Sequences; sequence++)
        {
            Span<T> row = starts.Slice(sequence * size, size);
            if (_isGiven)
            {
                given.Slice(sequence * stride, size).CopyTo(row);
            }
            else if (start is not null)
            {
                start.Value.CopyTo(row);
            }
            else
            {
                row.Clear();
            }
        }
    }

    /// <summary>Copies the state after each sequence's last step.</summary>
    public void CopyEnd(Span<T> destination, int stride)
    {
        for (int sequence = 0; sequence < _order.Sequences; sequence++)
        {
            Rows.Slice(_order.EndRow(sequence) * size, size).CopyTo(destination[(sequence * stride)..]);
        }
    }

    /// <summary>Copies the derivative with respect to the state from which each sequence started.</summary>
    public void CopyStartGradient(Span<T> destination, int stride)
    {
        for (int sequence = 0; sequence < _order.Sequences; sequence++)
        {
            Gradient.Slice(sequence * size, size).CopyTo(destination[(sequence * stride)..]);
        }
    }

    /// <summary>After the backward pass: adds to the gradient of the trained start if sequences started from it.</summary>
    public void AddStartGradient()
    {
        if (start is not null && !_isGiven)
        {
            RowSums.Add(Gradient, start.Gradient);
        }
    }
}
