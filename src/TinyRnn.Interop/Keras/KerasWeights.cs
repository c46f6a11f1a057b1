using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Converts from Keras's layout, which RTNeural's JSON shares. A kernel is [inputs][gates * units], with the gates z, r, h of a GRU and i, f, c, o of
/// an LSTM. A GRU whose reset gate comes after the product has two rows of biases.
/// </summary>
internal static class KerasWeights
{
    // The positions of TinyRnn's gates r, z, n in Keras's z, r, h.
    private static readonly int[] GruGates = [1, 0, 2];
    private static readonly int[] SameGates = [0, 1, 2, 3];

    /// <summary>The transposed kernel, gates in TinyRnn's order.</summary>
    public static float[] Kernel(float[] kernel, int inputs, int units, int gates)
    {
        int columns = gates * units;
        float[] result = new float[kernel.Length];
        for (int row = 0; row < columns; row++)
        {
            int column = Order(gates)[row / units] * units + row % units;
            for (int input = 0; input < inputs; input++)
            {
                result[(row * inputs) + input] = kernel[(input * columns) + column];
            }
        }

        return result;
    }

    /// <summary>A bias, gates in TinyRnn's order.</summary>
    public static float[] Bias(ReadOnlySpan<float> bias, int units, int gates)
    {
        float[] result = new float[bias.Length];
        for (int row = 0; row < bias.Length; row++)
        {
            result[row] = bias[Order(gates)[row / units] * units + row % units];
        }

        return result;
    }

    /// <summary>The tensors of one direction of a recurrent layer.</summary>
    public static IEnumerable<Tensor> Tensors(RecurrentLayer layer, RecurrentDirection direction, float[] kernel, float[] recurrent, float[]? bias)
    {
        int rows = layer.Gates * layer.HiddenSize;
        yield return new Tensor(direction.WeightInput, [rows, layer.InputSize], Kernel(kernel, layer.InputSize, layer.HiddenSize, layer.Gates));
        yield return new Tensor(direction.WeightHidden, [rows, layer.HiddenSize], Kernel(recurrent, layer.HiddenSize, layer.HiddenSize, layer.Gates));
        for (int i = 0; i < direction.BiasNames.Count; i++)
        {
            yield return new Tensor(direction.BiasNames[i], [rows], Bias(bias.AsSpan(i * rows, rows), layer.HiddenSize, layer.Gates));
        }
    }

    private static int[] Order(int gates) => gates == 3 ? GruGates : SameGates;
}
