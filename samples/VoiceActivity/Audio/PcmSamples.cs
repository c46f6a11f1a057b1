namespace VoiceActivity.Audio;

/// <summary>Reads uncompressed sound from a stream, as the mean of its channels, through one fixed buffer.</summary>
/// <param name="stream">The stream; it may be a pipe.</param>
/// <param name="layout">The format of the samples.</param>
/// <param name="length">Bytes of sound that the stream should have; null if unknown.</param>
internal sealed class PcmSamples(Stream stream, PcmLayout layout, long? length = null) : ISamples
{
    // Sound of another scale, such as floats up to 32,768, would exceed this. The loudest music in floats stays far below.
    private const float Loudest = 16f;

    private readonly byte[] _buffer = new byte[Math.Max(16 * 1024, layout.FrameSize)];
    private readonly int _sampleSize = layout.Form.Size();
    private int _start;
    private int _end;
    private long _bytes;
    private long _frames;

    /// <inheritdoc/>
    public int Rate => layout.Rate;

    /// <summary>Number of bytes that the header promises but the stream does not have; valid at the end only.</summary>
    public long Missing => Math.Max((length ?? 0) - _bytes, 0);

    /// <summary>Takes back bytes that were read from the stream to recognise its format.</summary>
    public PcmSamples Begin(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer);
        _end = bytes.Length;
        _bytes = bytes.Length;
        return this;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A sample is not a number, or far beyond 1.</exception>
    public int Read(Span<float> samples)
    {
        while (_end - _start < layout.FrameSize)
        {
            if (!TryFill())
            {
                return 0;
            }
        }

        int count = Math.Min(samples.Length, (_end - _start) / layout.FrameSize);
        for (int i = 0; i < count; i++, _frames++)
        {
            float sum = 0f;
            for (int channel = 0; channel < layout.Channels; channel++, _start += _sampleSize)
            {
                sum += layout.Form.Read(_buffer.AsSpan(_start));
            }

            float sample = sum / layout.Channels;
            samples[i] = MathF.Abs(sample) <= Loudest
                ? sample
                : throw new InvalidDataException(FormattableString.Invariant(
                    $"the sample at {(double)_frames / Rate:0.000} s is {sample}; numbers from -1 to 1 were expected"));
        }

        return count;
    }

    private bool TryFill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        long left = length - _bytes ?? long.MaxValue;
        int read = stream.Read(_buffer.AsSpan(_end, (int)Math.Min(_buffer.Length - _end, left)));
        _end += read;
        _bytes += read;
        return read > 0;
    }
}

/// <summary>The format of sound: frames, each with a sample of every channel.</summary>
/// <param name="Rate">Frames per second.</param>
/// <param name="Channels">Samples of a frame.</param>
/// <param name="Form">The format of a sample.</param>
internal readonly record struct PcmLayout(int Rate, int Channels, SampleForm Form)
{
    /// <summary>Bytes of a frame.</summary>
    public int FrameSize => Channels * Form.Size();
}
