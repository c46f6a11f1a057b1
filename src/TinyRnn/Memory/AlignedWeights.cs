using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyRnn;

/// <summary>
/// Weights at 64-byte boundaries. Constant data of an assembly is aligned to 8 bytes at best, and a kernel whose weights come
/// from the first or second level of cache loses a quarter of its speed to loads across cache lines. A copy in unmanaged memory, made when a model
/// is first used, takes microseconds.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class AlignedWeights
{
    private const nuint Alignment = 64;

    /// <summary>Copies weights to aligned memory, which is kept for the life of the process. If several threads call it, one makes the copy.</summary>
    /// <param name="weights">Pairs of floats.</param>
    /// <param name="address">The stored address; 0 before the first call.</param>
    /// <returns>The address of the first float.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Copy(ReadOnlySpan<ulong> weights, ref nint address)
    {
        void* place = NativeMemory.AlignedAlloc((nuint)weights.Length * sizeof(ulong), Alignment);
        weights.CopyTo(new Span<ulong>(place, weights.Length));
        nint other = Interlocked.CompareExchange(ref address, (nint)place, 0);
        if (other == 0)
        {
            return (nint)place;
        }

        NativeMemory.AlignedFree(place);
        return other;
    }

    /// <summary>The float at an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float At(nint address) => ref Unsafe.AsRef<float>((void*)address);
}
