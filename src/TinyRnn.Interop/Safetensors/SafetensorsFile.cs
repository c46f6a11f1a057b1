using System.Buffers.Binary;
using TinyRnn.Interop.Json;
using TinyRnn.Interop.StateDicts;
using TinyRnn.Model;

namespace TinyRnn.Interop.Safetensors;

/// <summary>
/// Reads the safetensors format (https://github.com/huggingface/safetensors): 8 bytes of header length, a JSON header, then the data. The whole
/// header is checked before a value is decoded: the ranges must cover the data without overlap or gap and have the length that type and shape
/// require.
/// </summary>
internal sealed class SafetensorsFile
{
    private const int LengthBytes = 8;
    private const int MaximumHeader = 100_000_000;
    private const int MaximumRank = 8;

    private static readonly Dictionary<string, int> BitsOfType = new()
    {
        ["F64"] = 64,
        ["F32"] = 32,
        ["F16"] = 16,
        ["BF16"] = 16,
        ["I64"] = 64,
        ["I32"] = 32,
        ["I16"] = 16,
        ["I8"] = 8,
        ["U64"] = 64,
        ["U32"] = 32,
        ["U16"] = 16,
        ["U8"] = 8,
        ["BOOL"] = 8,
        ["F8_E4M3"] = 8,
        ["F8_E5M2"] = 8,
        ["C64"] = 64,
    };

    private SafetensorsFile(IReadOnlyList<StateTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    public IReadOnlyList<StateTensor> Tensors { get; }

    /// <summary>The strings of <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether the first bytes are a header length and an opening brace.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> bytes) =>
        bytes.Length > LengthBytes && bytes[LengthBytes] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(bytes) <= MaximumHeader;

    public static SafetensorsFile Read(ImportSource source)
    {
        ReadOnlySpan<byte> bytes = source.Bytes;
        if (bytes.Length < LengthBytes)
        {
            throw source.Error($"the file has {bytes.Length} bytes; a safetensors file starts with the 8 bytes of its header's length");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > MaximumHeader || length > (ulong)(bytes.Length - LengthBytes))
        {
            throw source.Error(
                "header", $"its length is {length}; at most the {bytes.Length - LengthBytes} bytes of the file and {MaximumHeader} were expected");
        }

        int start = LengthBytes + (int)length;
        JsonDocumentFile header = JsonDocumentFile.Parse(source, bytes[LengthBytes..start], "header");
        if (header.Root.Kind != JsonKind.Object)
        {
            throw source.Error("header", $"a JSON object was expected, not {header.Root.Describe()}");
        }

        Dictionary<string, string> metadata = [];
        List<StateTensor> tensors = [];
        List<(long Begin, long End, string Name)> ranges = [];
        HashSet<string> names = [];
        foreach (JsonMember member in header.Root.Members)
        {
            if (!names.Add(member.Name))
            {
                throw source.Error(Place(member.Name), "two entries of the header have this name");
            }

            if (member.Name == "__metadata__")
            {
                ReadMetadata(source, header, member.Value, metadata);
            }
            else
            {
                tensors.Add(ReadTensor(source, header, member, start, ranges));
            }
        }

        CheckRanges(source, ranges, bytes.Length - start);
        return new SafetensorsFile(tensors, metadata);
    }

    private static string Place(string name) => $"tensor {ImportSource.Quote(name)}";

    private static void ReadMetadata(ImportSource source, JsonDocumentFile header, JsonValue value, Dictionary<string, string> metadata)
    {
        foreach (JsonMember member
            in value.Kind == JsonKind.Object ? value.Members : throw source.Error("'__metadata__'", $"an object of strings was expected, not "
                + $"{value.Describe()}"))
        {
            if (member.Value.Kind != JsonKind.String || !metadata.TryAdd(member.Name, member.Value.GetString(header.Text)))
            {
                throw source.Error($"'__metadata__' {ImportSource.Quote(member.Name)}", "a string was expected, once");
            }
        }
    }

    private static StateTensor ReadTensor(ImportSource source, JsonDocumentFile header, JsonMember member, int dataStart, List<(long, long, string)> ranges)
    {
        string place = Place(member.Name);
        JsonValue? type = null, shape = null, offsets = null;
        foreach (JsonMember field
            in member.Value.Kind == JsonKind.Object ? member.Value.Members
                : throw source.Error(place, $"an object was expected, not {member.Value.Describe()}"))
        {
            JsonValue? before = field.Name switch
            {
                "dtype" => Replace(ref type, field.Value),
                "shape" => Replace(ref shape, field.Value),
                "data_offsets" => Replace(ref offsets, field.Value),
                _ => throw source.Error(place, $"unknown field {ImportSource.Quote(field.Name)}; 'dtype', 'shape' and 'data_offsets' were expected"),
            };
            if (before is not null)
            {
                throw source.Error(place, $"duplicate field '{field.Name}'");
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            throw source.Error(place, "needs 'dtype', 'shape' and 'data_offsets'");
        }

        string dtype = type.Kind == JsonKind.String ? type.GetString(header.Text) : "";
        if (!BitsOfType.TryGetValue(dtype, out int bits))
        {
            throw source.Error(place, $"unknown type {ImportSource.Quote(dtype)}; F64, F32, F16 or BF16 was expected");
        }

        int[] sizes = ReadShape(source, header, shape, place);
        long count = sizes.Aggregate(1L, (product, size) => product * size);
        long begin = ReadOffset(source, header, offsets, 0, place);
        long end = ReadOffset(source, header, offsets, 1, place);
        if (begin > end || end > source.Bytes.Length - dataStart)
        {
            throw source.Error(place, $"its data are from {begin} to {end}; a range within the {source.Bytes.Length - dataStart} bytes of data was expected");
        }

        if (end - begin != count * bits / 8)
        {
            throw source.Error(
                place,
                $"{dtype} of shape [{string.Join(", ", sizes.Select(number => $"{number}"))}] needs {count * bits / 8} bytes, but its data have {end - begin}");
        }

        ranges.Add((begin, end, member.Name));
        ReadOnlyMemory<byte> data = source.Memory.Slice(dataStart + (int)begin, (int)(end - begin));
        bool isNumeric = dtype is "F64" or "F32" or "F16" or "BF16";
        return new StateTensor(member.Name, sizes, isNumeric, () => isNumeric
            ? Decode(source, place, data.Span, dtype, (int)count)
            : throw source.Error(place, $"its type is {dtype}; F64, F32, F16 or BF16 was expected"))
        {
            IsBrainFloat = dtype == "BF16",
        };
    }

    private static JsonValue? Replace(ref JsonValue? field, JsonValue value)
    {
        JsonValue? before = field;
        field = value;
        return before;
    }

    private static int[] ReadShape(ImportSource source, JsonDocumentFile header, JsonValue value, string place)
    {
        if (value.Kind != JsonKind.Array || value.Items.Count > MaximumRank)
        {
            throw source.Error(place, $"a shape of at most {MaximumRank} sizes was expected");
        }

        long product = 1;
        int[] sizes = new int[value.Items.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            JsonValue item = value.Items[i];
            if (item.Kind != JsonKind.Number || !item.TryGetInt32(header.Text, out sizes[i]) || sizes[i] < 0
                || (product *= sizes[i]) > ImportSource.MaximumLength)
            {
                throw source.Error(place, $"a shape of whole numbers from 0 with at most {ImportSource.MaximumLength} elements was expected");
            }
        }

        return sizes;
    }

    private static long ReadOffset(ImportSource source, JsonDocumentFile header, JsonValue offsets, int index, string place) =>
        offsets.Kind == JsonKind.Array && offsets.Items.Count == 2 && offsets.Items[index].Kind == JsonKind.Number
        && offsets.Items[index].TryGetInt32(header.Text, out int offset) && offset >= 0
            ? offset
            : throw source.Error(place, "'data_offsets' must be two whole numbers within the data");

    private static void CheckRanges(ImportSource source, List<(long Begin, long End, string Name)> ranges, long length)
    {
        long expected = 0;
        foreach ((long begin, long end, string name) in ranges.OrderBy(range => range.Begin).ThenBy(range => range.End))
        {
            if (begin != expected)
            {
                throw source.Error(
                    Place(name), $"its data start at {begin}, which {(begin < expected ? "overlaps other data" : "leaves a gap")}; {expected} was expected");
            }

            expected = end;
        }

        if (expected != length)
        {
            throw source.Error($"the data have {length} bytes, but the header describes {expected}");
        }
    }

    private static float[] Decode(ImportSource source, string place, ReadOnlySpan<byte> data, string dtype, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = dtype switch
            {
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(data[(i * 4)..]),
                "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(data[(i * 8)..]),
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(data[(i * 2)..]),
                _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(data[(i * 2)..]) << 16),
            };
            if (!float.IsFinite(values[i]))
            {
                throw source.Error(place, $"element {i} is {(float.IsNaN(values[i]) ? "NaN" : "infinite or too large for single precision")}");
            }
        }

        return values;
    }
}
