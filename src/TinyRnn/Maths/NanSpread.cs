using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <summary>
/// Keeps NaN in kernels whose arithmetic would lose it: 8-bit values have no NaN, and skipped blocks of zeros multiply nothing. The kernels add its
/// result to their sums, so that an input of NaN makes all dependent results NaN, as in the dense product of floats.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NanSpread
{
    /// <summary>NaN if a value is NaN, else 0.</summary>
    /// <param name="x">The first of the values.</param>
    /// <param name="count">Number of values.</param>
    /// <returns>0 or NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float OfNaN(ref float x, nuint count)
    {
        nuint i = 0;
        Vector128<float> numbers = Vector128<float>.AllBitsSet;
        if (Vector256.IsHardwareAccelerated && count >= 8)
        {
            Vector256<float> wide = Vector256<float>.AllBitsSet;
            for (; i + 8 <= count; i += 8)
            {
                Vector256<float> value = Vector256.LoadUnsafe(ref x, i);
                wide &= Vector256.Equals(value, value);
            }

            numbers = wide.GetLower() & wide.GetUpper();
        }

        for (; i + 4 <= count; i += 4)
        {
            Vector128<float> value = Vector128.LoadUnsafe(ref x, i);
            numbers &= Vector128.Equals(value, value);
        }

        bool all = numbers.AsUInt32() == Vector128<uint>.AllBitsSet;
        for (; i < count; i++)
        {
            all &= !float.IsNaN(Unsafe.Add(ref x, i));
        }

        return all ? 0f : float.NaN;
    }

    /// <summary>NaN if a value is NaN or infinite, else 0: the sum of the values times zero.</summary>
    /// <param name="x">The first of the values.</param>
    /// <param name="count">Number of values.</param>
    /// <returns>0 or NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float OfNonFinite(ref float x, nuint count)
    {
        nuint i = 0;
        Vector128<float> sums = Vector128<float>.Zero;
        if (Vector256.IsHardwareAccelerated && count >= 8)
        {
            Vector256<float> wide = Vector256<float>.Zero;
            for (; i + 8 <= count; i += 8)
            {
                wide += Vector256.LoadUnsafe(ref x, i) * Vector256<float>.Zero;
            }

            sums = wide.GetLower() + wide.GetUpper();
        }

        for (; i + 4 <= count; i += 4)
        {
            sums += Vector128.LoadUnsafe(ref x, i) * Vector128<float>.Zero;
        }

        float sum = Vector128.Sum(sums);
        for (; i < count; i++)
        {
            sum += Unsafe.Add(ref x, i) * 0f;
        }

        return sum;
    }
}
