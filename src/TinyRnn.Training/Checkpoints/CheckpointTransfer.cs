using System.Runtime.InteropServices;

namespace TinyRnn.Training;

/// <summary>Writes state to a checkpoint or reads it back, in the machine's byte order.</summary>
internal abstract class CheckpointTransfer
{
    /// <summary>Writes the given number, or reads and returns the stored one.</summary>
    public T Value<T>(T value)
        where T : unmanaged
    {
        Bytes(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    /// <summary>Writes numbers or reads them in place. Their count is stored, too, and must match on reading.</summary>
    /// <exception cref="InvalidDataException">The stored count differs.</exception>
    public void Values<T>(Span<T> values)
        where T : unmanaged
    {
        if (Value(values.Length) is int count && count != values.Length)
        {
            throw new InvalidDataException($"{count} values where {values.Length} were expected");
        }

        Bytes(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Writes arrays or reads them in place, one after another.</summary>
    public void Values<T>(T[][] arrays)
        where T : unmanaged
    {
        foreach (T[] array in arrays)
        {
            Values(array.AsSpan());
        }
    }

    /// <summary>Writes or reads an order of as many items as there are indices.</summary>
    /// <exception cref="InvalidDataException">An index is out of range.</exception>
    public void Order(Span<int> indices)
    {
        Values(indices);
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)indices.Length)
            {
                throw new InvalidDataException($"an index of {index} into {indices.Length} items");
            }
        }
    }

    /// <summary>Writes bytes or reads them in place.</summary>
    public abstract void Bytes(Span<byte> bytes);
}
