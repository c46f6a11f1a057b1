using System.Numerics;

namespace TinyRnn.Training;

/// <summary>y_i = x_(index i).</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="layer">The layer's description.</param>
public sealed class SelectTraining<T>(SelectLayer layer) : RowTraining<T>(layer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<int> _indices = layer.Indices;

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x[_indices[i]];
        }
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        for (int i = 0; i < y.Length; i++)
        {
            inputGradient[_indices[i]] += outputGradient[i];
        }
    }
}
