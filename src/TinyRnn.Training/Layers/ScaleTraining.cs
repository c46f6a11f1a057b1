using System.Numerics;

namespace TinyRnn.Training;

/// <summary>y_i = a_i * x_i + b_i; a begins at 1 and b at 0.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class ScaleTraining<T> : RowTraining<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _weight;
    private readonly Parameter<T>? _bias;

    /// <summary>Makes the layer with zero weights.</summary>
    public ScaleTraining(ScaleLayer layer)
        : base(layer)
    {
        _weight = Find(layer.Weight);
        _bias = layer.Bias ? Find(layer.BiasName) : null;
    }

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (_weight.Value[i] * x[i]) + (_bias is null ? T.Zero : _bias.Value[i]);
        }
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        for (int i = 0; i < y.Length; i++)
        {
            _weight.Gradient[i] += x[i] * outputGradient[i];
            inputGradient[i] += _weight.Value[i] * outputGradient[i];
            if (_bias is not null)
            {
                _bias.Gradient[i] += outputGradient[i];
            }
        }
    }

    private protected override double Draw(Parameter<T> parameter, WeightInitialization initialization, Xoshiro256StarStar random) =>
        parameter == _weight ? 1 : 0;
}
