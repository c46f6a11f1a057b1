using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Quantized;

/// <summary>What the emitters need to know about quantised tensors.</summary>
internal static class QuantizedTensors
{
    /// <summary>The bits of an element, as an unsigned number.</summary>
    public static uint BitsOf(this Tensor tensor, int index) => tensor.Type == TensorType.BF16
        ? BFloat16.Pack(tensor.Values[index])
        : unchecked((byte)tensor.QuantizedValues[index]);

    /// <summary>The factor of a row's integer sum.</summary>
    public static double StepOf(this Tensor tensor, int row) =>
        tensor.Scales[row] * (tensor.InputRange?.Step ?? 1);

    /// <summary>The constant part of a row's product: each quantised input is an offset from the lowest value of the range.</summary>
    public static double OffsetOf(this Tensor tensor, int row)
    {
        if (tensor.InputRange is null)
        {
            return 0;
        }

        long sum = 0;
        int columns = tensor.Shape[1];
        for (int i = row * columns; i < (row + 1) * columns; i++)
        {
            sum += tensor.QuantizedValues[i];
        }

        return (double)tensor.Scales[row] * tensor.InputRange.Low * sum;
    }
}
