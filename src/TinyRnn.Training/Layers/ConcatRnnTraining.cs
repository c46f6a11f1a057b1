using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// With c_t = [x_t, h_{t-1}]: h_t = W_i2h c_t + b_i2h and y_t = phi(W_i2o c_t + b_i2o), with back-propagation through time.
/// Both matrices are used as two blocks of columns, so the concatenation is never stored.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class ConcatRnnTraining<T> : TrainableLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConcatRnnLayer _layer;
    private readonly ActivationFunction _activation;
    private readonly RnnRecurrence<T, Identity<T>> _recurrence;
    private readonly InputProduct<T> _outputFromInput;
    private readonly InputProduct<T> _outputFromHidden;
    private readonly Parameter<T> _outputBias;
    private readonly LastInput<T> _lastInput = new();
    private readonly LastInput<T> _lastPrevious = new();
    private T[] _output = [];
    private T[] _previous = [];
    private T[] _final = [];
    private T[] _outputGradient = [];
    private T[] _previousGradient = [];
    private T[] _hiddenGradient = [];
    private T[] _lastGradient = [];
    private OutputSteps _steps;
    private int _rows;
    private int _sequences;

    /// <summary>Makes the layer with zero weights.</summary>
    public ConcatRnnTraining(ConcatRnnLayer layer)
        : base(layer)
    {
        _layer = layer;
        _activation = layer.Activation;
        Parameter<T> hidden = Find(layer.HiddenWeight);
        Parameter<T> output = Find(layer.OutputWeight);
        _recurrence = new RnnRecurrence<T, Identity<T>>(
            WeightBlock<T>.OfColumns(hidden, 0, layer.InputSize),
            WeightBlock<T>.OfColumns(hidden, layer.InputSize, layer.HiddenSize),
            [Find(layer.HiddenBias)],
            isReverse: false,
            new CarriedState<T>(layer.HiddenSize, start: null));
        _outputFromInput = new InputProduct<T>(WeightBlock<T>.OfColumns(output, 0, layer.InputSize));
        _outputFromHidden = new InputProduct<T>(WeightBlock<T>.OfColumns(output, layer.InputSize, layer.HiddenSize));
        _outputBias = Find(layer.OutputBias);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Output => _output.AsSpan(0, _rows * _layer.OutputSize);

    /// <inheritdoc/>
    public override ReadOnlySpan<T> FinalState => _final.AsSpan(0, _sequences * _layer.HiddenSize);

    /// <inheritdoc/>
    public override ReadOnlySpan<T> InitialStateGradient => _recurrence.Hidden.HasStart ? _recurrence.Hidden.Gradient : [];

    private protected override int InitializationFan => _layer.InputSize + _layer.HiddenSize;

    /// <inheritdoc/>
    public override void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState, OutputSteps steps)
    {
        _steps = steps;
        _rows = steps == OutputSteps.Last ? layout.Sequences : layout.Rows;
        _sequences = layout.Sequences;
        _recurrence.Forward(layout, input, initialState, _layer.HiddenSize);
        _recurrence.CopyEnd(GrowingArray.Ensure(ref _final, _sequences * _layer.HiddenSize), _layer.HiddenSize);
        GatherPrevious();
        Span<T> output = GrowingArray.Ensure(ref _output, _rows * _layer.OutputSize);
        _outputFromInput.SetOutput(_rows, OutputInput(layout, input), _outputBias.Value, output);
        _outputFromHidden.AddOutput(_rows, OutputPrevious(layout).Values, output);
        ActivationPass.Forward(_layer, _activation, output);
    }

    /// <inheritdoc/>
    public override void Backward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        Span<T> gradient = GrowingArray.Ensure(ref _outputGradient, _rows * _layer.OutputSize);
        outputGradient.CopyTo(gradient);
        ActivationPass.Backward(_layer, _activation, Output, gradient);
        _outputFromInput.AddGradients(_rows, OutputInput(layout, input), gradient, _outputBias.Gradient);
        _outputFromHidden.AddGradients(_rows, OutputPrevious(layout), gradient, []);
        inputGradient.Clear();
        if (!inputGradient.IsEmpty)
        {
            AddInputGradient(layout, gradient, inputGradient);
        }

        Span<T> previous = PreviousGradient(layout, gradient);
        Span<T> hidden = GrowingArray.Ensure(ref _hiddenGradient, layout.Rows * _layer.HiddenSize);
        MoveToOwnStep(layout, previous, hidden);
        _recurrence.Backward(input, hidden, inputGradient);

        // The first y reads h_0.
        Span<T> start = _recurrence.Hidden.Gradient;
        TensorPrimitives.Add(start, previous[..start.Length], start);
    }

    private StepInput<T> OutputInput(PackedLayout layout, StepInput<T> input) =>
        _steps == OutputSteps.Last ? _lastInput.Gather(layout, _layer.InputSize, input) : input;

    private StepInput<T> OutputPrevious(PackedLayout layout)
    {
        StepInput<T> previous = new(_previous.AsSpan(0, layout.Rows * _layer.HiddenSize));
        return _steps == OutputSteps.Last ? _lastPrevious.Gather(layout, _layer.HiddenSize, previous) : previous;
    }

    // h_{t-1}, stored at the row of y_t, which reads it.
    private void GatherPrevious()
    {
        int size = _layer.HiddenSize;
        ReadOnlySpan<T> states = _recurrence.Hidden.Rows;
        ReadOnlySpan<int> rows = _recurrence.PreviousRows;
        Span<T> previous = GrowingArray.Ensure(ref _previous, rows.Length * size);
        for (int row = 0; row < rows.Length; row++)
        {
            states.Slice(rows[row] * size, size).CopyTo(previous[(row * size)..]);
        }
    }

    private void AddInputGradient(PackedLayout layout, ReadOnlySpan<T> gradient, Span<T> inputGradient)
    {
        if (_steps == OutputSteps.Every)
        {
            _outputFromInput.AddInputGradient(_rows, gradient, inputGradient);
            return;
        }

        Span<T> last = GrowingArray.Ensure(ref _lastGradient, _rows * _layer.InputSize);
        last.Clear();
        _outputFromInput.AddInputGradient(_rows, gradient, last);
        LastRows.Scatter(layout, _layer.InputSize, last, _layer.InputSize, inputGradient);
    }

    /// <summary>The derivative with respect to h_{t-1}, stored at the row of y_t, [rows, hiddenSize].</summary>
    private Span<T> PreviousGradient(PackedLayout layout, ReadOnlySpan<T> gradient)
    {
        Span<T> previous = GrowingArray.Ensure(ref _previousGradient, layout.Rows * _layer.HiddenSize);
        if (_steps == OutputSteps.Every)
        {
            previous.Clear();
            _outputFromHidden.AddInputGradient(_rows, gradient, previous);
            return previous;
        }

        Span<T> last = GrowingArray.Ensure(ref _lastGradient, _rows * _layer.HiddenSize);
        last.Clear();
        _outputFromHidden.AddInputGradient(_rows, gradient, last);
        LastRows.Scatter(layout, _layer.HiddenSize, last, _layer.HiddenSize, previous);
        return previous;
    }

    // y_t reads h_{t-1}, so the value at step t belongs to step t - 1. Nothing reads a sequence's last h.
    private void MoveToOwnStep(PackedLayout layout, ReadOnlySpan<T> previous, Span<T> hidden)
    {
        hidden.Clear();
        for (int step = 1; step < layout.Steps; step++)
        {
            previous.Slice(layout.Offset(step) * _layer.HiddenSize, layout.Active(step) * _layer.HiddenSize)
                .CopyTo(hidden[(layout.Offset(step - 1) * _layer.HiddenSize)..]);
        }
    }
}
