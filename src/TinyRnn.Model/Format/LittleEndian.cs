namespace TinyRnn.Model;

/// <summary>Numbers in the byte order of the file, whatever the byte order of the machine.</summary>
internal static class LittleEndian
{
    /// <summary>Converts elements that were copied from a file to the machine's byte order, in place.</summary>
    public static void ToNative(Array values, int bytesOfElement)
    {
        if (BitConverter.IsLittleEndian || bytesOfElement == 1)
        {
            return;
        }

        byte[] element = new byte[bytesOfElement];
        for (int i = 0; i < Buffer.ByteLength(values); i += bytesOfElement)
        {
            Buffer.BlockCopy(values, i, element, 0, bytesOfElement);
            Array.Reverse(element);
            Buffer.BlockCopy(element, 0, values, i, bytesOfElement);
        }
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

    public static byte[] ToBytes(sbyte[] values)
    {
        byte[] bytes = new byte[values.Length];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }
}
