namespace TinyRnn.Model;

/// <summary>bfloat16: the upper 16 bits of a binary32.</summary>
internal static class BFloat16
{
    /// <summary>The largest finite bfloat16.</summary>
    public static readonly float Largest = FromBits(0x7F7F0000);

    /// <summary>Rounds to the nearest bfloat16, halves to even, as binary32. Values beyond the largest become infinite.</summary>
    public static float Round(float value)
    {
        uint bits = BitsOf(value);
        return FromBits(unchecked((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000));
    }

    /// <summary>Whether a value is exactly a bfloat16.</summary>
    public static bool IsExact(float value) => (BitsOf(value) & 0xFFFF) == 0;

    /// <summary>The 16 bits of a value that is exactly a bfloat16.</summary>
    public static ushort Pack(float value) => (ushort)(BitsOf(value) >> 16);

    public static float Unpack(ushort bits) => FromBits((uint)bits << 16);

    public static float[] Unpack(ushort[] bits) => Array.ConvertAll(bits, Unpack);

    // BitConverter.SingleToUInt32Bits is missing from netstandard2.0, where the generator runs.
    private static uint BitsOf(float value) => BitConverter.ToUInt32(BitConverter.GetBytes(value), 0);

    private static float FromBits(uint bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);
}
