using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>The mean, the sum or the maximum of each group of a step's values.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="layer">The layer's description.</param>
public sealed class ReduceTraining<T>(ReduceLayer layer) : RowTraining<T>(layer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReduceMode _mode = layer.Mode;
    private readonly int _size = layer.InputSize / layer.Groups;

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int group = 0; group < y.Length; group++)
        {
            ReadOnlySpan<T> values = x.Slice(group * _size, _size);
            y[group] = _mode switch
            {
                ReduceMode.Mean => TensorPrimitives.Sum(values) / T.CreateChecked(_size),
                ReduceMode.Sum => TensorPrimitives.Sum(values),
                ReduceMode.Max => TensorPrimitives.Max(values),
                _ => throw Unknown(),
            };
        }
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        for (int group = 0; group < y.Length; group++)
        {
            Span<T> gradient = inputGradient.Slice(group * _size, _size);
            switch (_mode)
            {
                case ReduceMode.Mean:
                    TensorPrimitives.Add(gradient, outputGradient[group] / T.CreateChecked(_size), gradient);
                    break;
                case ReduceMode.Sum:
                    TensorPrimitives.Add(gradient, outputGradient[group], gradient);
                    break;
                case ReduceMode.Max:
                    gradient[TensorPrimitives.IndexOfMax(x.Slice(group * _size, _size))] += outputGradient[group];
                    break;
                default:
                    throw Unknown();
            }
        }
    }

    private NotSupportedException Unknown() => new($"the reduction {_mode} cannot be trained");
}
