namespace TinyRnn.Generator.Emit.Plan;

/// <summary>
/// Places of buffers in one piece of memory. A buffer whose last reader has run lends its place to later ones, so that the memory is that of what
/// is needed at once.
/// </summary>
/// <param name="most">Floats that the memory may have.</param>
internal sealed class BufferSpace(int most = int.MaxValue)
{
    // A place begins where a vector of a padded row does.
    private const int Granularity = 4;

    // What is taken, by offset.
    private readonly List<(int Offset, int End, int LastUse)> _taken = [];

    /// <summary>Floats of the memory so far.</summary>
    public int Floats { get; private set; }

    /// <summary>Finds the first place that is free.</summary>
    /// <param name="floats">Size of the buffer.</param>
    /// <param name="use">When it is written; not before that of the call before.</param>
    /// <param name="lastUse">When it is read for the last time.</param>
    /// <returns>The offset of its first float, or null where the memory would become too large.</returns>
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
