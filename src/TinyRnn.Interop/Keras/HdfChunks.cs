namespace TinyRnn.Interop.Keras;

/// <summary>Finds the chunks of an array (HDF5 File Format Specification 3.0, III.A.1 and IV.A.2.i).</summary>
internal static class HdfChunks
{
    private const int SingleChunk = 1;
    private const int LargestChunk = 1 << 28;

    /// <summary>Reads the message that describes an array in chunks.</summary>
    /// <param name="file">The file.</param>
    /// <param name="at">The start of the message.</param>
    /// <param name="end">The end of the message.</param>
    /// <param name="version">The version of the message, 3 or 4.</param>
    public static HdfLayout Read(HdfBytes file, long at, long end, int version)
    {
        int axes = file.Byte(at + (version == 3 ? 2 : 3)) - 1;
        int sizeBytes = version == 3 ? 4 : file.Byte(at + 4);
        long sizes = at + (version == 3 ? 11 : 5);
        if (axes is < 1 or > HdfMessages.MaximumRank || sizeBytes is < 1 or > 8 || sizes + ((long)sizeBytes * (axes + 1)) > end)
        {
            throw file.Error(at, $"chunks of {axes} axes were found; from 1 to {HdfMessages.MaximumRank} were expected");
        }

        long[] shape = new long[axes];
        long length = 1;
        for (int axis = 0; axis <= axes; axis++)
        {
            // The last number is the size of an element.
            long size = Number(file, sizes + ((long)axis * sizeBytes), sizeBytes);
            length = size is > 0 and <= LargestChunk && length <= LargestChunk / size
                ? length * size
                : throw file.Error(at, $"a chunk of more than {LargestChunk} bytes was found");
            if (axis < axes)
            {
                shape[axis] = size;
            }
        }

        if (version == 3)
        {
            return new HdfLayout(0, 0, shape, file.Number(at + 3, 8) == HdfBytes.Undefined ? [] : Tree(file, file.Address(at + 3), axes));
        }

        long index = sizes + ((long)sizeBytes * (axes + 1));
        bool isFiltered = (file.Byte(at + 2) & 2) != 0;
        switch (file.Byte(index))
        {
            case SingleChunk when isFiltered:
                long stored = file.Length(index + 1);
                return new HdfLayout(0, 0, shape, [Chunk(file, file.Address(index + 13), stored, (uint)file.Number(index + 9, 4), new long[axes])]);
            case SingleChunk:
                return new HdfLayout(0, 0, shape, [Chunk(file, file.Address(index + 1), length, 0, new long[axes])]);
            default:
                throw file.Error(at, "the chunks of an array are listed in a form that only files saved with 'libver' have; save the model without 'libver'");
        }
    }

    // A node has a signature, kind, level, number of entries and two neighbours; then keys (bytes, skipped filters, offsets) and children alternate.
    private static List<HdfChunk> Tree(HdfBytes file, long root, int axes)
    {
        long key = 8 + (8L * (axes + 1));
        List<HdfChunk> chunks = [];
        HashSet<long> seen = [];
        Queue<(long At, int Level)> nodes = new([(root, int.MaxValue)]);
        while (nodes.TryDequeue(out (long At, int Level) node))
        {
            file.Require(node.At, "TREE"u8, "a B-tree of chunks");
            int level = file.Byte(node.At + 5);
            int entries = (int)file.Number(node.At + 6, 2);
            if (file.Byte(node.At + 4) != 1 || level >= node.Level || !seen.Add(node.At))
            {
                throw file.Error(node.At, "the levels of a B-tree do not decrease, or it is not a tree of chunks");
            }

            file.Walk(24 + ((key + 8) * entries));
            for (int i = 0; i < entries; i++)
            {
                long at = node.At + 24 + ((key + 8) * i);
                long child = file.Address(at + key);
                if (level > 0)
                {
                    nodes.Enqueue((child, level));
                    continue;
                }

                long[] offsets = [.. Enumerable.Range(0, axes).Select(axis => file.Number(at + 8 + (8L * axis), 8) is ulong offset and <= LargestChunk
                    ? (long)offset
                    : throw file.Error(at, "a chunk lies outside its array"))];
                chunks.Add(Chunk(file, child, (long)file.Number(at, 4), (uint)file.Number(at + 4, 4), offsets));
            }
        }

        return chunks;
    }

    private static HdfChunk Chunk(HdfBytes file, long start, long length, uint skipped, long[] offsets)
    {
        file.Require(start, length, "a chunk");
        return new HdfChunk(start, (int)length, skipped, offsets);
    }

    private static long Number(HdfBytes file, long at, int bytes)
    {
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--)
        {
            number = (number << 8) | (long)file.Number(at + i, 1);
        }

        return number;
    }
}
