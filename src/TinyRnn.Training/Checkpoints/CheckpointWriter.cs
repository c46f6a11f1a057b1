using System.Security.Cryptography;

namespace TinyRnn.Training;

/// <summary>Writes a checkpoint and computes its checksum.</summary>
internal sealed class CheckpointWriter(Stream stream) : CheckpointTransfer, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override void Bytes(Span<byte> bytes)
    {
        _hash.AppendData(bytes);
        stream.Write(bytes);
    }

    /// <summary>Writes the checksum of everything before it.</summary>
    public void WriteChecksum() => stream.Write(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
