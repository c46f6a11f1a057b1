using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// A plain recurrent, GRU or LSTM layer in one direction or both. The outputs of its directions are side by side in a row, and their states
/// follow one another.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class RecurrentTraining<T> : TrainableLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RecurrentLayer _layer;
    private readonly Recurrence<T>[] _directions;
    private T[] _output = [];
    private T[] _final = [];
    private T[] _initialGradient = [];
    private T[] _directionGradient = [];
    private OutputSteps _steps;
    private int _rows;
    private int _sequences;
    private bool _hasInitialState;

    /// <summary>Makes the layer with zero weights.</summary>
    public RecurrentTraining(RecurrentLayer layer)
        : base(layer)
    {
        _layer = layer;
        _directions = [.. layer.Directions.Select(direction => Recurrences.Create(layer, direction, Find))];
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Output => IsPassOutput ? _directions[0].Hidden.Values : _output.AsSpan(0, _rows * _layer.OutputSize);

    /// <inheritdoc/>
    public override ReadOnlySpan<T> FinalState => _final.AsSpan(0, _sequences * _layer.StateSize);

    /// <inheritdoc/>
    public override ReadOnlySpan<T> InitialStateGradient => _initialGradient.AsSpan(0, _hasInitialState ? _sequences * _layer.StateSize : 0);

    private protected override int InitializationFan => _layer.HiddenSize;

    // With one direction its result is the output.
    private bool IsPassOutput => _directions.Length == 1 && _steps == OutputSteps.Every;

    /// <inheritdoc/>
    public override void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState, OutputSteps steps)
    {
        _steps = steps;
        _rows = steps == OutputSteps.Last ? layout.Sequences : layout.Rows;
        _sequences = layout.Sequences;
        _hasInitialState = !initialState.IsEmpty;
        Span<T> final = GrowingArray.Ensure(ref _final, _sequences * _layer.StateSize);
        for (int i = 0; i < _directions.Length; i++)
        {
            int offset = i * _layer.DirectionStateSize;
            _directions[i].Forward(layout, input, initialState.IsEmpty ? [] : initialState[offset..], _layer.StateSize);
            _directions[i].CopyEnd(final[offset..], _layer.StateSize);
        }

        if (!IsPassOutput)
        {
            GatherOutput(layout);
        }
    }

    /// <inheritdoc/>
    public override void Backward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        inputGradient.Clear();
        Span<T> initial = GrowingArray.Ensure(ref _initialGradient, _sequences * _layer.StateSize);
        for (int i = 0; i < _directions.Length; i++)
        {
            _directions[i].Backward(input, IsPassOutput ? outputGradient : DirectionGradient(layout, i, outputGradient), inputGradient);
            _directions[i].CopyStartGradient(initial[(i * _layer.DirectionStateSize)..], _layer.StateSize);
        }
    }

    // A stored initial state starts at zero, like one that is not stored.
    private protected override double Draw(Parameter<T> parameter, WeightInitialization initialization, Xoshiro256StarStar random) =>
        _layer.Options.HasInitialState
            && _layer.Directions.Any(direction => parameter.Name == direction.InitialHidden || parameter.Name == direction.InitialCell)
            ? 0
            : base.Draw(parameter, initialization, random);

    private void GatherOutput(PackedLayout layout)
    {
        int size = _layer.DirectionOutputSize;
        Span<T> output = GrowingArray.Ensure(ref _output, _rows * _layer.OutputSize);
        for (int i = 0; i < _directions.Length; i++)
        {
            ReadOnlySpan<T> hidden = _directions[i].Hidden.Values;
            Span<T> target = output[(i * size)..];
            if (_steps == OutputSteps.Last)
            {
                LastRows.Gather(layout, size, hidden, target, _layer.OutputSize);
            }
            else
            {
                for (int row = 0; row < _rows; row++)
                {
                    hidden.Slice(row * size, size).CopyTo(target[(row * _layer.OutputSize)..]);
                }
            }
        }
    }

    private ReadOnlySpan<T> DirectionGradient(PackedLayout layout, int direction, ReadOnlySpan<T> outputGradient)
    {
        int size = _layer.DirectionOutputSize;
        Span<T> gradient = GrowingArray.Ensure(ref _directionGradient, layout.Rows * size);
        ReadOnlySpan<T> source = outputGradient[(direction * size)..];
        if (_steps == OutputSteps.Last)
        {
            LastRows.Scatter(layout, size, source, _layer.OutputSize, gradient);
        }
        else
        {
            for (int row = 0; row < _rows; row++)
            {
                source.Slice(row * _layer.OutputSize, size).CopyTo(gradient[(row * size)..]);
            }
        }

        return gradient;
    }
}
