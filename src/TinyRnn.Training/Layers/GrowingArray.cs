using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Buffers that are kept from batch to batch and grow only when a larger batch comes.</summary>
internal static class GrowingArray
{
    public static Span<T> Ensure<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = GC.AllocateUninitializedArray<T>((int)BitOperations.RoundUpToPowerOf2((uint)length));
        }

        return array.AsSpan(0, length);
    }
}
