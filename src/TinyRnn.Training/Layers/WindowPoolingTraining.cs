using System.Numerics;

namespace TinyRnn.Training;

/// <summary>The mean or the maximum of each channel in each window of a step's values.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="layer">The layer's description.</param>
public sealed class WindowPoolingTraining<T>(WindowPoolingLayer layer) : RowTraining<T>(layer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Window _window = layer.Window;
    private readonly WindowPoolingMode _mode = layer.Mode;

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int output = 0; output < y.Length; output++)
        {
            if (_mode == WindowPoolingMode.Max)
            {
                y[output] = x[IndexOfMax(x, output)];
                continue;
            }

            T sum = T.Zero;
            for (int tap = 0; tap < _window.Taps; tap++)
            {
                int index = IndexOf(output, tap);
                sum += index < 0 ? T.Zero : x[index];
            }

            y[output] = sum / Count(output);
        }
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        for (int output = 0; output < y.Length; output++)
        {
            if (_mode == WindowPoolingMode.Max)
            {
                inputGradient[IndexOfMax(x, output)] += outputGradient[output];
                continue;
            }

            T share = outputGradient[output] / Count(output);
            for (int tap = 0; tap < _window.Taps; tap++)
            {
                int index = IndexOf(output, tap);
                if (index >= 0)
                {
                    inputGradient[index] += share;
                }
            }
        }
    }

    private int IndexOf(int output, int tap)
    {
        int position = _window.PositionOf(output / _window.Channels, tap);
        return position < 0 ? -1 : (position * _window.Channels) + (output % _window.Channels);
    }

    // The first of several equal ones.
    private int IndexOfMax(ReadOnlySpan<T> x, int output)
    {
        int max = -1;
        for (int tap = 0; tap < _window.Taps; tap++)
        {
            int index = IndexOf(output, tap);
            max = index >= 0 && (max < 0 || x[index] > x[max]) ? index : max;
        }

        return max;
    }

    private T Count(int output)
    {
        int count = 0;
        for (int tap = 0; tap < _window.Taps; tap++)
        {
            count += IndexOf(output, tap) >= 0 ? 1 : 0;
        }

        return _mode switch
        {
            WindowPoolingMode.Mean => T.CreateChecked(count),
            WindowPoolingMode.MeanWithPadding => T.CreateChecked(_window.Taps),
            _ => throw new NotSupportedException($"the pooling {_mode} cannot be trained"),
        };
    }
}
