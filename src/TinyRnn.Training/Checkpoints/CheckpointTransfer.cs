using System.Runtime.InteropServices;

namespace TinyRnn.Training;

/// <summary>Takes state into a checkpoint or back out of one, in the machine's byte order.</summary>
internal abstract class CheckpointTransfer
{
    /// <summary>A number: when writing the one given, when reading the one that stands there.</summary>
    public T Value<T>(T value)
        where T : unmanaged
    {
        Bytes(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    /// <summary>Numbers in place. Their count is stored too, and reading accepts no other.</summary>
    /// <exception cref="InvalidDataException">There are more or fewer.</exception>
    public void Values<T>(Span<T> values)
        where T : unmanaged
    {
        if (Value(values.Length) is int count && count != values.Length)
        {
            throw new InvalidDataException($"{count} values where {values.Length} were expected");
        }

        Bytes(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Arrays in place, one after another.</summary>
    public void Values<T>(T[][] arrays)
        where T : unmanaged
    {
        foreach (T[] array in arrays)
        {
            Values(array.AsSpan());
        }
    }

    /// <summary>An order of as many items as there are indices.</summary>
    /// <exception cref="InvalidDataException">An index of no item.</exception>
    public void Order(Span<int> indices)
    {
        Values(indices);
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)indices.Length)
            {
                throw new InvalidDataException($"an index {index} into {indices.Length} items");
            }
        }
    }

    /// <summary>Bytes in place.</summary>
    public abstract void Bytes(Span<byte> bytes);
}
