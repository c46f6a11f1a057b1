using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyRnn;

/// <summary>
/// Memory for the rows of a whole sequence, outside the garbage-collected heap, so that a model that needs them allocates no
/// managed byte. It is not cleared.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct Workspace
{
    private readonly void* _place;

    /// <summary>Takes room for so many rows of floats.</summary>
    /// <exception cref="ArgumentException">More floats than a model's code can count.</exception>
    /// <exception cref="OutOfMemoryException">There is no memory for it.</exception>
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

    /// <summary>The room as numbers of characters.</summary>
    public ref int FirstToken => ref Unsafe.AsRef<int>(_place);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => NativeMemory.AlignedFree(_place);
}
