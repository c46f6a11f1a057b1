using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Quantized;

/// <summary>What the emitters ask of tensors of small numbers.</summary>
internal static class QuantizedTensors
{
    /// <summary>The bits of an element, as an unsigned number.</summary>
    public static uint BitsOf(this Tensor tensor, int index) => tensor.Type == TensorType.BF16
        ? BFloat16.Pack(tensor.Values[index])
        : unchecked((byte)tensor.Codes[index]);

    /// <summary>What the sum of a row's codes is multiplied by.</summary>
    public static double StepOf(this Tensor tensor, int row) =>
        tensor.Scales[row] * (tensor.InputRange?.Step ?? 1);

    /// <summary>What a row's product has beside the sum of the codes: each code stands for a value above the lowest of the range.</summary>
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
            sum += tensor.Codes[i];
        }

        return (double)tensor.Scales[row] * tensor.InputRange.Low * sum;
    }
}
