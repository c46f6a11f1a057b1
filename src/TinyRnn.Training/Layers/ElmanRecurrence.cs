using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// h_t = phi(W x_t + U h_{t-1} + b) over packed sequences, and its backward pass through time (Elman 1990; Werbos 1990).
/// With dA_t the derivative by the pre-activation and dH_t that by h_t:
/// dA_t = dH_t * phi'(h_t), dH_{t-1} += U^T dA_t, dU = sum dA_t h_{t-1}^T, dW = sum dA_t x_t^T, db = sum dA_t, dx_t = W^T dA_t.
/// </summary>
internal sealed class ElmanRecurrence<T>(
    WeightBlock<T> inputWeight, WeightBlock<T> hiddenWeight, Parameter<T>[] biases, Activation activation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // From so many sequences on, U is turned round once a batch instead of being read by dot products at every step.
    private const int SequencesWorthTransposing = 4;

    private readonly InputProduct<T> _input = new(inputWeight);
    private readonly int _size = hiddenWeight.Rows;
    private readonly T[] _bias = new T[hiddenWeight.Rows];
    private T[] _hidden = [];
    private T[] _previous = [];
    private T[] _final = [];
    private T[] _turned = [];
    private T[] _initialGradient = [];
    private int _rows;
    private int _sequences;
    private bool _hasInitialState;

    /// <summary>h_t, [rows, size].</summary>
    public ReadOnlySpan<T> Hidden => _hidden.AsSpan(0, _rows * _size);

    /// <summary>h_{t-1} at the row of h_t, [rows, size].</summary>
    public ReadOnlySpan<T> Previous => _previous.AsSpan(0, _rows * _size);

    /// <summary>h of each sequence's last step, [sequences, size].</summary>
    public ReadOnlySpan<T> Final => _final.AsSpan(0, _sequences * _size);

    /// <summary>dH_0 after the backward pass, [sequences, size]; empty without an initial state.</summary>
    public ReadOnlySpan<T> InitialGradient => _initialGradient.AsSpan(0, _hasInitialState ? _sequences * _size : 0);

    public void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState)
    {
        _rows = layout.Rows;
        _sequences = layout.Sequences;
        _hasInitialState = !initialState.IsEmpty;
        Span<T> hidden = GrowingArray.Ensure(ref _hidden, _rows * _size);
        FillBias(hidden);
        _input.AddOutput(_rows, input, hidden);
        Span<T> previous = GrowingArray.Ensure(ref _previous, _rows * _size);
        Span<T> first = previous[..(_sequences * _size)];
        if (_hasInitialState)
        {
            initialState.CopyTo(first);
        }
        else
        {
            first.Clear();
        }

        bool turned = _sequences >= SequencesWorthTransposing;
        if (turned)
        {
            MatrixProduct.Transpose(
                _size, _size, hiddenWeight.Value, hiddenWeight.Stride, GrowingArray.Ensure(ref _turned, _size * _size));
        }

        for (int step = 0; step < layout.Steps; step++)
        {
            int active = layout.Active(step);
            Span<T> now = hidden.Slice(layout.Offset(step) * _size, active * _size);
            ReadOnlySpan<T> before = previous.Slice(layout.Offset(step) * _size, active * _size);
            if (step == 0 && !_hasInitialState)
            {
                // h_0 = 0 adds nothing.
            }
            else if (turned)
            {
                MatrixProduct.Add(active, _size, _size, before, _size, _turned, _size, now, _size);
            }
            else
            {
                MatrixProduct.AddTransposedRight(active, _size, _size, before, _size, hiddenWeight.Value, hiddenWeight.Stride, now, _size);
            }

            ActivationPass.Forward(activation, _size, now);
            if (step + 1 < layout.Steps)
            {
                now[..(layout.Active(step + 1) * _size)].CopyTo(previous[(layout.Offset(step + 1) * _size)..]);
            }
        }

        LastRows.Gather(layout, _size, hidden, GrowingArray.Ensure(ref _final, _sequences * _size));
    }

    /// <param name="layout">Where the rows stand.</param>
    /// <param name="input">What the forward pass read.</param>
    /// <param name="gradient">The part of dH_t that comes from outside, [rows, size]; becomes dA_t.</param>
    /// <param name="initialGradient">The part of dH_0 that comes from outside, or empty.</param>
    /// <param name="inputGradient">dx_t is added, [rows, inputSize]; empty where it is not wanted.</param>
    public void Backward(PackedLayout layout, StepInput<T> input, Span<T> gradient, ReadOnlySpan<T> initialGradient, Span<T> inputGradient)
    {
        Span<T> first = GrowingArray.Ensure(ref _initialGradient, _sequences * _size);
        first.Clear();
        initialGradient.CopyTo(first);
        for (int step = layout.Steps - 1; step >= 0; step--)
        {
            int active = layout.Active(step);
            int start = layout.Offset(step) * _size;
            Span<T> now = gradient.Slice(start, active * _size);
            ActivationPass.Backward(activation, _size, Hidden.Slice(start, active * _size), now);
            if (step > 0 || _hasInitialState)
            {
                Span<T> before = step > 0 ? gradient[(layout.Offset(step - 1) * _size)..] : first;
                MatrixProduct.Add(active, _size, _size, now, _size, hiddenWeight.Value, hiddenWeight.Stride, before, _size);
            }
        }

        // Without an initial state the first step's h_{t-1} is zero and adds nothing.
        int skipped = _hasInitialState ? 0 : _sequences;
        MatrixProduct.AddTransposedLeft(
            _size, _size, _rows - skipped, gradient[(skipped * _size)..], _size, Previous[(skipped * _size)..], _size, hiddenWeight.Gradient, hiddenWeight.Stride);
        _input.AddWeightGradient(_rows, input, gradient);
        foreach (Parameter<T> bias in biases)
        {
            RowSums.Add(gradient, bias.Gradient);
        }

        if (!inputGradient.IsEmpty)
        {
            _input.AddInputGradient(_rows, gradient, inputGradient);
        }
    }

    private void FillBias(Span<T> rows)
    {
        _bias.AsSpan().Clear();
        foreach (Parameter<T> bias in biases)
        {
            TensorPrimitives.Add<T>(_bias, bias.Value, _bias);
        }

        RowSums.Fill(_bias, rows);
    }
}
