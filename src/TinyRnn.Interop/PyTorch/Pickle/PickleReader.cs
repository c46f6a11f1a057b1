using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TinyRnn.Interop.PyTorch;

/// <summary>Reads the arguments of a pickle's operations. Every length is compared with the rest of the file before it is used.</summary>
internal sealed class PickleReader(ImportSource source, ReadOnlyMemory<byte> bytes, string place)
{
    private const int LongestNumber = 255;

    /// <summary>Number of bytes read so far.</summary>
    public int Position { get; private set; }

    public byte ReadByte() => Take(1)[0];

    public int ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>A double, which pickles store with its highest byte first.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    public ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(bytes.Length - Position))
        {
            throw Error($"{length} bytes were expected, but only {bytes.Length - Position} are left: the file is damaged or cut off");
        }

        ReadOnlySpan<byte> taken = bytes.Span.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    /// <summary>A text in UTF-8; invalid parts, such as half a surrogate pair, are replaced.</summary>
    public string ReadText(ulong length) => Encoding.UTF8.GetString(Take(length));

    /// <summary>A text of Python 2, in which each byte is a character.</summary>
    public string ReadLatin(ulong length) => Encoding.Latin1.GetString(Take(length));

    /// <summary>A text up to the end of the line.</summary>
    public string ReadLine()
    {
        int length = bytes.Span[Position..].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Error("a line has no end: the file is damaged or cut off");
        }

        string line = ReadText((ulong)length);
        Position++;
        return line.EndsWith('\r') ? line[..^1] : line;
    }

    /// <summary>An integer of any length, lowest byte first; null if it is too long to have a meaning.</summary>
    public object? ReadNumber(ulong length)
    {
        ReadOnlySpan<byte> taken = Take(length);

        // Without the type, a long would become a BigInteger, the type of the other result.
        return length > LongestNumber ? null : length <= sizeof(long) ? (object)(long)new BigInteger(taken) : new BigInteger(taken);
    }

    /// <summary>An integer as text, with or without Python 2's L; also 00 and 01, which are false and true.</summary>
    public object? ReadNumberLine()
    {
        string line = ReadLine();
        return line is "00" or "01" ? line == "01"
            : line.Length <= LongestNumber













                    && BigInteger.TryParse(line.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)
                        ? number >= long.MinValue
                    && number <= long.MaxValue ? (object)(long)number : number
            : throw Error($"{ImportSource.Quote(line)} is not a whole number");
    }

    /// <summary>An index into the memo, as text.</summary>
    public long ReadIndexLine() => ReadNumberLine() is long index and >= 0 and <= uint.MaxValue ? index : throw Error("a place of the memo was expected");

    public double ReadDoubleLine()
    {
        string line = ReadLine();
        return double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : throw Error($"{ImportSource.Quote(line)} is not a number");
    }

    /// <summary>A quoted text of protocol 0; escapes are not interpreted, because names have none.</summary>
    public string ReadQuotedLine()
    {
        string line = ReadLine().Trim();
        return line.Length >= 2 && line[0] is '\'' or '"' && line[^1] == line[0] ? line[1..^1] : throw Error("a quoted text was expected");
    }

    public ImportException Error(string reason) => source.Error(FormattableString.Invariant($"{place}byte {Position}"), reason);
}
