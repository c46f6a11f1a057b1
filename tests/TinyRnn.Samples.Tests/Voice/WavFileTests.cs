using System.Buffers.Binary;
using VoiceActivity.Audio;
using static TinyRnn.Samples.Tests.Voice.WavBytes;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>WAV files of all forms, and what only looks like one.</summary>
public class WavFileTests
{
    private static readonly float[] Samples = [0f, 0.25f, -0.5f, 0.75f, -1f];

    [Theory]
    [InlineData(1, 8, "80A040E000")]
    [InlineData(1, 16, "0000002000C000600080")]
    [InlineData(1, 24, "0000000000200000C0000060000080")]
    [InlineData(1, 32, "0000000000000020000000C00000006000000080")]
    [InlineData(3, 32, "000000000000803E000000BF0000403F000080BF")]
    [InlineData(3, 64, "0000000000000000000000000000D03F000000000000E0BF000000000000E83F000000000000F0BF")]
    public void Every_form_is_read(int kind, int bits, string bytes) =>
        Assert.Equal(Samples, Read(WavBytes.File(Format(kind, 1, 8_000, bits), Chunk("data", Convert.FromHexString(bytes)))));

    [Fact]
    public void Channels_are_averaged()
    {
        float[] both = [0.5f, 0f, -0.5f, -1f, 1f, 0.5f];
        Assert.Equal([0.25f, -0.75f, 0.75f], Read(WavBytes.File(Format(Floats, 2, 44_100, 32), Chunk("data", RawFloats(both)))));
        Assert.Equal(Samples, Read(OfInt16(Samples, 44_100, channels: 6)));
    }

    [Fact]
    public void The_extended_form_and_other_chunks_are_read()
    {
        byte[] more = [22, 0, 16, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        byte[] file = WavBytes.File(
            Chunk("LIST", new byte[4097]),
            Format(0xFFFE, 1, 48_000, 16, more: more),
            Chunk("fact", new byte[4]), Chunk("data", Raw(Samples)), Chunk("id3 ", [1, 2, 3, 4]));
        Assert.Equal(Samples, Read(file));
        Assert.Equal(48_000, SoundInput.Open(new MemoryStream(file), false).Rate);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x7FFFF000u)]
    [InlineData(uint.MaxValue)]
    public void Sound_of_unknown_length_ends_with_the_stream(uint size)
    {
        using MemoryStream stream = new([.. WavBytes.File(Format(WholeNumbers, 1, 8_000, 16)), .. Chunk("data", Raw(Samples), size)]);
        PcmSamples sound = SoundInput.Open(stream, allowsRaw: true);
        Assert.Equal(Samples, ReadAll(sound));
        Assert.Equal(0, sound.Missing);
    }

    [Fact]
    public void What_is_missing_is_told()
    {
        PcmSamples sound = SoundInput.Open(new MemoryStream([.. OfInt16(Samples, 8_000)[..^3]]), false);
        Assert.Equal(Samples[..3], ReadAll(sound));
        Assert.Equal(3, sound.Missing);
    }

    [Fact]
    public void Samples_without_a_header_are_read_in_any_pieces()
    {
        float[] samples = [.. Enumerable.Range(0, 50_000).Select(i => (i % 300) / 512f)];
        PcmSamples sound = SoundInput.Open(new SlowStream(Raw(samples)), allowsRaw: true);
        Assert.Equal(16_000, sound.Rate);
        Assert.Equal(samples, ReadAll(sound));
        Assert.Equal(Samples[..2], Read(Raw(Samples.AsSpan(0, 2)), allowsRaw: true));
        Assert.Empty(Read([], allowsRaw: true));
    }

    public static TheoryData<string, byte[]> Wrong => new()
    {
        { "is empty; a WAV file was expected", [] },
        { "is not a WAV file: it begins with 'Ogg'; RIFF, a size and WAVE were expected", "Ogg"u8.ToArray() },
        { "is not a WAV file: it begins with 'RIFF....AVI '", "RIFF\u0001\0\0\0AVI LIST"u8.ToArray() },
        { "is a WAV file of the kind 'RF64'; RIFF was expected", [.. "RF64\0\0\0\0WAVE"u8, .. new byte[100]] },
        { "ends within the header of a chunk, before its sound", WavBytes.File() },
        { "ends within the header of a chunk, before its sound", WavBytes.File(Format(1, 1, 8_000, 16)) },
        { "ends within the chunk 'LIST', before its sound", WavBytes.File(Chunk("LIST", new byte[10], uint.MaxValue)) },
        { "ends within the chunk '.~..', before its sound", WavBytes.File(Chunk("\u0001~\u007f\0", new byte[10], 4_000_000_000)) },
        { "the chunk 'data' comes before the chunk 'fmt '", WavBytes.File(Chunk("data", Raw(Samples))) },
        { "the chunk 'fmt ' has 14 bytes; at least 16 were expected", WavBytes.File(Chunk("fmt ", new byte[14]), Chunk("data", Raw(Samples))) },
        { "has format 2 with 4 bits; 1 with 8, 16, 24 or 32, or 3 (floats) with 32 or 64 was expected", Of(Format(2, 1, 8_000, 4, 1)) },
        { "has format 1 with 12 bits", Of(Format(1, 1, 8_000, 12, 2)) },
        { "has format 65534 with 16 bits", Of(Format(0xFFFE, 1, 8_000, 16)) },
        { "it has 0 channels; 1 to 64 were expected", Of(Format(1, 0, 8_000, 16)) },
        { "it has 65535 channels; 1 to 64 were expected", Of(Format(1, 65535, 8_000, 16, 2)) },
        { "it has 0 samples per second; 4000 to 384000 were expected", Of(Format(1, 1, 0, 16)) },
        { "it has 4294967295 samples per second", Of(Format(1, 1, -1, 16)) },
        { "its header says 3 bytes per frame; 4 were expected for 2 channels with 16 bits", Of(Format(1, 2, 8_000, 16, 3)) },
        {
            "the sample at 0.125 s is NaN; numbers from -1 to 1 were expected",
            WavBytes.File(Format(Floats, 1, 8_000, 32), Chunk("data", RawFloats([.. new float[1000], float.NaN])))
        },
        { "the sample at 0.000 s is 32767", WavBytes.File(Format(Floats, 1, 8_000, 32), Chunk("data", RawFloats([32767f]))) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_told(string message, byte[] file) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(file)).Message, StringComparison.Ordinal);

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        Random random = new(3);
        byte[] whole = WavBytes.File(Chunk("LIST", new byte[7]), Format(WholeNumbers, 2, 44_100, 16), Chunk("data", Raw(new float[500], 2)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        const int Cases = 20_000;
        int refused = 0;
        for (int i = 0; i < Cases; i++)
        {
            byte[] file = whole[..(i % 3 == 0 ? random.Next(whole.Length + 1) : whole.Length)];
            for (int change = random.Next(4); change > 0 && file.Length > 0; change--)
            {
                // Most of the damage goes where something is to be understood.
                int at = random.Next(Math.Min(file.Length, 70));
                if (random.Next(2) == 0 || at + 4 > file.Length)
                {
                    file[at] = (byte)random.Next(256);
                }
                else
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), uint.MaxValue >> random.Next(32));
                }
            }

            try
            {
                Read(file, allowsRaw: i % 2 == 0);
            }
            catch (InvalidDataException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(refused, Cases / 10, Cases * 9 / 10);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Cases, 0, 100_000);
    }

    private static byte[] Of(byte[] format) => WavBytes.File(format, Chunk("data", Raw(Samples)));

    // A pipe that gives a few bytes at a time.
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly Random _random = new(1);

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, _random.Next(1, 8))]);
    }
}
