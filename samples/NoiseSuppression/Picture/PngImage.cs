using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace NoiseSuppression.Picture;

/// <summary>A picture of up to 256 colours, as a PNG file.</summary>
/// <param name="width">In pixels.</param>
/// <param name="height">In pixels.</param>
/// <param name="palette">Red, green and blue of each colour, from 0 to 255.</param>
internal sealed class PngImage(int width, int height, ReadOnlyMemory<byte> palette)
{
    private const int BitDepth = 8;
    private const int Indexed = 3;

    // Each line begins with its filter type: none.
    private readonly byte[] _lines = new byte[height * (width + 1)];

    /// <summary>The colour of a pixel as an index into the palette, counted from the top left.</summary>
    public byte this[int x, int y]
    {
        get => _lines[(y * (width + 1)) + 1 + x];
        set => _lines[(y * (width + 1)) + 1 + x] = value;
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToArray()
    {
        using MemoryStream pixels = new();
        using (ZLibStream packed = new(pixels, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            packed.Write(_lines);
        }

        byte[] header = [.. new byte[8], BitDepth, Indexed, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return
        [
            0x89, .. "PNG\r\n\u001a\n"u8,
            .. Chunk("IHDR"u8, header), .. Chunk("PLTE"u8, palette.Span), .. Chunk("IDAT"u8, pixels.ToArray()), .. Chunk("IEND"u8, default),
        ];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        byte[] chunk = [0, 0, 0, 0, .. name, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(chunk.AsSpan(4, chunk.Length - 8)));
        return chunk;
    }
}
