using System.Buffers.Binary;
using System.IO.Compression;

namespace TinyRnn.Interop.Keras;

/// <summary>One filter that was applied to the chunks of an array before they were written.</summary>
/// <param name="Id">The number of the filter.</param>
/// <param name="Value">Its first parameter; for a shuffle, the bytes of an element.</param>
internal sealed record HdfFilter(int Id, int Value)
{
    /// <summary>zlib's compression.</summary>
    public const int Deflate = 1;

    /// <summary>The first bytes of all elements, then the second bytes, and so on.</summary>
    public const int Shuffle = 2;

    /// <summary>A checksum after the data.</summary>
    public const int Fletcher32 = 3;

    /// <summary>Bytes of the checksum.</summary>
    public const int ChecksumLength = 4;

    /// <summary>The name of the filter in h5py and elsewhere.</summary>
    public static string NameOf(int id) => id switch
    {
        4 => "szip",
        5 => "nbit",
        6 => "scaleoffset",
        32000 => "lzf",
        32001 => "blosc",
        32015 => "zstd",
        _ => FormattableString.Invariant($"number {id}"),
    };
}

/// <summary>Undoes the filters of a chunk, from the last to the first (HDF5 File Format Specification 3.0, IV.A.2.l).</summary>
internal static class HdfFilters
{
    // zlib expands one byte to at most about a thousand.
    private const int LargestRatio = 1032;

    /// <summary>The filters of an array.</summary>
    /// <exception cref="ImportException">There is a filter that is not supported.</exception>
    public static IReadOnlyList<HdfFilter> Read(HdfBytes file, long at, long end)
    {
        int version = file.Byte(at);
        int count = file.Byte(at + 1);
        if (version is not (1 or 2))
        {
            throw file.Error(at, "a list of filters of an unknown version was found");
        }

        List<HdfFilter> filters = [];
        long next = at + (version == 1 ? 8 : 2);
        for (int i = 0; i < count; i++)
        {
            int id = (int)file.Number(next, 2);
            bool hasName = version == 1 || id >= 256;
            int letters = hasName ? (int)file.Number(next + 2, 2) : 0;
            int values = (int)file.Number(next + (hasName ? 6 : 4), 2);
            next += (hasName ? 8 : 6) + (version == 1 ? (letters + 7) / 8 * 8 : letters);
            if (id is not (HdfFilter.Deflate or HdfFilter.Shuffle or HdfFilter.Fletcher32))
            {
                throw file.Error(at, $"an array was written with the filter {HdfFilter.NameOf(id)}; no filter, gzip, shuffle or fletcher32 was expected");
            }

            if (next + (4L * values) > end)
            {
                throw file.Error(at, "a list of filters goes past the end of its message");
            }

            filters.Add(new HdfFilter(id, values > 0 ? (int)file.Number(next, 4) : 0));
            next += (4L * values) + (version == 1 && values % 2 == 1 ? 4 : 0);
        }

        return filters;
    }

    /// <summary>The largest number of bytes that a chunk can expand to.</summary>
    public static long Longest(IReadOnlyList<HdfFilter> filters, long stored) =>
        filters.Any(filter => filter.Id == HdfFilter.Deflate) ? stored * LargestRatio : stored;

    /// <summary>A chunk as it was before the filters.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chunk">Its place in the file.</param>
    /// <param name="filters">The filters in the order in which they were applied.</param>
    /// <param name="length">Its expected length.</param>
    /// <exception cref="ImportException">The chunk is damaged.</exception>
    public static byte[] Undo(HdfBytes file, HdfChunk chunk, IReadOnlyList<HdfFilter> filters, int length)
    {
        byte[] bytes = file.Slice(chunk.Start, chunk.Length).ToArray();
        for (int i = filters.Count - 1; i >= 0; i--)
        {
            if ((chunk.Skipped & (1u << i)) != 0)
            {
                continue;
            }

            bytes = filters[i].Id switch
            {
                HdfFilter.Deflate => Inflate(file, chunk.Start, bytes, length + (HdfFilter.ChecksumLength * filters.Count)),
                HdfFilter.Shuffle => Unshuffle(bytes, filters[i].Value),
                _ => Verified(file, chunk.Start, bytes),
            };
        }

        return bytes.Length == length ? bytes : throw file.Error(chunk.Start, $"a chunk has {bytes.Length} bytes; {length} were expected");
    }

    private static byte[] Inflate(HdfBytes file, long at, byte[] bytes, int most)
    {
        try
        {
            using ZLibStream stream = new(new MemoryStream(bytes, writable: false), CompressionMode.Decompress);
            byte[] result = new byte[most + 1];
            int length = stream.ReadAtLeast(result, result.Length, throwOnEndOfStream: false);
            return length <= most ? result[..length] : throw file.Error(at, $"a chunk unpacks to more than its {most} bytes");
        }
        catch (InvalidDataException)
        {
            throw file.Error(at, "a chunk cannot be unpacked: it is damaged");
        }
    }

    private static byte[] Unshuffle(byte[] bytes, int size)
    {
        if (size <= 1)
        {
            return bytes;
        }

        int count = bytes.Length / size;
        byte[] result = (byte[])bytes.Clone();
        for (int i = 0; i < count; i++)
        {
            for (int place = 0; place < size; place++)
            {
                result[(i * size) + place] = bytes[(place * count) + i];
            }
        }

        return result;
    }

    private static byte[] Verified(HdfBytes file, long at, byte[] bytes)
    {
        int length = bytes.Length - HdfFilter.ChecksumLength;
        uint stored = length < 0 ? throw file.Error(at, "a chunk is shorter than its checksum") : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(length));
        uint sum = Checksum(bytes.AsSpan(0, length));

        // HDF5 before 1.6.3 swapped the bytes of each half on little-endian machines.
        uint swapped = ((sum & 0x00ff00ff) << 8) | ((sum >> 8) & 0x00ff00ff);
        return stored == sum || stored == swapped
            ? bytes[..length]
            : throw file.Error(at, "the checksum (fletcher32) of a chunk does not match its data; the file is damaged");
    }

    // Fletcher's checksum of 16-bit words, high byte first. Both sums are modulo 65,535, but a sum of 65,535 itself is kept.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint first = 0;
        uint second = 0;
        for (int i = 0; i < bytes.Length; i += 2)
        {
            first = Folded(first + (uint)((bytes[i] << 8) | (i + 1 < bytes.Length ? bytes[i + 1] : 0)));
            second = Folded(second + first);
        }

        return (second << 16) | first;

        static uint Folded(uint sum) => (sum & 0xffff) + (sum >> 16);
    }
}
