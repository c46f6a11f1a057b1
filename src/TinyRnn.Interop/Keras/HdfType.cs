namespace TinyRnn.Interop.Keras;

/// <summary>The type of an array's elements.</summary>
/// <param name="Class">The class of the type (HDF5 File Format Specification 3.0, IV.A.2.d).</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="IsBigEndian">Whether the highest byte comes first.</param>
/// <param name="Exponent">For a floating-point number, the bits of its exponent; 0 if it is neither an IEEE format nor bfloat16.</param>
internal sealed record HdfType(int Class, long Size, bool IsBigEndian = false, int Exponent = 0)
{
    private const int FloatingPoint = 1;
    private const int Opaque = 5;
    private const int HalfExponent = 5;

    /// <summary>Whether it is a floating-point type that TinyRnn reads.</summary>
    public bool IsNumber => Class == FloatingPoint && Exponent > 0;

    /// <summary>Whether it is bytes without a type, as Keras writes bfloat16.</summary>
    public bool MayBeBfloat16 => Class == Opaque && Size == 2;

    /// <summary>The numbers in single precision.</summary>
    public float[] Decode(ReadOnlySpan<byte> bytes, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> one = bytes.Slice(i * (int)Size, (int)Size);
            ulong bits = 0;
            for (int place = 0; place < one.Length; place++)
            {
                bits = (bits << 8) | one[IsBigEndian ? place : one.Length - 1 - place];
            }

            values[i] = Size switch
            {
                8 => (float)BitConverter.UInt64BitsToDouble(bits),
                4 => BitConverter.UInt32BitsToSingle((uint)bits),
                _ when Exponent == HalfExponent => (float)BitConverter.UInt16BitsToHalf((ushort)bits),
                _ => BitConverter.UInt32BitsToSingle((uint)bits << 16),
            };
        }

        return values;
    }
}
