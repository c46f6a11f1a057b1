using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyRnn;

/// <summary>
/// Memory for the rows of a whole sequence, outside the garbage-collected heap, so that a model allocates no managed
/// bytes for them. It is not cleared.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct Workspace
{
    private readonly void* _place;

    /// <summary>Allocates memory for rows of floats.</summary>
    /// <exception cref="ArgumentException">The rows have more floats than an index can count.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public Workspace(int rows, int floatsOfRow)
    {
        if ((long)rows * floatsOfRow > int.MaxValue)
        {
            throw new ArgumentException($"a sequence of {rows} steps is too long for this model: at most {int.MaxValue / floatsOfRow}");
        }

        _place = NativeMemory.AlignedAlloc((nuint)rows * (nuint)floatsOfRow * sizeof(float), 64);
    }

    /// <summary>The first float.</summary>
    public ref float First => ref Unsafe.AsRef<float>(_place);

    /// <summary>The memory as tokens.</summary>
    public ref int FirstToken => ref Unsafe.AsRef<int>(_place);

    /// <summary>Frees the memory.</summary>
    public void Dispose() => NativeMemory.AlignedFree(_place);
}
