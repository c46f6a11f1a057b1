using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>y_i = a_i * (x_i - m) / sqrt(v + epsilon) + b_i in each group of a step's values; a begins at 1 and b at 0.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class LayerNormTraining<T> : RowTraining<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LayerNormLayer _layer;
    private readonly Parameter<T>? _weight;
    private readonly Parameter<T>? _bias;
    private readonly T[] _normalized;

    /// <summary>Makes the layer with zero weights.</summary>
    public LayerNormTraining(LayerNormLayer layer)
        : base(layer)
    {
        _layer = layer;
        _weight = layer.IsAffine ? Find(layer.Weight) : null;
        _bias = layer.IsAffine ? Find(layer.BiasName) : null;
        _normalized = new T[layer.InputSize / layer.Groups];
    }

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int first = 0; first < x.Length; first += _normalized.Length)
        {
            Normalize(x.Slice(first, _normalized.Length));
            for (int i = 0; i < _normalized.Length; i++)
            {
                y[first + i] = _weight is null ? _normalized[i] : (_weight.Value[first + i] * _normalized[i]) + _bias!.Value[first + i];
            }
        }
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        T size = T.CreateChecked(_normalized.Length);
        for (int first = 0; first < x.Length; first += _normalized.Length)
        {
            T factor = Normalize(x.Slice(first, _normalized.Length));
            T sum = T.Zero;
            T product = T.Zero;
            for (int i = 0; i < _normalized.Length; i++)
            {
                T gradient = outputGradient[first + i];
                if (_weight is not null)
                {
                    _weight.Gradient[first + i] += gradient * _normalized[i];
                    _bias!.Gradient[first + i] += gradient;
                    gradient *= _weight.Value[first + i];
                }

                inputGradient[first + i] += gradient * factor;
                sum += gradient;
                product += gradient * _normalized[i];
            }

            // The gradients through mean and deviation are subtracted.
            for (int i = 0; i < _normalized.Length; i++)
            {
                inputGradient[first + i] -= factor * (sum + (_normalized[i] * product)) / size;
            }
        }
    }

    private protected override double Draw(Parameter<T> parameter, WeightInitialization initialization, Xoshiro256StarStar random) =>
        parameter == _weight ? 1 : 0;

    // Returns 1 / sqrt(v + epsilon).
    private T Normalize(ReadOnlySpan<T> x)
    {
        T size = T.CreateChecked(x.Length);
        TensorPrimitives.Subtract(x, TensorPrimitives.Sum(x) / size, _normalized);
        T factor = T.One / T.Sqrt((TensorPrimitives.SumOfSquares<T>(_normalized) / size) + T.CreateChecked(_layer.Epsilon));
        TensorPrimitives.Multiply(_normalized, factor, _normalized);
        return factor;
    }
}
