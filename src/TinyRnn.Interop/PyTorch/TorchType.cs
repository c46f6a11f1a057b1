using System.Buffers.Binary;

namespace TinyRnn.Interop.PyTorch;

/// <summary>A type of elements.</summary>
/// <param name="Name">Its name in PyTorch, such as float32.</param>
/// <param name="Size">Bytes of an element.</param>
internal sealed record TorchType(string Name, int Size)
{
    public static readonly TorchType Float32 = new("float32", 4);
    public static readonly TorchType Float64 = new("float64", 8);
    public static readonly TorchType Float16 = new("float16", 2);
    public static readonly TorchType BFloat16 = new("bfloat16", 2);
    private static readonly TorchType Bytes = new("bytes", 1);

    private static readonly Dictionary<string, TorchType> ByStorage = new()
    {
        ["FloatStorage"] = Float32,
        ["DoubleStorage"] = Float64,
        ["HalfStorage"] = Float16,
        ["BFloat16Storage"] = BFloat16,
        ["LongStorage"] = new("int64", 8),
        ["IntStorage"] = new("int32", 4),
        ["ShortStorage"] = new("int16", 2),
        ["CharStorage"] = new("int8", 1),
        ["ByteStorage"] = new("uint8", 1),
        ["BoolStorage"] = new("bool", 1),
        ["ComplexFloatStorage"] = new("complex64", 8),
        ["ComplexDoubleStorage"] = new("complex128", 16),
        ["QInt8Storage"] = new("qint8", 1),
        ["QUInt8Storage"] = new("quint8", 1),
        ["QInt32Storage"] = new("qint32", 4),
        ["UntypedStorage"] = Bytes,
        ["_UntypedStorage"] = Bytes,
    };

    // Types without a storage class are given as dtype beside bytes, and any type may be.
    private static readonly Dictionary<string, TorchType> ByName = ByStorage.Values
        .Concat([new("uint16", 2), new("uint32", 4), new("uint64", 8), new("float8_e4m3fn", 1), new("float8_e5m2", 1)])
        .Where(type => type != Bytes).ToDictionary(type => type.Name);

    /// <summary>Whether the elements are floating-point numbers of a type that weights can have.</summary>
    public bool IsNumeric => this == Float32 || this == Float64 || this == Float16 || this == BFloat16;

    /// <summary>The type of a storage class, such as torch.FloatStorage or torch.cuda.FloatStorage; null if it is unknown.</summary>
    public static TorchType? OfStorage(PickleGlobal global) =>
        global.Module is "torch" or "torch.cuda" or "torch.storage" ? ByStorage.GetValueOrDefault(global.Name) : null;

    /// <summary>A type by its own name, such as torch.float32; null if it is unknown.</summary>
    public static TorchType? OfName(PickleGlobal global) => global.Module == "torch" ? ByName.GetValueOrDefault(global.Name) : null;

    /// <summary>One element in single precision.</summary>
    public float Read(ReadOnlySpan<byte> bytes, bool isBigEndian) => isBigEndian
        ? Size switch
        {
            4 => BinaryPrimitives.ReadSingleBigEndian(bytes),
            8 => (float)BinaryPrimitives.ReadDoubleBigEndian(bytes),
            _ => this == Float16 ? (float)BinaryPrimitives.ReadHalfBigEndian(bytes) : Widen(BinaryPrimitives.ReadUInt16BigEndian(bytes)),
        }
        : Size switch
        {
            4 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            8 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            _ => this == Float16 ? (float)BinaryPrimitives.ReadHalfLittleEndian(bytes) : Widen(BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
        };

    private static float Widen(ushort high) => BitConverter.UInt32BitsToSingle((uint)high << 16);
}
