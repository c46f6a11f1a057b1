using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>Quantised networks for formats that know nothing of them.</summary>
internal static class Dequantizer
{
    /// <summary>
    /// A network whose matrices of 8-bit codes are the numbers that the codes stand for. What it reads is coded no more, so that its outputs
    /// lie nearer to those of the network before it was quantised; its test vectors are recorded anew.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="notes">Receives a sentence about it where there are codes.</param>
    public static Network WithoutCodes(Network network, IList<string> notes)
    {
        int matrices = network.Tensors.Values.Count(tensor => tensor.Type == TensorType.I8);
        if (matrices == 0)
        {
            return network;
        }

        notes.Add(
            $"{(matrices == 1 ? "1 matrix" : $"{matrices} matrices")} of 8-bit codes became single precision: the values are the same, but what they are "
                + "multiplied with is coded no more, so outputs differ a little");
        return Quantizer.Record(network.WithTensors(network.Tensors.Values.Select(tensor =>
            tensor.Type == TensorType.I8 ? new Tensor(tensor.Name, [.. tensor.Shape], tensor.Values) : tensor)));
    }
}
