using System.Buffers;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace TinyRnn.Interop.Onnx;

/// <summary>Writes one message of the wire format by field number.</summary>
internal sealed class MessageWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public MessageWriter Integer(int field, long value) => Write(
        field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), stream => stream.WriteInt64(value));

    public MessageWriter Number(int field, float value) => Write(
        field, WireFormat.WireType.Fixed32, sizeof(float), stream => stream.WriteFloat(value));

    public MessageWriter Text(int field, string value) => Write(
        field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), stream => stream.WriteString(value));

    public MessageWriter Bytes(int field, byte[] value)
    {
        Write(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeLengthSize(value.Length), stream => stream.WriteLength(value.Length));
        _bytes.Write(value);
        return this;
    }

    public MessageWriter Message(int field, MessageWriter message) => Bytes(field, message.ToArray());

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private MessageWriter Write(int field, WireFormat.WireType type, int size, Action<CodedOutputStream> write)
    {
        byte[] bytes = new byte[CodedOutputStream.ComputeTagSize(field) + size];
        using CodedOutputStream stream = new(bytes);
        stream.WriteTag(field, type);
        write(stream);
        stream.CheckNoSpaceLeft();
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>The elements as TensorProto's raw data: little-endian.</summary>
    public static byte[] Raw<T>(T[] values)
        where T : struct
    {
        byte[] bytes = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            foreach (int start in Enumerable.Range(0, values.Length))
            {
                bytes.AsSpan(start * Marshal.SizeOf<T>(), Marshal.SizeOf<T>()).Reverse();
            }
        }

        return bytes;
    }
}
