namespace TinyRnn.Model;

/// <summary>Floats as the file stores them, whatever the machine's byte order.</summary>
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
}
