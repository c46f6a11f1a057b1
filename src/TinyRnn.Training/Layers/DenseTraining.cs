using System.Numerics;

namespace TinyRnn.Training;

/// <summary>y = phi(W x + b) for every row, with its gradients.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class DenseTraining<T> : TrainableLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DenseLayer _layer;
    private readonly InputProduct<T> _product;
    private readonly Parameter<T>? _bias;
    private readonly LastInput<T> _lastInput = new();
    private T[] _output = [];
    private T[] _gradient = [];
    private T[] _lastInputGradient = [];
    private OutputSteps _steps;
    private int _rows;

    /// <summary>Makes the layer with zero weights.</summary>
    /// <exception cref="NotSupportedException">Alpha is below 0, so the slope does not follow from the output.</exception>
    public DenseTraining(DenseLayer layer)
        : base(layer)
    {
        AnyFunction<T>.Check(layer.Name, layer.Activation);
        _layer = layer;
        _product = new InputProduct<T>(new WeightBlock<T>(Find(layer.Weight)));
        _bias = layer.Bias ? Find(layer.BiasName) : null;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Output => _output.AsSpan(0, _rows * _layer.OutputSize);

    /// <inheritdoc/>
    public override void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState, OutputSteps steps)
    {
        _steps = steps;
        if (steps == OutputSteps.Last)
        {
            input = _lastInput.Gather(layout, _layer.InputSize, input);
        }

        _rows = steps == OutputSteps.Last ? layout.Sequences : layout.Rows;
        Span<T> output = GrowingArray.Ensure(ref _output, _rows * _layer.OutputSize);
        _product.SetOutput(_rows, input, _bias is null ? [] : _bias.Value, output);
        ActivationPass.Forward(_layer, _layer.Activation, output);
    }

    /// <inheritdoc/>
    public override void Backward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        if (_steps == OutputSteps.Last)
        {
            input = _lastInput.Gather(layout, _layer.InputSize, input);
        }

        ReadOnlySpan<T> gradient = outputGradient;
        if (_layer.Activation.Kind != Activation.Identity)
        {
            Span<T> own = GrowingArray.Ensure(ref _gradient, _rows * _layer.OutputSize);
            outputGradient.CopyTo(own);
            ActivationPass.Backward(_layer, _layer.Activation, Output, own);
            gradient = own;
        }

        _product.AddGradients(_rows, input, gradient, _bias is null ? [] : _bias.Gradient);
        if (inputGradient.IsEmpty)
        {
            return;
        }

        Span<T> rowsGradient = _steps == OutputSteps.Last
            ? GrowingArray.Ensure(ref _lastInputGradient, _rows * _layer.InputSize)
            : inputGradient;
        rowsGradient.Clear();
        _product.AddInputGradient(_rows, gradient, rowsGradient);
        if (_steps == OutputSteps.Last)
        {
            LastRows.Scatter(layout, _layer.InputSize, rowsGradient, _layer.InputSize, inputGradient);
        }
    }
}
