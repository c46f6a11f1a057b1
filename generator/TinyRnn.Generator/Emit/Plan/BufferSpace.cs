namespace TinyRnn.Generator.Emit.Plan;

/// <summary>
/// Allocates buffers in one piece of memory. A buffer whose last reader has run makes room for later ones, so the memory holds only what is needed at
/// one time.
/// </summary>
/// <param name="most">The largest size of the memory, in floats.</param>
internal sealed class BufferSpace(int most = int.MaxValue)
{
    // A buffer starts where a vector of a padded row does.
    private const int Granularity = 4;

    // The buffers in use, by offset.
    private readonly List<(int Offset, int End, int LastUse)> _taken = [];

    /// <summary>Size of the memory so far, in floats.</summary>
    public int Floats { get; private set; }

    /// <summary>Finds the first free place.</summary>
    /// <param name="floats">Size of the buffer.</param>
    /// <param name="use">When the buffer is written; not before that of the previous call.</param>
    /// <param name="lastUse">When the buffer is read for the last time.</param>
    /// <returns>The offset of its first float; null if the memory would become too large.</returns>
    public int? Take(int floats, int use, int lastUse)
    {
        _taken.RemoveAll(buffer => buffer.LastUse < use);
        int size = (floats + Granularity - 1) / Granularity * Granularity;
        int offset = 0;
        int place = 0;
        while (place < _taken.Count && _taken[place].Offset < offset + size)
        {
            offset = _taken[place].End;
            place++;
        }

        if (offset > most - size)
        {
            return null;
        }

        _taken.Insert(place, (offset, offset + size, lastUse));
        Floats = Math.Max(Floats, offset + size);
        return offset;
    }
}
