using System.Security.Cryptography;

namespace TinyRnn.Training;

/// <summary>Reads a checkpoint whose checksum matches, never past its end.</summary>
internal sealed class CheckpointReader : CheckpointTransfer
{
    private readonly FileStream _stream;
    private readonly long _end;

    /// <param name="stream">The stream, at its start.</param>
    /// <exception cref="InvalidDataException">The last bytes are not the checksum of the bytes before them.</exception>
    public CheckpointReader(FileStream stream)
    {
        _stream = stream;
        _end = stream.Length - SHA256.HashSizeInBytes;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        for (long left = _end; left > 0;)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            stream.ReadExactly(part);
            hash.AppendData(part);
            left -= part.Length;
        }

        Span<byte> checksum = stackalloc byte[SHA256.HashSizeInBytes];
        if (_end < 0 || stream.ReadAtLeast(checksum, checksum.Length, throwOnEndOfStream: false) < checksum.Length
            || !checksum.SequenceEqual(hash.GetHashAndReset()))
        {
            throw new InvalidDataException("its checksum does not match");
        }

        stream.Position = 0;
    }

    /// <summary>Whether everything has been read.</summary>
    public bool IsAtEnd => _stream.Position == _end;

    public override void Bytes(Span<byte> bytes)
    {
        if (bytes.Length > _end - _stream.Position)
        {
            throw new InvalidDataException("it ends too early");
        }

        _stream.ReadExactly(bytes);
    }
}
