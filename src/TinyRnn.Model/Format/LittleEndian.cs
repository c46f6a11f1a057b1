namespace TinyRnn.Model;

/// <summary>Numbers as the file stores them, whatever the machine's byte order.</summary>
internal static class LittleEndian
{
    public static float[] ToSingles(byte[] bytes)
    {
        float[] values = new float[bytes.Length / sizeof(float)];
        if (BitConverter.IsLittleEndian)
        {
            Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
            return values;
        }

        byte[] reversed = new byte[sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            Array.Copy(bytes, i * sizeof(float), reversed, 0, sizeof(float));
            Array.Reverse(reversed);
            values[i] = BitConverter.ToSingle(reversed, 0);
        }

        return values;
    }

    public static byte[] ToBytes(float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        if (!BitConverter.IsLittleEndian)
        {
            for (int i = 0; i < bytes.Length; i += sizeof(float))
            {
                Array.Reverse(bytes, i, sizeof(float));
            }
        }

        return bytes;
    }

    /// <summary>bfloat16, two bytes each.</summary>
    public static float[] BrainToSingles(byte[] bytes)
    {
        float[] values = new float[bytes.Length / sizeof(ushort)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BFloat16.Unpack((ushort)(bytes[2 * i] | (bytes[(2 * i) + 1] << 8)));
        }

        return values;
    }

    /// <summary>bfloat16, two bytes each.</summary>
    public static byte[] ToBrainBytes(float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(ushort)];
        for (int i = 0; i < values.Length; i++)
        {
            ushort bits = BFloat16.Pack(values[i]);
            bytes[2 * i] = (byte)bits;
            bytes[(2 * i) + 1] = (byte)(bits >> 8);
        }

        return bytes;
    }

    public static sbyte[] ToSBytes(byte[] bytes)
    {
        sbyte[] codes = new sbyte[bytes.Length];
        Buffer.BlockCopy(bytes, 0, codes, 0, bytes.Length);
        return codes;
    }

    public static byte[] ToBytes(sbyte[] codes)
    {
        byte[] bytes = new byte[codes.Length];
        Buffer.BlockCopy(codes, 0, bytes, 0, bytes.Length);
        return bytes;
    }
}
