using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>y = phi(x).</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class ActivationTraining<T> : RowTraining<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ActivationLayer _layer;
    private readonly T[] _gradient;

    /// <summary>Makes the layer.</summary>
    /// <exception cref="NotSupportedException">Alpha is below 0, so the slope does not follow from the output.</exception>
    public ActivationTraining(ActivationLayer layer)
        : base(layer)
    {
        AnyFunction<T>.Check(layer.Name, layer.Activation);
        _layer = layer;
        _gradient = new T[layer.OutputSize];
    }

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        x.CopyTo(y);
        ActivationPass.Forward(_layer, _layer.Activation, y);
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        outputGradient.CopyTo(_gradient);
        ActivationPass.Backward(_layer, _layer.Activation, y, _gradient.AsSpan());
        TensorPrimitives.Add(inputGradient, _gradient, inputGradient);
    }
}
