using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <summary>Converts rows of bf16 or int8 tables to floats: result = bias + row, or bias + scale * row, element by element.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PackedRows
{
    /// <summary>Converts a row of bfloat16 numbers, which are the upper halves of floats.</summary>
    /// <param name="row">The first number of the row.</param>
    /// <param name="bias">The first of the biases.</param>
    /// <param name="result">Receives the floats.</param>
    /// <param name="count">Number of floats, a multiple of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddBrain(ref ushort row, ref float bias, ref float result, nuint count)
    {
        nuint i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= count; i += 8)
            {
                Vector256<uint> wide = Vector256.WidenLower(Vector128.LoadUnsafe(ref row, i).ToVector256Unsafe());
                ((wide << 16).AsSingle() + Vector256.LoadUnsafe(ref bias, i)).StoreUnsafe(ref result, i);
            }
        }

        for (; i < count; i += 4)
        {
            ulong four = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref row, i)));
            Vector128<uint> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(four).AsUInt16());
            ((wide << 16).AsSingle() + Vector128.LoadUnsafe(ref bias, i)).StoreUnsafe(ref result, i);
        }
    }

    /// <summary>Converts a row of signed 8-bit weights.</summary>
    /// <param name="row">The first weight of the row.</param>
    /// <param name="bias">The first of the biases.</param>
    /// <param name="scale">The first of the scales.</param>
    /// <param name="result">Receives the floats.</param>
    /// <param name="count">Number of floats, a multiple of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddQuantized(ref sbyte row, ref float bias, ref float scale, ref float result, nuint count)
    {
        nuint i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= count; i += 8)
            {
                ulong eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref row, i)));
                Vector128<short> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(eight).AsSByte());
                Store(Vector256.ConvertToSingle(Vector256.WidenLower(wide.ToVector256Unsafe())), ref bias, ref scale, ref result, i);
            }
        }

        for (; i < count; i += 4)
        {
            Vector128<sbyte> four = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref row, i)))).AsSByte();
            Store(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(four))), ref bias, ref scale, ref result, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> value, ref float bias, ref float scale, ref float result, nuint i) =>
        Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref scale, i), Vector256.LoadUnsafe(ref bias, i)).StoreUnsafe(ref result, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> value, ref float bias, ref float scale, ref float result, nuint i) =>
        Vector128.MultiplyAddEstimate(value, Vector128.LoadUnsafe(ref scale, i), Vector128.LoadUnsafe(ref bias, i)).StoreUnsafe(ref result, i);
}
