using System.Numerics;

namespace TinyRnn.Training;

/// <summary>A thread's buffers for matrices that are packed for a single product.</summary>
internal static class ProductScratch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static PackedMatrix<T>? Kept;

    public static PackedMatrix<T> Packed => Kept ??= new PackedMatrix<T>();
}
