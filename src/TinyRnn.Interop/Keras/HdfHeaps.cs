namespace TinyRnn.Interop.Keras;

/// <summary>
/// Checks the lengths in the heaps of an HDF5 file, where its names and strings lie (HDF5 File Format Specification 3.0, III.D and III.E).
/// </summary>
internal static class HdfHeaps
{
    private const int Alignment = 8;
    private const int GlobalHead = 16;

    /// <summary>The names of a group: signature, version, 3 bytes; size of the data, first free block, address of the data.</summary>
    /// <returns>The offset of the data, and their length.</returns>
    /// <exception cref="ImportException">There is no heap, or it goes past the end of the file.</exception>
    public static (long Start, long Length) Local(HdfBytes file, long at)
    {
        file.Require(at, "HEAP"u8, "a local heap");
        long length = file.Length(at + 8);
        long start = file.Address(at + 24);
        file.Require(start, length, "the data of a local heap");
        return (start, length);
    }

    /// <summary>A collection of strings: signature, version, 3 bytes, size; objects: index, references, 4 bytes, size, data padded to 8 bytes.</summary>
    /// <exception cref="ImportException">There is no collection, or a part of it goes past its end.</exception>
    public static void CheckGlobal(HdfBytes file, long at)
    {
        file.Require(at, "GCOL"u8, "a global heap");
        long length = file.Length(at + 8);
        file.Require(at, length, "a global heap");
        file.Walk(length);
        if (length % Alignment != 0)
        {
            throw file.Error(at, $"a global heap of {length} bytes was found; a multiple of {Alignment} was expected");
        }

        long end = at + length;
        for (long position = at + GlobalHead; position + GlobalHead <= end;)
        {
            // Object 0 is the free space up to the end; its size includes its header.
            bool isFree = file.Number(position, 2) == 0;
            long size = file.Length(position + 8);
            long left = end - position - (isFree ? 0 : GlobalHead);
            if (size > left)
            {
                throw file.Error(position, $"an object has {size} bytes, but its global heap has only {left} left");
            }

            if (isFree)
            {
                return;
            }

            position += GlobalHead + ((size + Alignment - 1) / Alignment * Alignment);
        }
    }
}
