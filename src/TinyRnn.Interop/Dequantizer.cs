using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>Converts quantised networks for formats that cannot hold them.</summary>
internal static class Dequantizer
{
    /// <summary>
    /// A network whose 8-bit matrices become the floats that their quantised values stand for. Inputs are no longer quantised, so the outputs are
    /// closer to those of the network before quantisation; test vectors are recorded anew.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="notes">Receives a sentence about it if there are quantised values.</param>
    public static Network WithoutInt8(Network network, IList<string> notes)
    {
        int matrices = network.Tensors.Values.Count(tensor => tensor.Type == TensorType.I8);
        if (matrices == 0)
        {
            return network;
        }

        notes.Add(
            $"{(matrices == 1 ? "1 matrix" : $"{matrices} matrices")} of 8-bit quantised values became single precision: the weights are the same, but "
                + "inputs are "
                + "no longer quantised, so outputs differ a little");
        return Quantizer.Record(network.WithTensors(network.Tensors.Values.Select(tensor =>
            tensor.Type == TensorType.I8 ? new Tensor(tensor.Name, [.. tensor.Shape], tensor.Values) : tensor)));
    }
}
