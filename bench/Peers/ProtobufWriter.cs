using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Peers;

/// <summary>Writes the parts of Protocol Buffers' wire format that ONNX needs: integers, texts, bytes and messages.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void WriteInteger(int field, long value)
    {
        WriteVarint((ulong)((field << 3) | Varint));
        WriteVarint((ulong)value);
    }

    public void WriteText(int field, string value) => WriteBytes(field, Encoding.UTF8.GetBytes(value));

    public void WriteMessage(int field, Action<ProtobufWriter> write)
    {
        ProtobufWriter message = new();
        write(message);
        WriteBytes(field, message.ToArray());
    }

    /// <summary>Writes floats as little-endian bytes, the form of a tensor's raw data.</summary>
    public void WriteFloats(int field, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        WriteBytes(field, bytes);
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void WriteBytes(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint((ulong)((field << 3) | LengthDelimited));
        WriteVarint((ulong)value.Length);
        _bytes.Write(value);
    }

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            WriteByte((byte)(value | 0x80));
        }

        WriteByte((byte)value);
    }

    private void WriteByte(byte value) => _bytes.Write([value]);
}
