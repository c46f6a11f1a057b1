namespace TinyRnn.Interop.Keras;

/// <summary>What the messages of one header say about an array.</summary>
internal sealed class HdfObject(HdfBytes file)
{
    /// <summary>Number of elements.</summary>
    public long? Count { get; set; }

    /// <summary>Bytes an element.</summary>
    public long? ElementSize { get; set; }

    /// <summary>Where the data lie; no bytes where none were written.</summary>
    public (long Start, long Length)? Layout { get; set; }

    /// <summary>Fails where the data are longer or shorter than their elements.</summary>
    public void CheckData()
    {
        if (Layout is (long start, long length) && (Count is not long count || ElementSize is not long size || (length != 0 && length != count * size) || count * size > file.Count))
        {
            throw file.Error(start, $"{length} bytes of data do not fit the array's shape and type");
        }
    }
}

/// <summary>Checks the lengths in header messages (HDF5 File Format Specification 3.0, IV.A.2).</summary>
internal static class HdfMessages
{
    private const int MaximumRank = 8;
    private const int FixedPoint = 0;
    private const int FloatingPoint = 1;
    private const int Text = 3;
    private const int Enumeration = 8;
    private const int VariableLength = 9;
    private const int LargestNumber = 16;
    private const int Reference = 16;

    /// <summary>The number of elements.</summary>
    public static long Dataspace(HdfBytes file, long at, long end)
    {
        int version = file.Byte(at);
        int rank = file.Byte(at + 1);
        int sizes = version == 1 ? 8 : 4;
        Require(file, at, end, sizes + (8L * rank));
        if (version is not (1 or 2) || rank > MaximumRank)
        {
            throw file.Error(at, $"a shape of version {version} with {rank} sizes was found; version 1 or 2 with at most {MaximumRank} was expected");
        }

        // The null space, which has no elements.
        long count = version == 2 && file.Byte(at + 3) == 2 ? 0 : 1;
        for (int i = 0; i < rank; i++)
        {
            ulong size = file.Number(at + sizes + (8L * i), 8);
            if (size > (ulong)file.Count || (count *= (long)size) > file.Count)
            {
                throw file.Error(at, $"a shape has more elements than the file of {file.Count} bytes can hold");
            }
        }

        return count;
    }

    /// <summary>The class of the elements and their size in bytes.</summary>
    public static (int Class, long Size) Datatype(HdfBytes file, long at, long end, bool isInner = false)
    {
        Require(file, at, end, 8);
        int kind = file.Byte(at) & 15;
        long size = file.Length(at + 4, 4);
        bool fits = kind switch
        {
            FixedPoint or FloatingPoint or Enumeration => size is > 0 and <= LargestNumber,
            Text => size > 0 || isInner,
            VariableLength => size == Reference && !isInner,
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

        return (kind, size);
    }

    /// <summary>The value of what was not written: an old message is its size and bytes, a new one has a version, and flags or three fields before them.</summary>
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

    /// <summary>The header that a compact link names.</summary>
    public static long Link(HdfBytes file, long at, long end)
    {
        int flags = file.Byte(at + 1);
        long next = at + 2;
        int type = (flags & 8) != 0 ? file.Byte(next++) : 0;
        next += ((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0);
        int sizeBytes = 1 << (flags & 3);
        long letters = file.Length(next, sizeBytes);
        Require(file, at, end, next - at + sizeBytes + letters + 8);
        return type == 0 ? file.Address(next + sizeBytes + letters) : throw file.Error(at, "a link by name was found; a group or an array was expected");
    }

    /// <summary>Where an array lies: in the message, or in one piece elsewhere.</summary>
    public static (long Start, long Length) Layout(HdfBytes file, long at, long end)
    {
        int version = file.Byte(at);
        int kind = file.Byte(at + 1);
        if (version is not (3 or 4) || kind > 1)
        {
            throw file.Error(at, "the data of an array lie in chunks or in an unknown form; data in one piece, as Keras writes them, were expected");
        }

        if (kind == 0)
        {
            long size = (long)file.Number(at + 2, 2);
            Require(file, at, end, 4 + size);
            return (at + 4, size);
        }

        Require(file, at, end, 18);
        if (file.Number(at + 2, 8) == HdfBytes.Undefined)
        {
            return (at, 0);
        }

        long start = file.Address(at + 2);
        long length = file.Length(at + 10);
        file.Require(start, length, "an array");
        return (start, length);
    }

    /// <summary>A name, a type, a shape and the values; strings of variable length lie in global heaps.</summary>
    /// <param name="file">The file.</param>
    /// <param name="at">Where the message begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="heaps">The global heaps that were checked.</param>
    public static void Attribute(HdfBytes file, long at, long end, HashSet<long> heaps)
    {
        int version = file.Byte(at);
        if (version is < 1 or > 3 || (version > 1 && (file.Byte(at + 1) & 3) != 0))
        {
            throw file.Error(at, "an attribute of an unknown version, or with a shared type, was found");
        }

        // Version 1 pads each part to 8 bytes; version 3 has the name's encoding before it.
        long Padded(long size) => version == 1 ? (size + 7) / 8 * 8 : size;
        long name = at + (version == 3 ? 9 : 8);
        long type = name + Padded((long)file.Number(at + 2, 2));
        long space = type + Padded((long)file.Number(at + 4, 2));
        long data = space + Padded((long)file.Number(at + 6, 2));
        Require(file, at, end, data - at);
        (int kind, long size) = Datatype(file, type, space);
        long count = Dataspace(file, space, data);
        if (count * size > end - data)
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
