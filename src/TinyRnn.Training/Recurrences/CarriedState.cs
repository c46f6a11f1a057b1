using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// A state that a recurrence carries from step to step, h or an LSTM's c, with what the backward pass carries back.
/// It starts from what the caller gives, else from a trained parameter, else from zero.
/// </summary>
/// <param name="size">Values of one sequence.</param>
/// <param name="start">The trained start, [size], or null for zero.</param>
internal sealed class CarriedState<T>(int size, Parameter<T>? start)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _values = [];
    private T[] _previous = [];
    private T[] _gradient = [];
    private StepOrder _order;
    private int _rows;
    private int _sequences;
    private bool _isGiven;

    public int Size => size;

    /// <summary>Whether sequences start from something else than zero.</summary>
    public bool HasStart => _isGiven || start is not null;

    /// <summary>The state after each step, [rows, size].</summary>
    public Span<T> Values => _values.AsSpan(0, _rows * size);

    /// <summary>The state before each step, [rows, size], at the row of the state after it.</summary>
    public Span<T> Previous => _previous.AsSpan(0, _rows * size);

    /// <summary>
    /// In the backward pass: derivative by the state that each sequence goes on from, [sequences, size]; after it, by the state that
    /// each sequence started from.
    /// </summary>
    public Span<T> Gradient => _gradient.AsSpan(0, _sequences * size);

    /// <summary>Number of a step's rows whose state before it may be other than zero.</summary>
    public int Started(RecurrentStep step) => HasStart ? step.Active : step.Continuing;

    /// <summary>Before the first step.</summary>
    /// <param name="order">The steps to come.</param>
    /// <param name="given">The start of each sequence, empty for the state's own.</param>
    /// <param name="stride">Distance between two sequences in <paramref name="given"/>.</param>
    public void Start(StepOrder order, ReadOnlySpan<T> given, int stride)
    {
        _order = order;
        _rows = order.Rows;
        _sequences = order.Sequences;
        _isGiven = !given.IsEmpty;
        GrowingArray.Ensure(ref _values, _rows * size);
        GrowingArray.Ensure(ref _gradient, _sequences * size);
        Span<T> previous = GrowingArray.Ensure(ref _previous, _rows * size);
        for (int sequence = 0; sequence < _sequences; sequence++)
        {
            Span<T> row = previous.Slice(order.StartRow(sequence) * size, size);
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

    /// <summary>The state after a step becomes that before the next one.</summary>
    /// <param name="index">Number of the step in the order of reading.</param>
    public void Advance(int index)
    {
        if (index + 1 < _order.Steps)
        {
            RecurrentStep next = _order[index + 1];
            Values.Slice(_order[index].Row * size, next.Continuing * size).CopyTo(Previous[(next.Row * size)..]);
        }
    }

    /// <summary>Copies the state after each sequence's last step.</summary>
    public void CopyEnd(Span<T> destination, int stride)
    {
        for (int sequence = 0; sequence < _sequences; sequence++)
        {
            Values.Slice(_order.EndRow(sequence) * size, size).CopyTo(destination[(sequence * stride)..]);
        }
    }

    /// <summary>Copies the derivative by the state that each sequence started from.</summary>
    public void CopyStartGradient(Span<T> destination, int stride)
    {
        for (int sequence = 0; sequence < _sequences; sequence++)
        {
            Gradient.Slice(sequence * size, size).CopyTo(destination[(sequence * stride)..]);
        }
    }

    /// <summary>After the backward pass: adds to the gradient of the trained start, where sequences started from it.</summary>
    public void AddStartGradient()
    {
        if (start is not null && !_isGiven)
        {
            RowSums.Add(Gradient, start.Gradient);
        }
    }
}
