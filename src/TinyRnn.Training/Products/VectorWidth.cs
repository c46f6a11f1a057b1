using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn.Training;

/// <summary>The vector operations of a product for one width, so that a kernel is compiled for each width.</summary>
internal unsafe interface IVectorWidth<T, TVector>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
{
    /// <summary>Rows of the largest tile whose accumulators fit into registers with three vectors of B: 8 or 4.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Load(T* source);

    static abstract TVector Broadcast(T value);

    static abstract void Store(TVector vector, T* destination);

    static abstract TVector Add(TVector x, TVector y);

    /// <summary>x y + z, fused where the hardware has the instruction.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);
}

/// <summary>Vectors of 128 bits.</summary>
internal readonly unsafe struct Width128<T> : IVectorWidth<T, Vector128<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // 16 registers: 12 sums, 3 vectors of B, 1 value of A.
    public static int TileRows => 4;

    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    public static Vector128<T> Broadcast(T value) => Vector128.Create(value);

    public static void Store(Vector128<T> vector, T* destination) => Vector128.Store(vector, destination);

    public static Vector128<T> Add(Vector128<T> x, Vector128<T> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> x, Vector128<T> y, Vector128<T> z) =>
        typeof(T) == typeof(float) ? Vector128.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) ? Vector128.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>()
        : (x * y) + z;
}

/// <summary>Vectors of 256 bits.</summary>
internal readonly unsafe struct Width256<T> : IVectorWidth<T, Vector256<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // 16 registers: 12 sums, 3 vectors of B, 1 value of A.
    public static int TileRows => 4;

    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    public static Vector256<T> Broadcast(T value) => Vector256.Create(value);

    public static void Store(Vector256<T> vector, T* destination) => Vector256.Store(vector, destination);

    public static Vector256<T> Add(Vector256<T> x, Vector256<T> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> x, Vector256<T> y, Vector256<T> z) =>
        typeof(T) == typeof(float) ? Vector256.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) ? Vector256.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>()
        : (x * y) + z;
}

/// <summary>Vectors of 512 bits.</summary>
internal readonly unsafe struct Width512<T> : IVectorWidth<T, Vector512<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // 32 registers: 24 sums, 3 vectors of B, 1 value of A.
    public static int TileRows => 8;

    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    public static Vector512<T> Broadcast(T value) => Vector512.Create(value);

    public static void Store(Vector512<T> vector, T* destination) => Vector512.Store(vector, destination);

    public static Vector512<T> Add(Vector512<T> x, Vector512<T> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> x, Vector512<T> y, Vector512<T> z) =>
        typeof(T) == typeof(float) ? Vector512.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : typeof(T) == typeof(double) ? Vector512.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>()
        : (x * y) + z;
}
