using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Gives rows of earlier steps. In the backward pass the derivative of a part goes to the step that the part comes from. The state holds the rows of
/// previous steps, the newest first, also from before the first step of a sequence.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class DelayTraining<T> : TrainableLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DelayLayer _layer;
    private readonly int _size;
    private T[] _output = [];
    private T[] _start = [];
    private T[] _final = [];
    private T[] _initialGradient = [];
    private OutputSteps _steps;
    private int _rows;
    private int _sequences;
    private bool _hasInitialState;

    /// <summary>Makes the layer.</summary>
    public DelayTraining(DelayLayer layer)
        : base(layer)
    {
        _layer = layer;
        _size = layer.InputSize;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Output => _output.AsSpan(0, _rows * _layer.OutputSize);

    /// <inheritdoc/>
    public override ReadOnlySpan<T> FinalState => _final.AsSpan(0, _sequences * _layer.StateSize);

    /// <inheritdoc/>
    public override ReadOnlySpan<T> InitialStateGradient => _initialGradient.AsSpan(0, _hasInitialState ? _sequences * _layer.StateSize : 0);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is tokens.</exception>
    public override void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState, OutputSteps steps)
    {
        if (input.IsTokens)
        {
            throw new ArgumentException($"layer '{_layer.Name}' delays rows of numbers; to delay characters, put an embedding before it", nameof(input));
        }

        _steps = steps;
        _sequences = layout.Sequences;
        _rows = steps == OutputSteps.Last ? _sequences : layout.Rows;
        _hasInitialState = !initialState.IsEmpty;
        Span<T> start = GrowingArray.Ensure(ref _start, _sequences * _layer.StateSize);
        start.Clear();
        initialState.CopyTo(start);
        GrowingArray.Ensure(ref _output, _rows * _layer.OutputSize);
        for (int sequence = 0; sequence < _sequences; sequence++)
        {
            for (int step = FirstStep(layout, sequence); step < layout.Length(sequence); step++)
            {
                Span<T> output = OutputRow(_output, layout, step, sequence);
                for (int i = 0; i < _layer.Lags.Count; i++)
                {
                    ValuesAt(input.Values, layout, step - _layer.Lags[i], sequence).CopyTo(output.Slice(i * _size, _size));
                }
            }
        }

        WriteFinal(layout, input.Values);
    }

    /// <inheritdoc/>
    public override void Backward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        Span<T> initial = GrowingArray.Ensure(ref _initialGradient, _sequences * _layer.StateSize);
        initial.Clear();
        inputGradient.Clear();
        for (int sequence = 0; sequence < _sequences; sequence++)
        {
            for (int step = FirstStep(layout, sequence); step < layout.Length(sequence); step++)
            {
                ReadOnlySpan<T> gradient = outputGradient.Slice(OutputIndex(layout, step, sequence) * _layer.OutputSize, _layer.OutputSize);
                for (int i = 0; i < _layer.Lags.Count; i++)
                {
                    int from = step - _layer.Lags[i];
                    if (from < 0 || !inputGradient.IsEmpty)
                    {
                        Span<T> sum = (from < 0 ? initial : inputGradient).Slice(PlaceOf(layout, from, sequence), _size);
                        TensorPrimitives.Add(sum, gradient.Slice(i * _size, _size), sum);
                    }
                }
            }
        }
    }

    private int FirstStep(PackedLayout layout, int sequence) => _steps == OutputSteps.Last ? layout.Length(sequence) - 1 : 0;

    private int OutputIndex(PackedLayout layout, int step, int sequence) => _steps == OutputSteps.Last ? sequence : layout.Offset(step) + sequence;

    private Span<T> OutputRow(T[] rows, PackedLayout layout, int step, int sequence) =>
        rows.AsSpan(OutputIndex(layout, step, sequence) * _layer.OutputSize, _layer.OutputSize);

    // The start of a step's row: among the rows, or in the state for steps before the first.
    private int PlaceOf(PackedLayout layout, int step, int sequence) => step < 0
        ? (sequence * _layer.StateSize) + ((-step - 1) * _size)
        : (layout.Offset(step) + sequence) * _size;

    private ReadOnlySpan<T> ValuesAt(ReadOnlySpan<T> input, PackedLayout layout, int step, int sequence) =>
        (step < 0 ? _start : input).Slice(PlaceOf(layout, step, sequence), _size);

    private void WriteFinal(PackedLayout layout, ReadOnlySpan<T> input)
    {
        GrowingArray.Ensure(ref _final, _sequences * _layer.StateSize);
        for (int sequence = 0; sequence < _sequences; sequence++)
        {
            for (int age = 0; age < _layer.Memory; age++)
            {
                ValuesAt(input, layout, layout.Length(sequence) - 1 - age, sequence)
                    .CopyTo(_final.AsSpan((sequence * _layer.StateSize) + (age * _size), _size));
            }
        }
    }
}
