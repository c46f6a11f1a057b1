using System.Buffers.Binary;
using Google.Protobuf;

namespace TinyRnn.Interop.Onnx;

/// <summary>The elements of a tensor: from the raw bytes, from the fields of its type, or from a file beside the model.</summary>
internal sealed class TensorDecoder(ImportSource source, OnnxTensor tensor)
{
    private string Place => $"tensor {ImportSource.Quote(tensor.Name)}";

    /// <summary>Whether the elements are integers or booleans.</summary>
    public bool IsInteger => tensor.Type is OnnxTensor.Int64 or OnnxTensor.Int32 or OnnxTensor.Int16 or OnnxTensor.Int8
        or OnnxTensor.UInt8 or OnnxTensor.UInt16 or OnnxTensor.Boolean;

    /// <summary>The sizes, each from 0 to 2^31 - 1, with a product in that range too.</summary>
    public int[] Dims()
    {
        long length = 1;
        foreach (long size in tensor.Dims)
        {
            if (size is < 0 or > int.MaxValue || (length *= size) > int.MaxValue)
            {
                throw source.Error(Place, $"has the sizes [{string.Join(", ", tensor.Dims.Select(number => $"{number}"))}]; a product below 2^31 was expected");
            }
        }

        return [.. tensor.Dims.Select(size => (int)size)];
    }

    /// <summary>The elements as numbers in single precision.</summary>
    public float[] Floats()
    {
        int size = tensor.Type switch
        {
            OnnxTensor.Float => sizeof(float),
            OnnxTensor.Double => sizeof(double),
            OnnxTensor.Float16 or OnnxTensor.BFloat16 => sizeof(ushort),
            _ => throw UnknownType(),
        };
        int count = Length();
        if (Raw(count, size) is ReadOnlyMemory<byte> raw)
        {
            return FromRaw(raw.Span, count, size);
        }

        (int field, WireFormat.WireType wire) = tensor.Type switch
        {
            OnnxTensor.Float => (4, WireFormat.WireType.Fixed32),
            OnnxTensor.Double => (10, WireFormat.WireType.Fixed64),
            _ => (5, WireFormat.WireType.Varint),
        };
        float[] values = Allocate<float>(count, wire == WireFormat.WireType.Varint ? 1 : size);
        ReadFields(field, wire, values, (ref WireReader reader) => wire switch
        {
            WireFormat.WireType.Fixed32 => reader.ReadFloat(),
            WireFormat.WireType.Fixed64 => (float)reader.ReadDouble(),
            _ => FromHalf((ushort)reader.ReadInteger()),
        });
        return values;
    }

    /// <summary>The elements as whole numbers.</summary>
    public long[] Integers()
    {
        int size = tensor.Type switch
        {
            OnnxTensor.Int64 => sizeof(long),
            OnnxTensor.Int32 => sizeof(int),
            OnnxTensor.Int16 or OnnxTensor.UInt16 => sizeof(short),
            OnnxTensor.Int8 or OnnxTensor.UInt8 or OnnxTensor.Boolean => 1,
            _ => throw UnknownType(),
        };
        int count = Length();
        if (Raw(count, size) is ReadOnlyMemory<byte> raw)
        {
            long[] values = new long[count];
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> bytes = raw.Span.Slice(i * size, size);
                values[i] = tensor.Type switch
                {
                    OnnxTensor.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
                    OnnxTensor.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
                    OnnxTensor.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
                    OnnxTensor.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
                    OnnxTensor.Int8 => (sbyte)bytes[0],
                    _ => bytes[0],
                };
            }

            return values;
        }

        long[] numbers = Allocate<long>(count, 1);
        ReadFields(tensor.Type == OnnxTensor.Int64 ? 7 : 5, WireFormat.WireType.Varint, numbers, (ref WireReader reader) => reader.ReadInteger());
        return numbers;
    }

    private delegate T ReadOne<T>(ref WireReader reader);

    private int Length() => Dims().Aggregate(1, (product, size) => product * size);

    private ImportException UnknownType() =>
        source.Error(Place, $"has the element type {tensor.Type}; float, double, float16, bfloat16, a whole number or bool was expected");

    // The elements must be in the file, so no count takes more memory than a small multiple of the file.
    private T[] Allocate<T>(int count, int smallest) => count <= tensor.Message.Length / smallest
        ? new T[count]
        : throw source.Error(Place, $"has {count} elements according to its sizes, but its {tensor.Message.Length} bytes cannot hold them");

    private float[] FromRaw(ReadOnlySpan<byte> raw, int count, int size)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> bytes = raw.Slice(i * size, size);
            values[i] = tensor.Type switch
            {
                OnnxTensor.Float => BinaryPrimitives.ReadSingleLittleEndian(bytes),
                OnnxTensor.Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
                _ => FromHalf(BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
            };
        }

        return values;
    }

    private float FromHalf(ushort bits) => tensor.Type == OnnxTensor.BFloat16
        ? BitConverter.UInt32BitsToSingle((uint)bits << 16)
        : (float)BitConverter.UInt16BitsToHalf(bits);

    private ReadOnlyMemory<byte>? Raw(int count, int size)
    {
        ReadOnlyMemory<byte>? raw = null;
        Dictionary<string, string> external = [];
        bool isExternal = false;
        WireReader reader = new(source, tensor.Message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 9:
                    raw = reader.ReadBytes();
                    break;
                case 13:
                    (string key, string value) = new OnnxParser(source).ParsePair(reader.ReadMessage());
                    external[key] = value;
                    break;
                case 14:
                    isExternal = reader.ReadInteger() == 1;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (isExternal)
        {
            return new ExternalData(source, Place).Read(external, (long)count * size);
        }

        return raw is null || raw.Value.Length == (long)count * size
            ? raw
            : throw source.Error(
                Place,
                $"has {raw.Value.Length} bytes of data; {(long)count * size} were expected for the sizes "
                    + $"[{string.Join(", ", tensor.Dims.Select(number => $"{number}"))}]");
    }

    private void ReadFields<T>(int field, WireFormat.WireType wire, T[] values, ReadOne<T> one)
    {
        int count = 0;
        void Add(T value)
        {
            if (count == values.Length)
            {
                throw Miscounted("more than ");
            }

            values[count++] = value;
        }

        WireReader reader = new(source, tensor.Message);
        while (reader.Next())
        {
            if (reader.Field != field)
            {
                reader.Skip();
            }
            else if (reader.IsBytes)
            {
                WireReader packed = reader.ReadPacked(wire);
                while (packed.HasMore)
                {
                    Add(one(ref packed));
                }
            }
            else
            {
                Add(one(ref reader));
            }
        }

        if (count < values.Length)
        {
            throw Miscounted(FormattableString.Invariant($"{count} of "));
        }

        ImportException Miscounted(string what) =>
            source.Error(
                Place,
                $"has {what}{values.Length} elements; just as many were expected as the sizes "
                    + $"[{string.Join(", ", tensor.Dims.Select(number => $"{number}"))}] say");
    }
}
