using System.Buffers.Binary;
using System.Text.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Safetensors;

/// <summary>
/// Writes the weights as a state dict with PyTorch's names, in single precision or bfloat16 as in the model, so that <c>load_state_dict</c> reads
/// them. Every bit is kept, except that 8-bit quantised values become floats.
/// </summary>
internal sealed class SafetensorsExporter : IModelExporter
{
    // The data start at a multiple of this, as the format's own writer does it.
    private const int Alignment = 8;

    public string Kind => "safetensors";

    public string Extension => ".safetensors";

    public byte[] Write(Network network, IList<string> notes)
    {
        foreach (Layer layer in network.Layers)
        {
            if (WhatTorchLacks(layer) is string lacking)
            {
                notes.Add($"PyTorch has no module for layer '{layer.Name}' ({lacking}); TinyRnn reads it back");
            }
        }

        network = Dequantizer.WithoutInt8(network, notes);
        List<Tensor> tensors = [.. ExportedNetwork.Tensors(network)];
        if (tensors.Select(tensor => tensor.Name).Distinct().Count() != tensors.Count)
        {
            throw new ExportException("two layers' tensors have the same name under PyTorch's naming; rename a layer");
        }

        byte[] header = Header(network, tensors);
        using MemoryStream file = new();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        file.Write(length);
        file.Write(header);
        foreach (Tensor tensor in tensors)
        {
            file.Write(tensor.Type == TensorType.BF16 ? LittleEndian.ToBrainBytes(tensor.Values) : LittleEndian.ToBytes(tensor.Values));
        }

        return file.ToArray();
    }

    private static byte[] Header(Network network, List<Tensor> tensors)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteString(ExportedNetwork.MetadataKey, NetworkWriter.WriteDescription(network));
            json.WriteEndObject();
            long offset = 0;
            foreach (Tensor tensor in tensors)
            {
                long end = offset + tensor.Bytes;
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", Words.Of(tensor.Type));
                WriteArray(json, "shape", tensor.Shape.Select(size => (long)size));
                WriteArray(json, "data_offsets", [offset, end]);
                json.WriteEndObject();
                offset = end;
            }

            json.WriteEndObject();
        }

        while (text.Length % Alignment != 0)
        {
            text.WriteByte((byte)' ');
        }

        return text.ToArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static string? WhatTorchLacks(Layer layer) => layer switch
    {
        RecurrentLayer { Options.HasInitialState: true } => "an initial state",
        RecurrentLayer { Options.Direction: Direction.Reverse } => "only the reverse direction",
        GruLayer { Reset: GruReset.Before } => "the reset gate before the product",
        RecurrentLayer { Options.Clip: not null } => "a clip",
        RnnLayer { Activation.Kind: not (Activation.Tanh or Activation.Relu) }
            or GruLayer { Activation.Kind: not Activation.Tanh } or GruLayer { GateActivation.Kind: not Activation.Sigmoid }
            or LstmLayer { Activation.Kind: not Activation.Tanh } or LstmLayer { CellActivation.Kind: not Activation.Tanh }
            or LstmLayer { GateActivation.Kind: not Activation.Sigmoid } => "this activation",
        LstmLayer { HasPeepholes: true } => "peepholes",
        LstmLayer { HasCoupledGates: true } => "coupled gates",
        _ => null,
    };
}
