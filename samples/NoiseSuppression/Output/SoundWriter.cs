using System.Buffers.Binary;

namespace NoiseSuppression.Output;

/// <summary>Writes sound as 16-bit samples of one channel, as a WAV file or without a header, through one buffer.</summary>
internal sealed class SoundWriter
{
    private const int HeaderSize = 44;
    private const int SampleSize = 2;
    private const float Full = 32768f;

    // As usual for a pipe, the header has the largest size, and the sound ends where the file does.
    private const uint UnknownSize = uint.MaxValue;

    private readonly Stream _stream;
    private readonly bool _hasHeader;
    private readonly byte[] _buffer = new byte[4096];
    private long _bytes;

    /// <summary>Starts writing. If the stream can seek, the header gets the length at the end.</summary>
    /// <param name="stream">The output.</param>
    /// <param name="rate">Samples per second.</param>
    /// <param name="hasHeader">Whether it is a WAV file.</param>
    public SoundWriter(Stream stream, int rate, bool hasHeader)
    {
        _stream = stream;
        _hasHeader = hasHeader;
        if (!hasHeader)
        {
            return;
        }

        Span<byte> header = _buffer.AsSpan(0, HeaderSize);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], UnknownSize);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], rate * SampleSize);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], SampleSize);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 8 * SampleSize);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], UnknownSize);
        Write(header);
    }

    /// <summary>Writes samples, limited to -1 to 1.</summary>
    /// <exception cref="OutputException">The samples could not be written.</exception>
    public void Write(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, _buffer.Length / SampleSize);
            for (int i = 0; i < count; i++)
            {
                float sample = Math.Clamp(MathF.Round(samples[i] * Full), short.MinValue, short.MaxValue);
                BinaryPrimitives.WriteInt16LittleEndian(_buffer.AsSpan(i * SampleSize), (short)sample);
            }

            Write(_buffer.AsSpan(0, count * SampleSize));
            _bytes += count * SampleSize;
            samples = samples[count..];
        }

        Flush();
    }

    /// <summary>Writes the length into the header.</summary>
    /// <exception cref="OutputException">The header could not be written.</exception>
    public void Finish()
    {
        if (_hasHeader && _stream.CanSeek && _bytes <= UnknownSize - HeaderSize)
        {
            Put(4, (uint)(_bytes + HeaderSize - 8));
            Put(40, (uint)_bytes);
            _stream.Seek(0, SeekOrigin.End);
            Flush();
        }
    }

    private void Put(int place, uint size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer, size);
        _stream.Seek(place, SeekOrigin.Begin);
        Write(_buffer.AsSpan(0, sizeof(uint)));
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException e)
        {
            throw new OutputException(e);
        }
    }

    private void Flush()
    {
        try
        {
            _stream.Flush();
        }
        catch (IOException e)
        {
            throw new OutputException(e);
        }
    }
}
