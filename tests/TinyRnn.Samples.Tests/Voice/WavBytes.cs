using System.Buffers.Binary;
using System.Text;
using VoiceActivity.Audio;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>WAV files, byte by byte, right or wrong.</summary>
internal static class WavBytes
{
    public const int WholeNumbers = 1;
    public const int Floats = 3;

    /// <summary>A chunk, with a byte behind an odd size.</summary>
    public static byte[] Chunk(string name, byte[] content, uint? size = null)
    {
        byte[] header = [.. Encoding.ASCII.GetBytes(name), 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), size ?? (uint)content.Length);
        return [.. header, .. content, .. new byte[content.Length % 2]];
    }

    /// <summary>The chunk that says how samples are written.</summary>
    public static byte[] Format(int kind, int channels, int rate, int bits, int? frameSize = null, byte[]? more = null)
    {
        byte[] format = new byte[16];
        int frame = frameSize ?? channels * bits / 8;
        BinaryPrimitives.WriteUInt16LittleEndian(format, (ushort)kind);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteUInt32LittleEndian(format.AsSpan(4), (uint)rate);
        BinaryPrimitives.WriteUInt32LittleEndian(format.AsSpan(8), (uint)(rate * frame));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)frame);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), (ushort)bits);
        return Chunk("fmt ", [.. format, .. more ?? []]);
    }

    /// <summary>A file of chunks.</summary>
    public static byte[] File(params byte[][] chunks) => Chunk("RIFF", [.. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)]);

    /// <summary>A file of 16-bit samples, the same in each channel.</summary>
    public static byte[] OfInt16(ReadOnlySpan<float> samples, int rate, int channels = 1) =>
        File(Format(WholeNumbers, channels, rate, 16), Chunk("data", Raw(samples, channels)));

    /// <summary>16-bit samples without a header.</summary>
    public static byte[] Raw(ReadOnlySpan<float> samples, int channels = 1)
    {
        byte[] bytes = new byte[samples.Length * channels * 2];
        for (int i = 0; i < samples.Length * channels; i++)
        {
            float sample = Math.Clamp(MathF.Round(samples[i / channels] * 32768f), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * 2), (short)sample);
        }

        return bytes;
    }

    /// <summary>Floats without a header, the same in each channel.</summary>
    public static byte[] RawFloats(ReadOnlySpan<float> samples, int channels = 1)
    {
        byte[] bytes = new byte[samples.Length * channels * 4];
        for (int i = 0; i < samples.Length * channels; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), samples[i / channels]);
        }

        return bytes;
    }

    /// <summary>The samples of a file, at its own rate.</summary>
    public static float[] Read(byte[] file, bool allowsRaw = false) => ReadAll(SoundInput.Open(new MemoryStream(file), allowsRaw));

    /// <summary>All samples.</summary>
    public static float[] ReadAll(ISamples samples, int blockSize = 1000)
    {
        List<float> all = [];
        float[] block = new float[blockSize];
        for (int count = samples.Read(block); count > 0; count = samples.Read(block))
        {
            all.AddRange(block.AsSpan(0, count));
        }

        return [.. all];
    }
}

/// <summary>Samples from memory, a few at a time.</summary>
internal sealed class GivenSamples(int rate, float[] samples, int most = int.MaxValue) : ISamples
{
    private int _at;

    public int Rate => rate;

    public int Read(Span<float> destination)
    {
        int count = Math.Min(Math.Min(destination.Length, most), samples.Length - _at);
        samples.AsSpan(_at, count).CopyTo(destination);
        _at += count;
        return count;
    }
}
