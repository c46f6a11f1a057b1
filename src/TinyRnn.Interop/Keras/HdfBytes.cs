using System.Buffers.Binary;

namespace TinyRnn.Interop.Keras;

/// <summary>The bytes of an HDF5 file for a walk over its structure: every read stays within the file, and the walk always ends.</summary>
internal sealed class HdfBytes(ImportSource source, ReadOnlyMemory<byte> bytes)
{
    /// <summary>The address of something that does not exist.</summary>
    public const ulong Undefined = ulong.MaxValue;

    // The parts of an intact file do not overlap; a damaged file could lead the walk over the same bytes again and again.
    private const int Factor = 4;
    private const int Allowance = 1 << 16;

    private long _left = ((long)bytes.Length * Factor) + Allowance;

    /// <summary>Number of bytes.</summary>
    public long Count => bytes.Length;

    /// <summary>An unsigned number of 1, 2, 4 or 8 bytes.</summary>
    public ulong Number(long at, int size)
    {
        Require(at, size, "a number");
        ReadOnlySpan<byte> span = bytes.Span.Slice((int)at, size);
        return size switch
        {
            1 => span[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(span),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(span),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(span),
        };
    }

    /// <summary>Some bytes.</summary>
    public ReadOnlySpan<byte> Slice(long at, int length)
    {
        Require(at, length, "a part");
        return bytes.Span.Slice((int)at, length);
    }

    /// <summary>A text in UTF-8.</summary>
    public string Text(long at, long length) => System.Text.Encoding.UTF8.GetString(Slice(at, (int)length));

    /// <summary>One byte.</summary>
    public int Byte(long at) => (int)Number(at, 1);

    /// <summary>A length in 8 bytes, at most the file's length.</summary>
    public long Length(long at, int size = 8) => Number(at, size) is ulong length && length <= (ulong)bytes.Length
        ? (long)length
        : throw Error(at, $"it says that {length} bytes follow, but the file has {bytes.Length}");

    /// <summary>An address in 8 bytes, within the file.</summary>
    public long Address(long at) => Number(at, 8) is ulong address && address < (ulong)bytes.Length
        ? (long)address
        : throw Error(at, "an address is past the end of the file: it is damaged or cut off");

    /// <summary>Whether the file has these bytes at this offset.</summary>
    public bool Has(long at, ReadOnlySpan<byte> signature) =>
        at >= 0 && at <= bytes.Length - signature.Length && bytes.Span.Slice((int)at, signature.Length).SequenceEqual(signature);

    /// <summary>The length of a text that ends in a zero before <paramref name="end"/>, or -1.</summary>
    public int TextLength(long at, long end) => at >= 0 && at < end && end <= bytes.Length ? bytes.Span[(int)at..(int)end].IndexOf((byte)0) : -1;

    /// <summary>Fails if the file does not have these bytes at this offset.</summary>
    public void Require(long at, ReadOnlySpan<byte> signature, string what)
    {
        if (!Has(at, signature))
        {
            throw Error(at, $"{what} was expected there");
        }
    }

    /// <summary>Fails if a part is not within the file.</summary>
    public void Require(long at, long length, string what)
    {
        if (at < 0 || length < 0 || at > bytes.Length - length)
        {
            throw Error(at, $"{what} of {length} bytes goes past the end of the file");
        }
    }

    /// <summary>Counts the bytes of the walk.</summary>
    public void Walk(long length)
    {
        _left -= length;
        if (_left < 0)
        {
            throw source.Error("the HDF5 file", "its parts overlap or lead in circles; the file is damaged");
        }
    }

    /// <summary>An error at a byte.</summary>
    public ImportException Error(long at, string reason) => source.Error(FormattableString.Invariant($"the HDF5 file, byte {at}"), reason);
}
