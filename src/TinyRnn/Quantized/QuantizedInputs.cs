using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TinyRnn;

/// <summary>
/// The inputs that 8-bit weights are multiplied with, quantised to seven bits: round((x - low) * inverseStep), halves to even, limited to 0 to 127.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class QuantizedInputs
{
    private const float Largest = 127f;

    // Adding 1.5 * 2^23 leaves the nearest whole number in the low bits, also on processors without a rounding instruction.
    private const float Rounder = 12582912f;

    /// <summary>
    /// Quantises a row. No operation is fused, so every processor gives the same values; NaN becomes 0, and <see cref="NanSpread"/> its
    /// effect.
    /// </summary>
    /// <param name="x">The first of the values.</param>
    /// <param name="quantized">Receives the quantised values.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="low">The value that 0 stands for.</param>
    /// <param name="inverseStep">127 / (high - low).</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref float x, ref byte quantized, nuint count, float low, float inverseStep)
    {
        nuint i = 0;
        if (Avx512F.IsSupported)
        {
            for (; i + 16 <= count; i += 16)
            {
                Vector512<float> t = (Vector512.LoadUnsafe(ref x, i) - Vector512.Create(low)) * Vector512.Create(inverseStep);

                // With this order of operands NaN becomes 0.
                t = Vector512.MinNative(Vector512.MaxNative(t, Vector512<float>.Zero), Vector512.Create(Largest));
                Avx512F.ConvertToVector128Byte((t + Vector512.Create(Rounder)).AsInt32() & Vector512.Create(0x7F)).StoreUnsafe(ref quantized, i);
            }
        }

        for (; i + 16 <= count; i += 16)
        {
            Vector128<short> first = Vector128.Narrow(Quantize(ref x, i, low, inverseStep), Quantize(ref x, i + 4, low, inverseStep));
            Vector128<short> second = Vector128.Narrow(Quantize(ref x, i + 8, low, inverseStep), Quantize(ref x, i + 12, low, inverseStep));
            Narrow(first, second).StoreUnsafe(ref quantized, i);
        }

        for (; i + 4 <= count; i += 4)
        {
            Vector128<int> four = Quantize(ref x, i, low, inverseStep);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref quantized, i), four[0] | (four[1] << 8) | (four[2] << 16) | (four[3] << 24));
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref quantized, i) = (byte)Quantize(Vector128.Create(Unsafe.Add(ref x, i)), low, inverseStep).ToScalar();
        }
    }

    /// <summary>Writes the same values as 32-bit numbers, for kernels that combine any four of them.</summary>
    /// <param name="x">The first of the values.</param>
    /// <param name="quantized">Receives the quantised values.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="low">The value that 0 stands for.</param>
    /// <param name="inverseStep">127 / (high - low).</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteApart(ref float x, ref int quantized, nuint count, float low, float inverseStep)
    {
        nuint i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= count; i += 8)
            {
                Vector256<float> t = (Vector256.LoadUnsafe(ref x, i) - Vector256.Create(low)) * Vector256.Create(inverseStep);

                // With this order of operands NaN becomes 0.
                t = Vector256.MinNative(Vector256.MaxNative(t, Vector256<float>.Zero), Vector256.Create(Largest));
                ((t + Vector256.Create(Rounder)).AsInt32() & Vector256.Create(0x7F)).StoreUnsafe(ref quantized, i);
            }
        }

        for (; i + 4 <= count; i += 4)
        {
            Quantize(ref x, i, low, inverseStep).StoreUnsafe(ref quantized, i);
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref quantized, i) = Quantize(Vector128.Create(Unsafe.Add(ref x, i)), low, inverseStep).ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Quantize(ref float x, nuint offset, float low, float inverseStep) =>
        Quantize(Vector128.LoadUnsafe(ref x, offset), low, inverseStep);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Quantize(Vector128<float> x, float low, float inverseStep)
    {
        Vector128<float> t = (x - Vector128.Create(low)) * Vector128.Create(inverseStep);

        // With this order of operands NaN becomes 0 on x64. On arm64 it stays NaN, and the mask makes it 0.
        t = Vector128.MinNative(Vector128.MaxNative(t, Vector128<float>.Zero), Vector128.Create(Largest));
        return (t + Vector128.Create(Rounder)).AsInt32() & Vector128.Create(0x7F);
    }

    // The values fit, so saturation, for which x64 has an instruction, changes nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector128<short> first, Vector128<short> second) => Sse2.IsSupported
        ? Sse2.PackUnsignedSaturate(first, second)
        : Vector128.Narrow(first.AsUInt16(), second.AsUInt16());
}
