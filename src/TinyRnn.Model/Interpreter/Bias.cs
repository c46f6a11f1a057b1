using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>The biases that a product is added to.</summary>
internal static class Bias
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
}
