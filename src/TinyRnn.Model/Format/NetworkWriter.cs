using System.Text;

namespace TinyRnn.Model;

/// <summary>Writes a network as the text of a <c>.tinyrnn</c> file.</summary>
public static class NetworkWriter
{
    /// <summary>The document; <see cref="NetworkReader.Read(string, string)"/> returns the same network, bit for bit.</summary>
    public static string Write(Network network)
    {
        StringBuilder text = new();
        Write(network, part => text.Append(part));
        return text.ToString();
    }

    /// <summary>Writes the document in parts, so that a large network's text is never whole in memory.</summary>
    internal static void Write(Network network, Action<string> write)
    {
        using TextHash hash = new();
        bool isCovered = true;
        JsonWriter writer = new(part =>
        {
            write(part);
            if (isCovered)
            {
                hash.Add(part);
            }
        });
        WriteBeforeTensors(writer, network, Math.Max(VersionOf(network), HasSparse(network) ? NetworkReader.SparseVersion : 1));
        WriteTensors(writer, network);
        writer.StartNextMember();
        isCovered = false;
        writer.WriteStartedString(Checksum.Field, Checksum.Of(hash));
        writer.EndObject();
        writer.Finish();
    }

    /// <summary>The document without tensors and checksum, for formats that store tensors in their own way.</summary>
    internal static string WriteDescription(Network network)
    {
        JsonWriter writer = new();
        WriteBeforeTensors(writer, network, VersionOf(network));
        writer.EndObject();
        return writer.Finish();
    }

    private static void WriteBeforeTensors(JsonWriter writer, Network network, int version)
    {
        writer.StartObject();
        writer.WriteNumber("tinyrnn", version);
        writer.WriteString("name", network.Name);
        writer.WriteString("task", Words.Of(network.Task));
        InputFields.Write(writer, network.Input);
        network.Forecast?.Write(writer);
        WriteLayers(writer, network.Layers);
        WriteOutput(writer, network);
        if (network.Labels.Count > 0)
        {
            writer.WriteStrings("labels", network.Labels);
        }

        NamedPart.Write(writer, Network.InputPartsField, network.InputParts);
        NamedPart.Write(writer, Network.OutputPartsField, network.OutputParts);
        if (network.MetadataJson != Network.NoMetadata)
        {
            writer.WriteRaw("metadata", network.MetadataJson);
        }

        WriteTestVectors(writer, network.TestVectors);
    }

    private static bool HasSparse(Network network) =>
        network.Layers.Any(layer => layer.Tensors.Any(spec => SparseForm.FindBlocks(network.Tensors[spec.Name], SparseForm.GridOf(layer, spec)) is not null));

    // The lowest version that can express everything in the network, whatever the encoding of its tensors.
    private static int VersionOf(Network network) => new[]
    {
        network.Tensors.Values.All(tensor => tensor.Type == TensorType.F32) ? 1 : NetworkReader.QuantizedVersion,
        network.Residual is null or { Factor: 1f } ? 1 : NetworkReader.SkipFactorVersion,
        network.Forecast?.FormatVersion ?? 1,
        InputFields.FormatVersion(network.Input),
        network.InputParts.Count + network.OutputParts.Count == 0 ? 1 : NetworkReader.GraphVersion,
        network.Layers.Max(layer => Math.Max(layer.FormatVersion, layer.Inputs is null ? 1 : NetworkReader.GraphVersion)),
    }.Max();

    private static void WriteLayers(JsonWriter writer, IReadOnlyList<Layer> layers)
    {
        writer.StartArray("layers");
        foreach (Layer layer in layers)
        {
            writer.StartObject();
            writer.WriteString("name", layer.Name);
            writer.WriteString("kind", layer.Kind);
            if (layer.Inputs is not null)
            {
                writer.WriteStrings("inputs", layer.Inputs);
            }

            layer.WriteFields(writer);
            writer.EndObject();
        }

        writer.EndArray();
    }

    internal static void WriteOutput(JsonWriter writer, Network network)
    {
        writer.StartObject("output");
        writer.WriteString("steps", Words.Of(network.OutputSteps));
        WriteScaling(writer, network.OutputScaling);
        if (network.Residual is Residual residual)
        {
            writer.WriteNumbers("skip", residual.Inputs);
            if (residual.Factor != 1f)
            {
                writer.WriteNumber("skipFactor", residual.Factor);
            }
        }

        writer.EndObject();
    }

    internal static void WriteScaling(JsonWriter writer, Scaling? scaling)
    {
        if (scaling is not null)
        {
            writer.WriteNumbers("mean", scaling.Mean);
            writer.WriteNumbers("std", scaling.Std);
        }
    }

    private static void WriteTestVectors(JsonWriter writer, IReadOnlyList<TestVector> testVectors)
    {
        if (testVectors.Count == 0)
        {
            return;
        }

        writer.StartArray("probes");
        foreach (TestVector testVector in testVectors)
        {
            writer.StartObject();
            if (testVector.Text is not null)
            {
                writer.WriteString("text", testVector.Text);
            }
            else
            {
                writer.WriteNumbers("values", testVector.Values!);
            }

            writer.WriteNumbers("output", testVector.Output);
            writer.EndObject();
        }

        writer.EndArray();
    }

    private static void WriteTensors(JsonWriter writer, Network network)
    {
        writer.StartObject("tensors");
        foreach (Layer layer in network.Layers)
        {
            foreach (TensorSpec spec in layer.Tensors)
            {
                WriteTensor(writer, spec.Name, network.Tensors[spec.Name], SparseForm.GridOf(layer, spec));
            }
        }

        writer.EndObject();
    }

    /// <summary>Writes a tensor.</summary>
    /// <param name="writer">The writer of the document.</param>
    /// <param name="name">The tensor's name in the file.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="grid">The blocks of which zero ones are left out; null to write all elements, as the fingerprint does.</param>
    internal static void WriteTensor(JsonWriter writer, string name, Tensor tensor, BlockGrid? grid = null)
    {
        bool[]? blocks = SparseForm.FindBlocks(tensor, grid);
        writer.StartObject(name);
        writer.WriteString("dtype", Words.Of(tensor.Type));
        writer.WriteNumbers("shape", tensor.Shape);
        if (tensor.Type == TensorType.I8)
        {
            writer.WriteBase64("scales", LittleEndian.ToBytes(tensor.Scales));
            if (tensor.InputRange is QuantizationRange range)
            {
                writer.WriteNumbers("inputRange", [range.Low, range.High]);
            }
        }

        byte[] data = tensor.Type switch
        {
            TensorType.F32 => LittleEndian.ToBytes(tensor.Values),
            TensorType.BF16 => LittleEndian.ToBrainBytes(tensor.Values),
            _ => LittleEndian.ToBytes(tensor.QuantizedValues),
        };
        if (blocks is not null)
        {
            writer.WriteNumber(SparseForm.GroupField, grid!.GroupRows);
            writer.WriteBase64(SparseForm.BlocksField, SparseForm.ToBitmap(blocks));
            data = SparseForm.Pack(data, tensor.Type.Bytes(), grid, blocks);
        }

        writer.WriteBase64("data", data);
        writer.EndObject();
    }
}
