using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TinyRnn;

/// <summary>
/// Sums of products of 7-bit quantised values (0 to 127) and signed 8-bit weights, four in each 32-bit lane. They are exact whole numbers, so every processor
/// and every order gives the same result: two products are at most 2 * 127 * 128 = 32,512, which does not saturate 16 bits.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class IntegerSums
{
    // NativeAOT would test for it in every loop, which takes longer than the instruction saves. Under the JIT it is a constant.
    private static bool HasVnni
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RuntimeFeature.IsDynamicCodeCompiled && AvxVnni.IsSupported;
    }

    /// <summary>Gathers four quantised values from any indices, with the first in the low bits.</summary>
    /// <param name="quantized">The first of the quantised values, each in the lowest byte of a 32-bit number; three zero bytes come before it.</param>
    /// <param name="indices">Four indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Gather(ref byte quantized, ref ushort indices) =>
        Gather(ref quantized, indices, Unsafe.Add(ref indices, 1), Unsafe.Add(ref indices, 2), Unsafe.Add(ref indices, 3));

    /// <summary>Gathers four quantised values from any indices, with the first in the low bits.</summary>
    /// <param name="quantized">The first of the quantised values, each in the lowest byte of a 32-bit number; three zero bytes come before it.</param>
    /// <param name="first">The index of the first value.</param>
    /// <param name="second">The index of the second value.</param>
    /// <param name="third">The index of the third value.</param>
    /// <param name="fourth">The index of the fourth value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Gather(ref byte quantized, nuint first, nuint second, nuint third, nuint fourth)
    {
        // A read that starts one byte before a value has it one byte higher, because the bytes between values are zero.
        return Unsafe.ReadUnaligned<int>(ref Unsafe.AddByteOffset(ref quantized, first * 4))
            | Unsafe.ReadUnaligned<int>(ref Unsafe.AddByteOffset(ref quantized, (second * 4) - 1))
            | Unsafe.ReadUnaligned<int>(ref Unsafe.AddByteOffset(ref quantized, (third * 4) - 2))
            | Unsafe.ReadUnaligned<int>(ref Unsafe.AddByteOffset(ref quantized, (fourth * 4) - 3));
    }

    /// <summary>sum + the four products of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<byte> quantized, Vector512<sbyte> weights)
    {
        if (Avx512BW.IsSupported)
        {
            return sum + Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(quantized, weights), Vector512<short>.One);
        }

        return Vector512.Create(Add(sum.GetLower(), quantized.GetLower(), weights.GetLower()), Add(sum.GetUpper(), quantized.GetUpper(), weights.GetUpper()));
    }

    /// <summary>sum + the four products of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> quantized, Vector256<sbyte> weights)
    {
        if (HasVnni)
        {
            return AvxVnni.MultiplyWideningAndAdd(sum, quantized, weights);
        }

        if (Avx2.IsSupported)
        {
            return sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(quantized, weights), Vector256<short>.One);
        }

        return Vector256.Create(Add(sum.GetLower(), quantized.GetLower(), weights.GetLower()), Add(sum.GetUpper(), quantized.GetUpper(), weights.GetUpper()));
    }

    /// <summary>sum + the four products of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> sum, Vector128<byte> quantized, Vector128<sbyte> weights)
    {
        if (HasVnni)
        {
            return AvxVnni.MultiplyWideningAndAdd(sum, quantized, weights);
        }

        // Without these, NativeAOT would test for SSSE3 in the loop, and with SSE2's instructions the sums are nearly as fast: for each
        // 16 bits first the lower and then the upper product.
        if (Avx2.IsSupported)
        {
            return sum + Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(quantized, weights), Vector128<short>.One);
        }

        if (Sse2.IsSupported)
        {
            Vector128<int> lower = Sse2.MultiplyAddAdjacent((weights.AsInt16() << 8) >> 8, quantized.AsInt16() & Vector128.Create((short)0xFF));
            Vector128<int> upper = Sse2.MultiplyAddAdjacent(weights.AsInt16() >> 8, (quantized.AsUInt16() >> 8).AsInt16());
            return sum + lower + upper;
        }

        if (Dp.IsSupported)
        {
            return Dp.DotProduct(sum, quantized.AsSByte(), weights);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            // Two products of a lane fit into 16 bits. Two such pairs make the lane.
            Vector128<short> low = AdvSimd.MultiplyWideningLower(quantized.GetLower().AsSByte(), weights.GetLower());
            Vector128<short> high = AdvSimd.MultiplyWideningUpper(quantized.AsSByte(), weights);
            return AdvSimd.AddPairwiseWideningAndAdd(sum, AdvSimd.Arm64.AddPairwise(low, high));
        }

        (Vector128<short> low8, Vector128<short> high8) = Vector128.Widen(quantized.AsSByte());
        (Vector128<short> weightsLow, Vector128<short> weightsHigh) = Vector128.Widen(weights);
        (Vector128<int> first, Vector128<int> second) = Vector128.Widen(low8 * weightsLow);
        (Vector128<int> third, Vector128<int> fourth) = Vector128.Widen(high8 * weightsHigh);
        return sum + Vector128.Create(Vector128.Sum(first), Vector128.Sum(second), Vector128.Sum(third), Vector128.Sum(fourth));
    }
}
