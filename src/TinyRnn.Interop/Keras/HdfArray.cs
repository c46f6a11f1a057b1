namespace TinyRnn.Interop.Keras;

/// <summary>A chunk of an array in the file.</summary>
/// <param name="Start">Its offset in the file.</param>
/// <param name="Length">Bytes in the file.</param>
/// <param name="Skipped">One bit for each filter that was not applied to it.</param>
/// <param name="Offsets">The indices of its first element.</param>
internal sealed record HdfChunk(long Start, int Length, uint Skipped, long[] Offsets);

/// <summary>Where the data of an array lie in the file.</summary>
/// <param name="Start">For data in one piece, their offset.</param>
/// <param name="Length">Their length in bytes; 0 if none were written.</param>
/// <param name="ChunkShape">For data in chunks, the elements of a chunk along each axis.</param>
/// <param name="Chunks">The chunks; null if the data are in one piece.</param>
internal sealed record HdfLayout(long Start, long Length, long[]? ChunkShape = null, IReadOnlyList<HdfChunk>? Chunks = null);

/// <summary>An array whose lengths were checked.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Layout">Where the elements lie.</param>
/// <param name="Filters">The filters that were applied to chunks.</param>
internal sealed record HdfArray(long[] Shape, HdfType Type, HdfLayout Layout, IReadOnlyList<HdfFilter> Filters)
{
    /// <summary>Number of elements.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>The bytes of all elements, row-major.</summary>
    /// <exception cref="ImportException">A chunk is damaged or missing.</exception>
    public byte[] Read(HdfBytes file)
    {
        int size = (int)Type.Size;
        if (Layout.Chunks is not IReadOnlyList<HdfChunk> chunks)
        {
            // Elements that were not written are 0.
            return Layout.Length == 0 ? new byte[Count * size] : file.Slice(Layout.Start, (int)Layout.Length).ToArray();
        }

        byte[] bytes = new byte[Count * size];
        long[] shape = Layout.ChunkShape!;
        int length = checked((int)(shape.Aggregate(1L, (product, one) => product * one) * size));
        foreach (HdfChunk chunk in chunks)
        {
            Place(HdfFilters.Undo(file, chunk, Filters, length), chunk.Offsets, shape, bytes, size);
        }

        return bytes;
    }

    // Copied row by row along the last axis; the part of a chunk outside the array is left out.
    private void Place(byte[] chunk, long[] offsets, long[] shape, byte[] bytes, int size)
    {
        int last = Shape.Length - 1;
        long row = Math.Min(shape[last], Shape[last] - offsets[last]);
        long rows = chunk.Length / (shape[last] * size);
        long[] index = new long[last + 1];
        for (long i = 0; i < rows; i++)
        {
            long rest = i;
            bool isInside = true;
            for (int axis = last - 1; axis >= 0; axis--)
            {
                index[axis] = (rest % shape[axis]) + offsets[axis];
                rest /= shape[axis];
                isInside &= index[axis] < Shape[axis];
            }

            if (!isInside)
            {
                continue;
            }

            long start = 0;
            for (int axis = 0; axis < last; axis++)
            {
                start = (start + index[axis]) * Shape[axis + 1];
            }

            Buffer.BlockCopy(chunk, (int)(i * shape[last] * size), bytes, (int)((start + offsets[last]) * size), (int)(row * size));
        }
    }
}
