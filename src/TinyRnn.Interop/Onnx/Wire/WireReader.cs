using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Reads one message of the wire format of Protocol Buffers in place: nothing is copied, and every length is compared with the rest of the message
/// before it is used.
/// </summary>
internal struct WireReader(ImportSource source, ReadOnlyMemory<byte> message)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private int _position;
    private WireFormat.WireType _type;

    /// <summary>Number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Moves to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (_position == message.Length)
        {
            return false;
        }

        ulong tag = ReadVarint();
        if (tag > uint.MaxValue || WireFormat.GetTagFieldNumber((uint)tag) == 0)
        {
            throw Malformed($"the tag {tag} is invalid");
        }

        Field = WireFormat.GetTagFieldNumber((uint)tag);
        _type = WireFormat.GetTagWireType((uint)tag);
        return true;
    }

    /// <summary>Whether the field holds bytes: a text, a message or packed numbers.</summary>
    public readonly bool IsBytes => _type == WireFormat.WireType.LengthDelimited;

    /// <summary>Skips the field's value.</summary>
    public void Skip()
    {
        switch (_type)
        {
            case WireFormat.WireType.Varint:
                ReadVarint();
                break;
            case WireFormat.WireType.Fixed32:
                Take(sizeof(uint));
                break;
            case WireFormat.WireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireFormat.WireType.LengthDelimited:
                ReadBytes();
                break;
            default:
                throw Malformed($"field {Field} has the wire type {(int)_type}, which ONNX does not use");
        }
    }

    /// <summary>A whole number.</summary>
    public long ReadInteger()
    {
        Require(WireFormat.WireType.Varint);
        return (long)ReadVarint();
    }

    /// <summary>A number in single precision.</summary>
    public float ReadFloat()
    {
        Require(WireFormat.WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)).Span);
    }

    /// <summary>A number in double precision.</summary>
    public double ReadDouble()
    {
        Require(WireFormat.WireType.Fixed64);
        return BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)).Span);
    }

    /// <summary>Bytes, or a message.</summary>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        Require(WireFormat.WireType.LengthDelimited);
        ulong length = ReadVarint();
        return length <= (ulong)(message.Length - _position)
            ? Take((int)length)
            : throw Malformed($"field {Field} says that it has {length} bytes, but only {message.Length - _position} are left");
    }

    /// <summary>A text.</summary>
    public string ReadText()
    {
        ReadOnlyMemory<byte> bytes = ReadBytes();
        try
        {
            return StrictUtf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed($"the text in field {Field} is not UTF-8");
        }
    }

    /// <summary>A message.</summary>
    public WireReader ReadMessage() => new(source, ReadBytes());

    /// <summary>A reader of packed numbers, which have no tags.</summary>
    public WireReader ReadPacked(WireFormat.WireType type) => new(source, ReadBytes()) { _type = type };

    /// <summary>Whether packed numbers are left.</summary>
    public readonly bool HasMore => _position < message.Length;

    private readonly void Require(WireFormat.WireType type)
    {
        if (_type != type)
        {
            throw Malformed($"field {Field} has the wire type {(int)_type}; {(int)type} was expected");
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        if (length > message.Length - _position)
        {
            throw Malformed("it ends within a value");
        }

        _position += length;
        return message.Slice(_position - length, length);
    }

    private ulong ReadVarint()
    {
        ReadOnlySpan<byte> bytes = message.Span[_position..];
        ulong value = 0;
        for (int i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                _position += i + 1;
                return value;
            }
        }

        throw Malformed(bytes.Length < 10 ? "it ends within a number" : "a number has more than 10 bytes");
    }

    private readonly ImportException Malformed(string reason) => source.Error($"the ONNX file is malformed: {reason}");
}
