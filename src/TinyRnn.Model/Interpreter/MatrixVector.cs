using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>Products of a row-major matrix with a layer's input.</summary>
internal static class MatrixVector
{
    /// <summary>result = sum of the biases.</summary>
    public static void Start(Span<float> result, params ReadOnlySpan<float[]?> biases)
    {
        result.Clear();
        foreach (float[]? bias in biases)
        {
            if (bias is not null)
            {
                TensorPrimitives.Add(result, bias, result);
            }
        }
    }

    /// <summary>result += W[:, firstColumn ..] x.</summary>
    public static void Add(ReadOnlySpan<float> weight, int columns, int firstColumn, LayerInput x, Span<float> result)
    {
        for (int row = 0; row < result.Length; row++)
        {
            ReadOnlySpan<float> weights = weight.Slice(row * columns + firstColumn);
            result[row] += x.Token >= 0 ? weights[x.Token] : TensorPrimitives.Dot(weights.Slice(0, x.Values.Length), x.Values);
        }
    }
}
