using System.Numerics;

namespace TinyRnn.Training;

/// <summary>A layer without memory that computes each output row from the same input row.</summary>
/// <typeparam name="T">Element type.</typeparam>
public abstract class RowTraining<T> : TrainableLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LastInput<T> _lastInput = new();
    private T[] _output = [];
    private T[] _inputGradient = [];
    private OutputSteps _steps;
    private int _rows;

    private protected RowTraining(Layer layer)
        : base(layer)
    {
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Output => _output.AsSpan(0, _rows * Description.OutputSize);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is tokens.</exception>
    public sealed override void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState, OutputSteps steps)
    {
        if (input.IsTokens)
        {
            throw new ArgumentException($"layer '{Description.Name}' reads rows of numbers, not tokens", nameof(input));
        }

        _steps = steps;
        _rows = steps == OutputSteps.Last ? layout.Sequences : layout.Rows;
        ReadOnlySpan<T> values = ValuesOf(layout, input);
        Span<T> output = GrowingArray.Ensure(ref _output, _rows * Description.OutputSize);
        for (int row = 0; row < _rows; row++)
        {
            Forward(Row(values, row, Description.InputSize), output.Slice(row * Description.OutputSize, Description.OutputSize));
        }
    }

    /// <inheritdoc/>
    public sealed override void Backward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        ReadOnlySpan<T> values = ValuesOf(layout, input);

        // The input's derivative is computed even if the caller does not need it.
        Span<T> gradient = inputGradient.IsEmpty || _steps == OutputSteps.Last
            ? GrowingArray.Ensure(ref _inputGradient, _rows * Description.InputSize)
            : inputGradient;
        gradient.Clear();
        for (int row = 0; row < _rows; row++)
        {
            Backward(
                Row(values, row, Description.InputSize), Row(Output, row, Description.OutputSize), Row(outputGradient, row, Description.OutputSize),
                gradient.Slice(row * Description.InputSize, Description.InputSize));
        }

        if (_steps == OutputSteps.Last && !inputGradient.IsEmpty)
        {
            LastRows.Scatter(layout, Description.InputSize, gradient, Description.InputSize, inputGradient);
        }
    }

    /// <summary>Computes one row.</summary>
    private protected abstract void Forward(ReadOnlySpan<T> x, Span<T> y);

    /// <summary>The backward pass of one row. It adds to the parameters' gradients and to <paramref name="inputGradient"/>, which starts at zero.</summary>
    private protected abstract void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient);

    private static ReadOnlySpan<T> Row(ReadOnlySpan<T> rows, int row, int size) => rows.Slice(row * size, size);

    private ReadOnlySpan<T> ValuesOf(PackedLayout layout, StepInput<T> input) =>
        (_steps == OutputSteps.Last ? _lastInput.Gather(layout, Description.InputSize, input) : input).Values;
}
