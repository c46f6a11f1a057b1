using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Pooling over the steps so far. The backward pass gives a mean's derivative to all steps equally, a maximum's to the step that it came from (the
/// first of several equal ones), and that of the final states to the last and the first step. A state holds the sum (for the mean), the maximum or
/// the half from the first step, and then the number of steps.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class PoolingTraining<T> : TrainableLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PoolingLayer _layer;
    private readonly int _size;

    // The values that a state pools: for the final states only those from the first step.
    private readonly int _firstPooled;
    private T[] _start = [];
    private T[] _counts = [];
    private T[] _pooled = [];
    private T[] _output = [];
    private T[] _final = [];
    private T[] _carried = [];
    private T[] _initialGradient = [];
    private OutputSteps _steps;
    private int _rows;
    private int _sequences;
    private bool _hasInitialState;

    /// <summary>Makes the layer.</summary>
    public PoolingTraining(PoolingLayer layer)
        : base(layer)
    {
        _layer = layer;
        _size = layer.InputSize;
        _firstPooled = layer.Mode == PoolingMode.Final ? _size / 2 : 0;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Output => _output.AsSpan(0, _rows * _size);

    /// <inheritdoc/>
    public override ReadOnlySpan<T> FinalState => _final.AsSpan(0, _sequences * _layer.StateSize);

    /// <summary>As for any layer. The derivative with respect to the number of steps stays 0.</summary>
    public override ReadOnlySpan<T> InitialStateGradient => _initialGradient.AsSpan(0, _hasInitialState ? _sequences * _layer.StateSize : 0);

    private int PooledSize => _size - _firstPooled;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is tokens.</exception>
    public override void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState, OutputSteps steps)
    {
        if (input.IsTokens)
        {
            throw new ArgumentException($"layer '{_layer.Name}' pools rows of numbers; to pool characters, put an embedding before it", nameof(input));
        }

        _steps = steps;
        _rows = steps == OutputSteps.Last ? layout.Sequences : layout.Rows;
        _sequences = layout.Sequences;
        _hasInitialState = !initialState.IsEmpty;
        ReadStart(initialState);
        Span<T> pooled = GrowingArray.Ensure(ref _pooled, layout.Rows * _size);
        for (int step = 0; step < layout.Steps; step++)
        {
            for (int sequence = 0; sequence < layout.Active(step); sequence++)
            {
                int row = layout.Offset(step) + sequence;
                Pool(input.Values.Slice(row * _size, _size), Before(layout, step, sequence), HasBefore(step, sequence), pooled.Slice(row * _size, _size));
            }
        }

        WriteOutput(layout);
        WriteFinal(layout);
    }

    /// <inheritdoc/>
    public override void Backward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        Span<T> carried = GrowingArray.Ensure(ref _carried, _sequences * _size);
        carried.Clear();
        for (int step = layout.Steps - 1; step >= 0; step--)
        {
            for (int sequence = 0; sequence < layout.Active(step); sequence++)
            {
                int row = layout.Offset(step) + sequence;
                Span<T> gradient = carried.Slice(sequence * _size, _size);
                if (_steps == OutputSteps.Every)
                {
                    AddOutputGradient(outputGradient.Slice(row * _size, _size), Count(step, sequence), gradient);
                }
                else if (row == layout.LastRow(sequence))
                {
                    AddOutputGradient(outputGradient.Slice(sequence * _size, _size), Count(step, sequence), gradient);
                }

                if (!inputGradient.IsEmpty)
                {
                    Unpool(
                        input.Values.Slice(row * _size, _size), Before(layout, step, sequence), HasBefore(step, sequence), gradient,
                        inputGradient.Slice(row * _size, _size));
                }
            }
        }

        WriteInitialGradient(carried);
    }

    private void ReadStart(ReadOnlySpan<T> initialState)
    {
        Span<T> start = GrowingArray.Ensure(ref _start, _sequences * _size);
        Span<T> counts = GrowingArray.Ensure(ref _counts, _sequences);
        start.Clear();
        counts.Clear();
        for (int sequence = 0; sequence < _sequences && _hasInitialState; sequence++)
        {
            ReadOnlySpan<T> state = initialState.Slice(sequence * _layer.StateSize, _layer.StateSize);
            state[..PooledSize].CopyTo(start[((sequence * _size) + _firstPooled)..]);
            counts[sequence] = state[PooledSize];
        }
    }

    // Number of steps up to this one.
    private T Count(int step, int sequence) => _counts[sequence] + T.CreateChecked(step + 1);

    private bool HasBefore(int step, int sequence) => step > 0 || _counts[sequence] > T.Zero;

    private ReadOnlySpan<T> Before(PackedLayout layout, int step, int sequence) => step == 0
        ? _start.AsSpan(sequence * _size, _size)
        : _pooled.AsSpan((layout.Offset(step - 1) + sequence) * _size, _size);

    private void Pool(ReadOnlySpan<T> input, ReadOnlySpan<T> before, bool hasBefore, Span<T> pooled)
    {
        input.CopyTo(pooled);
        if (!hasBefore)
        {
            return;
        }

        switch (_layer.Mode)
        {
            case PoolingMode.Mean:
                TensorPrimitives.Add(pooled, before, pooled);
                break;
            case PoolingMode.Max:
                TensorPrimitives.Max(pooled, before, pooled);
                break;
            default:
                before[_firstPooled..].CopyTo(pooled[_firstPooled..]);
                break;
        }
    }

    private void AddOutputGradient(ReadOnlySpan<T> outputGradient, T count, Span<T> gradient)
    {
        if (_layer.Mode == PoolingMode.Mean)
        {
            TensorPrimitives.MultiplyAdd(outputGradient, T.One / count, gradient, gradient);
        }
        else
        {
            TensorPrimitives.Add(outputGradient, gradient, gradient);
        }
    }

    // Gives a step its share of the pooled value's derivative. The rest is for earlier steps.
    private void Unpool(ReadOnlySpan<T> input, ReadOnlySpan<T> before, bool hasBefore, Span<T> gradient, Span<T> inputGradient)
    {
        gradient.CopyTo(inputGradient);
        if (!hasBefore || _layer.Mode == PoolingMode.Mean)
        {
            return;
        }

        if (_layer.Mode == PoolingMode.Final)
        {
            gradient[.._firstPooled].Clear();
            inputGradient[_firstPooled..].Clear();
            return;
        }

        for (int i = 0; i < gradient.Length; i++)
        {
            if (input[i] > before[i])
            {
                gradient[i] = T.Zero;
            }
            else
            {
                inputGradient[i] = T.Zero;
            }
        }
    }

    private void WriteOutput(PackedLayout layout)
    {
        Span<T> output = GrowingArray.Ensure(ref _output, _rows * _size);
        ReadOnlySpan<T> pooled = _pooled.AsSpan(0, layout.Rows * _size);
        if (_steps == OutputSteps.Last)
        {
            LastRows.Gather(layout, _size, pooled, output, _size);
        }
        else
        {
            pooled.CopyTo(output);
        }

        if (_layer.Mode == PoolingMode.Mean)
        {
            DivideByCounts(layout, output);
        }
    }

    private void DivideByCounts(PackedLayout layout, Span<T> output)
    {
        for (int sequence = 0; sequence < _sequences; sequence++)
        {
            for (int step = _steps == OutputSteps.Last ? layout.Length(sequence) - 1 : 0; step < layout.Length(sequence); step++)
            {
                int row = _steps == OutputSteps.Last ? sequence : layout.Offset(step) + sequence;
                Span<T> values = output.Slice(row * _size, _size);
                TensorPrimitives.Divide(values, Count(step, sequence), values);
            }
        }
    }

    private void WriteFinal(PackedLayout layout)
    {
        Span<T> final = GrowingArray.Ensure(ref _final, _sequences * _layer.StateSize);
        for (int sequence = 0; sequence < _sequences; sequence++)
        {
            Span<T> state = final.Slice(sequence * _layer.StateSize, _layer.StateSize);
            _pooled.AsSpan((layout.LastRow(sequence) * _size) + _firstPooled, PooledSize).CopyTo(state);
            state[PooledSize] = Count(layout.Length(sequence) - 1, sequence);
        }
    }

    private void WriteInitialGradient(ReadOnlySpan<T> carried)
    {
        Span<T> initial = GrowingArray.Ensure(ref _initialGradient, _sequences * _layer.StateSize);
        initial.Clear();
        for (int sequence = 0; sequence < _sequences; sequence++)
        {
            if (_counts[sequence] > T.Zero)
            {
                carried.Slice((sequence * _size) + _firstPooled, PooledSize).CopyTo(initial[(sequence * _layer.StateSize)..]);
            }
        }
    }
}
