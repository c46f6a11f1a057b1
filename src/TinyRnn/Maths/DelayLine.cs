using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace TinyRnn;

/// <summary>Keeps rows of earlier steps inside compiled models, in a ring.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DelayLine
{
    /// <summary>Copies rows of consecutive steps, the oldest first.</summary>
    /// <param name="rows">The ring, [<paramref name="memory"/>, <paramref name="size"/>], in the state.</param>
    /// <param name="oldest">Place of the oldest row in the ring.</param>
    /// <param name="memory">Rows of the ring.</param>
    /// <param name="size">Values of a row.</param>
    /// <param name="lag">How many steps ago the first of the rows was, from 1 to <paramref name="memory"/>.</param>
    /// <param name="count">Number of rows, at most <paramref name="lag"/>.</param>
    /// <param name="result">Receives the rows, one after another.</param>
    public static void Read(ref float rows, float oldest, int memory, int size, int lag, int count, ref float result)
    {
        int start = Place(oldest, memory) - lag;
        start += start < 0 ? memory : 0;
        int first = Math.Min(count, memory - start);
        Copy(ref Unsafe.Add(ref rows, start * size), ref result, first * size);
        Copy(ref rows, ref Unsafe.Add(ref result, first * size), (count - first) * size);
    }

    /// <summary>Replaces the oldest row.</summary>
    /// <param name="rows">The ring, [<paramref name="memory"/>, <paramref name="size"/>], in the state.</param>
    /// <param name="oldest">Place of the oldest row in the ring; advances by one.</param>
    /// <param name="memory">Rows of the ring.</param>
    /// <param name="size">Values of a row.</param>
    /// <param name="row">The new row.</param>
    public static void Write(ref float rows, ref float oldest, int memory, int size, ref float row)
    {
        int place = Place(oldest, memory);
        Copy(ref row, ref Unsafe.Add(ref rows, place * size), size);
        oldest = place + 1 == memory ? 0 : place + 1;
    }

    // A state may come from untrusted bytes.
    private static int Place(float oldest, int memory) => (uint)(int)oldest < (uint)memory ? (int)oldest : 0;

    private static void Copy(ref float from, ref float to, int count) =>
        Unsafe.CopyBlockUnaligned(ref Unsafe.As<float, byte>(ref to), ref Unsafe.As<float, byte>(ref from), (uint)count * sizeof(float));
}
