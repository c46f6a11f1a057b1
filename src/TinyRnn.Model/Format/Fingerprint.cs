using System.Globalization;

namespace TinyRnn.Model;

/// <summary>
/// Identifies what determines a network's outputs: input, layers, weights and scaling, but not names, labels, task, test vectors and metadata. Saved
/// states are recognised by it, so the fingerprint of a network must not change in later versions. A new field of the format is therefore hashed only
/// if it differs from its default.
/// </summary>
internal static class Fingerprint
{
    private const int Digits = 16;

    /// <summary>The first 64 bits of the SHA-256 of the network's file, written without names and with floats as their bits.</summary>
    public static ulong Of(Network network)
    {
        using TextHash hash = new();
        JsonWriter writer = new(hash.Add, hasBitsOfFloats: true);
        writer.StartObject();
        InputFields.Write(writer, network.Input is VectorInput vector ? new VectorInput(vector.Size, scaling: vector.Scaling) : network.Input);
        int tensors = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            Layer layer = network.Layers[i];
            writer.StartObject(layer.Kind);
            if (network.Graph.Nodes[i].Inputs is not [int only] || only != i - 1)
            {
                writer.WriteNumbers("inputs", network.Graph.Nodes[i].Inputs);
            }

            layer.WriteFields(writer);
            foreach (TensorSpec spec in layer.Tensors)
            {
                NetworkWriter.WriteTensor(writer, tensors++.ToString(CultureInfo.InvariantCulture), network.Tensors[spec.Name]);
            }

            writer.EndObject();
        }

        NetworkWriter.WriteOutput(writer, network);
        network.Forecast?.WriteOrigin(writer);
        writer.EndObject();
        writer.Finish();
        return ulong.Parse(hash.Finish().Substring(0, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
