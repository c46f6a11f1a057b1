using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TinyRnn.Tests.Quantized;

/// <summary>Quantised inputs, sums of 8-bit products and rows of packed weights against plain arithmetic, for every count and width.</summary>
public class IntegerKernelTests
{
    private const int LargestCount = 70;

    /// <summary>Values in and beyond the range -1 to 1, halves between two numbers, and what is no number.</summary>
    private static readonly float[] Inputs =
    [
        -1f, 1f, 0f, -0f, 0.999f, 1.5f, -1.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue, -0.25f,
        -1f + (1f / 127f), -1f + (3f / 127f), 0.003f, 0.7f, -0.6f, 1e-20f,
    ];

    [Fact]
    public void Inputs_become_the_nearest_of_128_numbers_and_a_half_the_even_one()
    {
        const float Low = -1f;
        const float InverseStep = 63.5f;
        for (int count = 1; count <= LargestCount; count++)
        {
            float[] x = [.. Enumerable.Range(0, count).Select(i => Inputs[(i * 5 + count) % Inputs.Length])];
            byte[] bytes = [.. Enumerable.Repeat((byte)0xEE, count + 16)];
            int[] apart = [.. Enumerable.Repeat(-1, count + 16)];
            QuantizedInputs.Write(ref x[0], ref bytes[0], (nuint)count, Low, InverseStep);
            QuantizedInputs.WriteApart(ref x[0], ref apart[0], (nuint)count, Low, InverseStep);
            int[] expected = [.. x.Select(Expected)];
            Assert.Equal(expected, bytes[..count].Select(value => (int)value));
            Assert.Equal(expected, apart[..count]);
            Assert.All(bytes[count..], value => Assert.Equal(0xEE, value));
            Assert.All(apart[count..], value => Assert.Equal(-1, value));
        }

        // Each operation rounds to single precision, as in the kernels; NaN becomes 0.
        static int Expected(float value)
        {
            float t = (value - Low) * InverseStep;
            return float.IsNaN(t) ? 0 : (int)MathF.Round(Math.Clamp(t, 0f, 127f), MidpointRounding.ToEven);
        }
    }

    [Fact]
    public void Sums_of_products_are_exact_at_every_width()
    {
        Random random = new(1);
        for (int i = 0; i < 500; i++)
        {
            byte[] quantized = [.. Enumerable.Range(0, 64).Select(_ => (byte)(i == 0 ? 127 : random.Next(128)))];
            sbyte[] weights = [.. Enumerable.Range(0, 64).Select(_ => (sbyte)(i == 0 ? -128 : random.Next(-128, 128)))];
            int[] sums = [.. Enumerable.Range(0, 16).Select(_ => random.Next(-1_000_000, 1_000_000))];
            int[] expected = [.. sums.Select((sum, lane) => sum + Enumerable.Range(lane * 4, 4).Sum(k => quantized[k] * weights[k]))];
            int[] actual = new int[16];
            IntegerSums.Add(Vector512.Create(sums), Vector512.Create(quantized), Vector512.Create(weights)).CopyTo(actual);
            Assert.Equal(expected, actual);
            IntegerSums.Add(Vector256.Create(sums), Vector256.Create(quantized), Vector256.Create(weights)).CopyTo(actual);
            Assert.Equal(expected[..8], actual[..8]);
            IntegerSums.Add(Vector128.Create(sums), Vector128.Create(quantized), Vector128.Create(weights)).CopyTo(actual);
            Assert.Equal(expected[..4], actual[..4]);
        }
    }

    [Fact]
    public void Four_values_are_gathered_from_any_indices()
    {
        Random random = new(2);
        int[] values = [0, .. Enumerable.Range(0, 50).Select(_ => random.Next(128))];
        ref byte first = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(values.AsSpan(1)));
        for (int i = 0; i < 200; i++)
        {
            ushort[] indices = i == 0 ? [0, 0, 0, 0] : [.. Enumerable.Range(0, 4).Select(_ => (ushort)random.Next(50))];
            int expected = indices.Select((index, place) => values[1 + index] << (8 * place)).Sum();
            Assert.Equal(expected, IntegerSums.Gather(ref first, ref indices[0]));
            Assert.Equal(expected, IntegerSums.Gather(ref first, indices[0], indices[1], indices[2], indices[3]));
        }
    }

    [Fact]
    public void Packed_rows_become_floats()
    {
        Random random = new(3);
        for (int count = 4; count <= 72; count += 4)
        {
            ushort[] brain = [.. Enumerable.Range(0, count).Select(_ => (ushort)(BitConverter.SingleToUInt32Bits(random.NextSingle() - 0.5f) >> 16))];
            sbyte[] quantized = [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-128, 128))];
            float[] bias = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
            float[] scale = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() / 100)];
            float[] result = new float[count + 8];
            PackedRows.AddBrain(ref brain[0], ref bias[0], ref result[0], (nuint)count);
            Assert.Equal(brain.Select((value, i) => BitConverter.UInt32BitsToSingle((uint)value << 16) + bias[i]), result[..count]);
            Assert.Equal(new float[8], result[count..]);
            PackedRows.AddQuantized(ref quantized[0], ref bias[0], ref scale[0], ref result[0], (nuint)count);
            Assert.All(
                Enumerable.Range(0, count), i => Assert.Equal(((double)quantized[i] * scale[i]) + bias[i], result[i], 1e-6));
            Assert.Equal(new float[8], result[count..]);
        }
    }
}
