using NoiseSuppression.Output;
using VoiceActivity.Audio;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>Sound as a WAV file and as raw samples.</summary>
public class SoundWriterTests
{
    private static readonly float[] Samples = [0f, 0.25f, -0.5f, 0.75f, -1f];

    [Fact]
    public void A_file_is_read_back()
    {
        using MemoryStream file = new();
        Write(file, hasHeader: true);
        Assert.Equal(WavBytes.OfInt16(Samples, 16_000), file.ToArray());
        file.Position = 0;
        PcmSamples read = SoundInput.Open(file, allowsRaw: false);
        Assert.Equal(16_000, read.Rate);
        Assert.Equal(Samples, WavBytes.ReadAll(read));
        Assert.Equal(0, read.Missing);
    }

    [Fact]
    public void A_pipe_has_no_length_and_is_read_to_its_end()
    {
        using MemoryStream pipe = new();
        using ForwardStream output = new(pipe);
        Write(output, hasHeader: true);
        Assert.Equal(Samples, WavBytes.Read(pipe.ToArray()));
    }

    [Fact]
    public void Raw_samples_are_samples_alone()
    {
        using MemoryStream output = new();
        Write(output, hasHeader: false);
        Assert.Equal(WavBytes.Raw(Samples), output.ToArray());
    }

    [Fact]
    public void What_is_too_loud_is_cut_and_long_sound_is_written_whole()
    {
        using MemoryStream output = new();
        SoundWriter writer = new(output, 16_000, hasHeader: false);
        writer.Write([1f, 2f, float.PositiveInfinity, -1.5f, float.NegativeInfinity]);
        float[] many = Networks.RandomInput(10_000, 1);
        writer.Write(many);
        writer.Finish();
        Assert.Equal([.. WavBytes.Raw([1f, 2f, 2f, -1.5f, -2f]), .. WavBytes.Raw(many)], output.ToArray());
    }

    private static void Write(Stream stream, bool hasHeader)
    {
        SoundWriter writer = new(stream, 16_000, hasHeader);
        writer.Write(Samples.AsSpan(0, 2));
        writer.Write(Samples.AsSpan(2));
        writer.Finish();
    }

    // What a pipe can do.
    private sealed class ForwardStream(MemoryStream target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => target.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer, offset, count);
    }
}
