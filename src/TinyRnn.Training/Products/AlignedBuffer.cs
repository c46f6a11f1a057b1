using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyRnn.Training;

/// <summary>Memory that does not move and starts at a cache line, so that no vector crosses two lines. It grows and never shrinks.</summary>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private T[] _values = [];

    /// <summary>Provides memory for a number of values. Old values may be lost.</summary>
    public T* Ensure(int length)
    {
        int needed = checked(length + (Alignment / sizeof(T)));
        if (_values.Length < needed)
        {
            _values = GC.AllocateUninitializedArray<T>(needed, pinned: true);
        }

        nuint start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_values));
        return (T*)((start + (Alignment - 1)) & ~(nuint)(Alignment - 1));
    }
}
