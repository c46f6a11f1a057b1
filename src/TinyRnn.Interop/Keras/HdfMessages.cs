namespace TinyRnn.Interop.Keras;

/// <summary>What the messages of one object header say about an array.</summary>
internal sealed class HdfObject(HdfBytes file)
{
    /// <summary>Its sizes.</summary>
    public long[]? Shape { get; set; }

    /// <summary>The type of its elements.</summary>
    public HdfType? Type { get; set; }

    /// <summary>Where the data lie.</summary>
    public HdfLayout? Layout { get; set; }

    /// <summary>The filters that were applied to the data.</summary>
    public IReadOnlyList<HdfFilter> Filters { get; set; } = [];

    /// <summary>The array; null if the object is not an array.</summary>
    /// <exception cref="ImportException">The data are longer or shorter than the elements.</exception>
    public HdfArray? ToArray()
    {
        if (Layout is null)
        {
            return null;
        }

        if (Shape is null || Type is null)
        {
            throw file.Error(Layout.Start, "an array has no shape or no type");
        }

        HdfArray array = new(Shape, Type, Layout, Filters);
        long bytes = array.Count * Type.Size;
        if (Layout.Chunks is IReadOnlyList<HdfChunk> chunks)
        {
            CheckChunks(array, chunks, bytes);
        }
        else if ((Layout.Length != 0 && Layout.Length != bytes) || bytes > file.Count || (Filters.Count > 0 && Layout.Length != 0))
        {
            throw file.Error(Layout.Start, $"the array has {Layout.Length} bytes of data, which do not fit its shape and type");
        }

        return array;
    }

    // Each chunk must be there once, and together they may be as long as the array, so a small file cannot become something large.
    private void CheckChunks(HdfArray array, IReadOnlyList<HdfChunk> chunks, long bytes)
    {
        long[] shape = array.Layout.ChunkShape!;
        long at = chunks.Count > 0 ? chunks[0].Start : 0;
        if (shape.Length != array.Shape.Length)
        {
            throw file.Error(at, $"an array of {array.Shape.Length} axes has chunks of {shape.Length}");
        }

        long expected = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            expected = Math.Min(long.MaxValue >> 32, expected) * ((array.Shape[axis] + shape[axis] - 1) / shape[axis]);
        }

        bool isWhole = chunks.Count == expected













                && chunks.Select(
                    chunk => string.Join(' ', chunk.Offsets.Select(offset => FormattableString.Invariant($"{offset}")))).Distinct().Count() == chunks.Count
            && chunks.All(chunk => chunk.Offsets.Select((offset, axis) => offset % shape[axis] == 0 && offset < array.Shape[axis]).All(fits => fits));
        if (!isWhole)
        {
            throw file.Error(at, $"an array needs {expected} chunks but has {chunks.Count}, or some appear twice or lie outside it");
        }

        long length = shape.Aggregate(array.Type.Size, (product, size) => product * size);
        if (bytes > HdfMessages.MaximumBytes || length * chunks.Count > HdfMessages.MaximumBytes
            || chunks.Any(chunk => length > HdfFilters.Longest(array.Filters, chunk.Length)))
        {
            throw file.Error(at, $"the chunks of an array are shorter than its {bytes} bytes, or it has more than {HdfMessages.MaximumBytes}");
        }
    }
}

/// <summary>Checks the lengths in header messages (HDF5 File Format Specification 3.0, IV.A.2).</summary>
internal static class HdfMessages
{
    /// <summary>The largest number of axes of an array.</summary>
    public const int MaximumRank = 8;

    /// <summary>The largest number of bytes of an array.</summary>
    public const long MaximumBytes = ImportSource.MaximumLength;

    private const int FixedPoint = 0;
    private const int FloatingPoint = 1;
    private const int Text = 3;
    private const int Opaque = 5;
    private const int Enumeration = 8;
    private const int VariableLength = 9;
    private const int LargestNumber = 16;
    private const int Reference = 16;

    /// <summary>The sizes; a single 0 if there are no elements.</summary>
    public static long[] Dataspace(HdfBytes file, long at, long end)
    {
        int version = file.Byte(at);
        int rank = file.Byte(at + 1);
        int sizes = version == 1 ? 8 : 4;
        Require(file, at, end, sizes + (8L * rank));
        if (version is not (1 or 2) || rank > MaximumRank)
        {
            throw file.Error(at, $"a shape of version {version} with {rank} sizes was found; version 1 or 2 with at most {MaximumRank} was expected");
        }

        // The null space has no elements.
        if (version == 2 && file.Byte(at + 3) == 2)
        {
            return [0];
        }

        // Chunks may be longer in memory than in the file; that is checked together with the chunks.
        long count = 1;
        long[] shape = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            ulong size = file.Number(at + sizes + (8L * i), 8);
            if (size > MaximumBytes || (count *= (long)size) > MaximumBytes)
            {
                throw file.Error(at, $"a shape has more elements than the file of {file.Count} bytes can hold");
            }

            shape[i] = (long)size;
        }

        return shape;
    }

    /// <summary>The type of the elements.</summary>
    public static HdfType Datatype(HdfBytes file, long at, long end, bool isInner = false)
    {
        Require(file, at, end, 8);
        int kind = file.Byte(at) & 15;
        long size = file.Length(at + 4, 4);
        bool fits = kind switch
        {
            FixedPoint or FloatingPoint or Enumeration => size is > 0 and <= LargestNumber,
            Text => size > 0 || isInner,
            VariableLength => size == Reference && !isInner,
            Opaque => size is > 0 and <= LargestNumber,
            _ => false,
        };
        if (!fits)
        {
            throw file.Error(at, $"elements of the class {kind} with {size} bytes were found; numbers or strings were expected");
        }

        if (kind == VariableLength)
        {
            Datatype(file, at + 8, end, isInner: true);
        }

        return new HdfType(kind, size, (file.Byte(at + 1) & 1) != 0, kind == FloatingPoint ? Exponent(file, at, end, size) : 0);
    }

    // The fields of a number: the offset and the bits of exponent and mantissa, then the bias.
    private static int Exponent(HdfBytes file, long at, long end, long size)
    {
        Require(file, at, end, 20);
        bool isPlain = (file.Byte(at + 1) & 0x40) == 0;
        (int, int, int, int, int) parts = (file.Byte(at + 12), file.Byte(at + 13), file.Byte(at + 14), file.Byte(at + 15), (int)file.Number(at + 16, 4));
        return !isPlain ? 0 : (size, parts) switch
        {
            (8, (52, 11, 0, 52, 1023)) or (4, (23, 8, 0, 23, 127)) or (2, (10, 5, 0, 10, 15)) or (2, (7, 8, 0, 7, 127)) => parts.Item2,
            _ => 0,
        };
    }

    /// <summary>
    /// The fill value: an old message has its size and bytes; a new one has a version before them, and flags or three fields.
    /// </summary>
    public static void FillValue(HdfBytes file, int kind, long at, long end)
    {
        if (kind == 0x04)
        {
            Require(file, at, end, 4 + file.Length(at, 4));
            return;
        }

        int version = file.Byte(at);
        (bool hasValue, int offset) = version switch
        {
            1 => (true, 4),
            2 => (file.Byte(at + 3) != 0, 4),
            _ => ((file.Byte(at + 1) & 0x20) != 0, 2),
        };
        if (hasValue && (version != 1 || at + offset + 4 <= end))
        {
            Require(file, at, end, offset + 4 + Math.Max(0, (long)(int)file.Number(at + offset, 4)));
        }
    }

    /// <summary>The name of a compact link, and the header that it leads to.</summary>
    public static (string Name, long Header) Link(HdfBytes file, long at, long end)
    {
        int flags = file.Byte(at + 1);
        long next = at + 2;
        int type = (flags & 8) != 0 ? file.Byte(next++) : 0;
        next += ((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0);
        int sizeBytes = 1 << (flags & 3);
        long letters = file.Length(next, sizeBytes);
        Require(file, at, end, next - at + sizeBytes + letters + 8);
        return type == 0
            ? (file.Text(next + sizeBytes, letters), file.Address(next + sizeBytes + letters))
            : throw file.Error(at, "a link by name was found; a group or an array was expected");
    }

    /// <summary>The place of an array's data: in the message, in one piece elsewhere, or in chunks.</summary>
    public static HdfLayout Layout(HdfBytes file, long at, long end)
    {
        int version = file.Byte(at);
        int kind = file.Byte(at + 1);
        if (version is not (3 or 4) || kind > 2)
        {
            throw file.Error(at, "the data of an array lie in an unknown form; data in one piece or in chunks, as h5py writes them, were expected");
        }

        if (kind == 2)
        {
            return HdfChunks.Read(file, at, end, version);
        }

        if (kind == 0)
        {
            long size = (long)file.Number(at + 2, 2);
            Require(file, at, end, 4 + size);
            return new HdfLayout(at + 4, size);
        }

        Require(file, at, end, 18);
        if (file.Number(at + 2, 8) == HdfBytes.Undefined)
        {
            return new HdfLayout(at, 0);
        }

        long start = file.Address(at + 2);
        long length = file.Length(at + 10);
        file.Require(start, length, "an array");
        return new HdfLayout(start, length);
    }

    /// <summary>A name, a type, a shape and the values; strings of variable length lie in global heaps.</summary>
    /// <param name="file">The file.</param>
    /// <param name="at">The start of the message.</param>
    /// <param name="end">The end of the message.</param>
    /// <param name="heaps">The global heaps that were already checked.</param>
    public static void Attribute(HdfBytes file, long at, long end, HashSet<long> heaps)
    {
        int version = file.Byte(at);
        if (version is < 1 or > 3 || (version > 1 && (file.Byte(at + 1) & 3) != 0))
        {
            throw file.Error(at, "an attribute of an unknown version, or with a shared type, was found");
        }

        // Version 1 pads each part to 8 bytes; in version 3 the name's encoding comes before it.
        long Padded(long size) => version == 1 ? (size + 7) / 8 * 8 : size;
        long name = at + (version == 3 ? 9 : 8);
        long type = name + Padded((long)file.Number(at + 2, 2));
        long space = type + Padded((long)file.Number(at + 4, 2));
        long data = space + Padded((long)file.Number(at + 6, 2));
        Require(file, at, end, data - at);
        (int kind, long size, _, _) = Datatype(file, type, space);
        long count = Dataspace(file, space, data).Aggregate(1L, (product, one) => product * one);
        if (count > file.Count || count * size > end - data)
        {
            throw file.Error(at, $"an attribute of {count} values of {size} bytes has {end - data} bytes of data");
        }

        // Length, address of the heap, index in it.
        for (long i = 0; kind == VariableLength && i < count; i++)
        {
            long value = data + (i * size);
            long letters = file.Length(value, 4);
            if (letters > 0 && file.Address(value + 4) is long heap && heaps.Add(heap))
            {
                HdfHeaps.CheckGlobal(file, heap);
            }
        }
    }

    private static void Require(HdfBytes file, long at, long end, long length)
    {
        if (length > end - at)
        {
            throw file.Error(at, $"a message of {end - at} bytes should have {length}");
        }
    }
}
