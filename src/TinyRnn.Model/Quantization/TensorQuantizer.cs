namespace TinyRnn.Model;

/// <summary>Converts one matrix to a smaller type.</summary>
internal static class TensorQuantizer
{
    /// <summary>Rounds every value to the nearest bfloat16, halves to even; values that would become infinite become the largest finite
    /// one.</summary>
    public static Tensor ToBFloat16(Tensor tensor) =>
        new(tensor.Name, [.. tensor.Shape], [.. tensor.Values.Select(Round)], TensorType.BF16);

    /// <summary>Signed 8-bit quantised values; each row's scale maps its largest value to 127.</summary>
    public static Tensor ToInt8(Tensor tensor, QuantizationRange? inputRange)
    {
        int rows = tensor.Shape[0];
        int columns = tensor.Shape[1];
        sbyte[] quantized = new sbyte[rows * columns];
        float[] scales = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = tensor.Values.AsSpan(row * columns, columns);
            float largest = 0;
            foreach (float value in values)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            // A row below this is practically zero, and quantised values times its scale would be denormal.
            scales[row] = largest < 1e-30f ? 1e-30f : largest / sbyte.MaxValue;
            for (int column = 0; column < columns; column++)
            {
                quantized[(row * columns) + column] = (sbyte)Math.Clamp(Math.Round(values[column] / (double)scales[row]), -sbyte.MaxValue, sbyte.MaxValue);
            }
        }

        return Tensor.OfQuantized(tensor.Name, [rows, columns], quantized, scales, inputRange);
    }

    private static float Round(float value)
    {
        float rounded = BFloat16.Round(value);
        return float.IsFinite(rounded) ? rounded : MathF.CopySign(BFloat16.Largest, value);
    }
}
