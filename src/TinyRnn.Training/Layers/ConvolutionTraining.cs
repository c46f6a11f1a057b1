using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>A convolution within a step, y = phi(W x + b) at each window, with its gradients.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class ConvolutionTraining<T> : RowTraining<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolutionLayer _layer;
    private readonly Parameter<T> _weight;
    private readonly Parameter<T>? _bias;

    // The values of each window of a group, window by window, and their derivatives.
    private readonly T[] _windows;
    private readonly T[] _windowsGradient;
    private readonly T[] _gradient;

    /// <summary>Makes the layer with zero weights.</summary>
    /// <exception cref="NotSupportedException">Alpha is below 0, so the slope does not follow from the output.</exception>
    public ConvolutionTraining(ConvolutionLayer layer)
        : base(layer)
    {
        AnyFunction<T>.Check(layer.Name, layer.Activation);
        _layer = layer;
        _weight = Find(layer.Weight);
        _bias = layer.Bias ? Find(layer.BiasName) : null;
        _windows = new T[layer.Window.Positions * layer.Columns];
        _windowsGradient = new T[_windows.Length];
        _gradient = new T[layer.OutputSize];
    }

    private int Channels => _layer.Window.Channels / _layer.Groups;

    private int Outputs => _layer.OutputChannels / _layer.Groups;

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int position = 0; position < _layer.Window.Positions; position++)
        {
            Span<T> result = y.Slice(position * _layer.OutputChannels, _layer.OutputChannels);
            if (_bias is null)
            {
                result.Clear();
            }
            else
            {
                _bias.Value.CopyTo(result);
            }
        }

        for (int group = 0; group < _layer.Groups; group++)
        {
            Gather(x, group);
            WeightBlock<T> weight = WeightOf(group);
            MatrixProduct.AddTransposedRight(
                _layer.Window.Positions, Outputs, _layer.Columns, _windows, _layer.Columns, weight.Value, weight.Stride, y[(group * Outputs)..],
                _layer.OutputChannels);
        }

        ActivationPass.Forward(_layer, _layer.Activation, y);
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        outputGradient.CopyTo(_gradient);
        ActivationPass.Backward(_layer, _layer.Activation, y, _gradient);
        for (int position = 0; position < _layer.Window.Positions && _bias is not null; position++)
        {
            TensorPrimitives.Add<T>(_bias.Gradient, _gradient.AsSpan(position * _layer.OutputChannels, _layer.OutputChannels), _bias.Gradient);
        }

        for (int group = 0; group < _layer.Groups; group++)
        {
            Gather(x, group);
            WeightBlock<T> weight = WeightOf(group);
            ReadOnlySpan<T> gradient = _gradient.AsSpan(group * Outputs);
            MatrixProduct.AddTransposedLeft(
                Outputs, _layer.Columns, _layer.Window.Positions, gradient, _layer.OutputChannels, _windows, _layer.Columns, weight.Gradient, weight.Stride);
            Array.Clear(_windowsGradient);
            MatrixProduct.Add(
                _layer.Window.Positions, _layer.Columns, Outputs, gradient, _layer.OutputChannels, weight.Value, weight.Stride, _windowsGradient,
                _layer.Columns);
            Scatter(inputGradient, group);
        }
    }

    private WeightBlock<T> WeightOf(int group) => WeightBlock<T>.OfRows(_weight, group * Outputs, Outputs);

    private void Gather(ReadOnlySpan<T> x, int group)
    {
        Window window = _layer.Window;
        for (int i = 0; i < window.Positions * window.Taps; i++)
        {
            Span<T> values = _windows.AsSpan(i * Channels, Channels);
            int from = window.PositionOf(i / window.Taps, i % window.Taps);
            if (from < 0)
            {
                values.Clear();
            }
            else
            {
                x.Slice((from * window.Channels) + (group * Channels), Channels).CopyTo(values);
            }
        }
    }

    private void Scatter(Span<T> inputGradient, int group)
    {
        Window window = _layer.Window;
        for (int i = 0; i < window.Positions * window.Taps; i++)
        {
            int to = window.PositionOf(i / window.Taps, i % window.Taps);
            if (to >= 0)
            {
                Span<T> gradient = inputGradient.Slice((to * window.Channels) + (group * Channels), Channels);
                TensorPrimitives.Add<T>(gradient, _windowsGradient.AsSpan(i * Channels, Channels), gradient);
            }
        }
    }
}
