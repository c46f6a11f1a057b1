namespace TinyRnn.Interop.Keras;

/// <summary>
/// The bytes of a file for a reader that trusts them. It fails if the reader reads far more than the file has, which means a circle, if it reads past
/// the end, or if it has allocated far more memory than the file is long.
/// </summary>
internal sealed class GuardedStream(ReadOnlyMemory<byte> bytes) : Stream
{
    private const int Factor = 32;
    private const int Allowance = 16 << 20;

    private readonly long _startAllocated = GC.GetAllocatedBytesForCurrentThread();
    private long _position;
    private long _read;
    private long _calls;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 && value <= bytes.Length ? value : throw new EndOfStreamException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        _read += buffer.Length;
        _calls++;
        bool isCircle = _read > ((long)bytes.Length * Factor) + Allowance || _calls > bytes.Length + Allowance;
        bool isFlood = GC.GetAllocatedBytesForCurrentThread() - _startAllocated > ((long)bytes.Length * Factor) + Allowance;
        if (isCircle || isFlood || buffer.Length > bytes.Length - _position)
        {
            throw new EndOfStreamException();
        }

        bytes.Span.Slice((int)_position, buffer.Length).CopyTo(buffer);
        _position += buffer.Length;
        return buffer.Length;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => bytes.Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
