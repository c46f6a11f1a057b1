using System.Buffers.Binary;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Checks the lengths in an HDF5 file's heaps, where its names and strings lie, before PureHDF allocates what they say
/// (HDF5 File Format Specification 3.0, III.D and III.E).
/// </summary>
internal static class HdfHeaps
{
    private const int Alignment = 8;

    /// <summary>Whether no heap says that it is longer than the file, and no object longer than its heap.</summary>
    public static bool AreSound(ReadOnlySpan<byte> file) => All(file, "HEAP"u8, IsLocalHeapSound) && All(file, "GCOL"u8, IsGlobalHeapSound);

    private static bool All(ReadOnlySpan<byte> file, ReadOnlySpan<byte> signature, Func<ReadOnlySpan<byte>, int, bool> isSound)
    {
        for (int start = 0; ;)
        {
            int found = file[start..].IndexOf(signature);
            if (found < 0)
            {
                return true;
            }

            if (!isSound(file, start + found))
            {
                return false;
            }

            start += found + signature.Length;
        }
    }

    // Signature, version, 3 bytes; size of the data, first free block, address of the data.
    private static bool IsLocalHeapSound(ReadOnlySpan<byte> file, int at)
    {
        if (at + 32 > file.Length || file[at + 4] != 0)
        {
            return true;
        }

        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(file[(at + 8)..]);
        ulong address = BinaryPrimitives.ReadUInt64LittleEndian(file[(at + 24)..]);
        return size <= (ulong)file.Length && address <= (ulong)file.Length - size;
    }

    // Signature, version, 3 bytes, size of the collection; objects: index, references, 4 bytes, size, data padded to 8 bytes.
    private static bool IsGlobalHeapSound(ReadOnlySpan<byte> file, int at)
    {
        if (at + 16 > file.Length || file[at + 4] != 1)
        {
            return true;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file[(at + 8)..]);
        if (length > (ulong)(file.Length - at))
        {
            return false;
        }

        long end = at + (long)length;
        for (long position = at + 16; position + 16 <= end;)
        {
            ulong size = BinaryPrimitives.ReadUInt64LittleEndian(file[((int)position + 8)..]);
            if (size > (ulong)(end - position))
            {
                return false;
            }

            // Object 0 is the free space up to the end.
            if (BinaryPrimitives.ReadUInt16LittleEndian(file[(int)position..]) == 0)
            {
                return true;
            }

            position += 16 + (((long)size + Alignment - 1) / Alignment * Alignment);
        }

        return true;
    }
}
