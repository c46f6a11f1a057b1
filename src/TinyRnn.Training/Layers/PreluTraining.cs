using System.Numerics;

namespace TinyRnn.Training;

/// <summary>y_i = x_i where it is above 0, else a_i * x_i; a starts at 0.25, as in PyTorch.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class PreluTraining<T> : RowTraining<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double FirstSlope = 0.25;

    private readonly Parameter<T> _weight;

    /// <summary>Makes the layer with zero weights.</summary>
    public PreluTraining(PreluLayer layer)
        : base(layer) => _weight = Find(layer.Weight);

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x[i] > T.Zero ? x[i] : _weight.Value[i] * x[i];
        }
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        for (int i = 0; i < y.Length; i++)
        {
            bool isAbove = x[i] > T.Zero;
            inputGradient[i] += isAbove ? outputGradient[i] : _weight.Value[i] * outputGradient[i];
            _weight.Gradient[i] += isAbove ? T.Zero : x[i] * outputGradient[i];
        }
    }

    private protected override double Draw(Parameter<T> parameter, WeightInitialization initialization, Xoshiro256StarStar random) => FirstSlope;
}
