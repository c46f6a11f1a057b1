using System.Text;
using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>
/// The file of a checkpoint: eight letters, version, settings, hash of the data, state, and a SHA-256 of everything before it. No content is
/// trusted before the checksum matches. The only array whose length comes from the file is that of the settings, which is bounded.
/// </summary>
internal static class CheckpointFile
{
    private const int Version = 1;
    private const int MaximumSettings = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "TRNNCKPT"u8;

    /// <summary>Writes a checkpoint, which replaces the previous one.</summary>
    public static void Save(string path, Fingerprint fingerprint, ICheckpointed state) => AtomicFile.Write(path, stream =>
    {
        using CheckpointWriter writer = new(stream);
        byte[] settings = Encoding.UTF8.GetBytes(fingerprint.Settings);
        writer.Bytes([.. Magic]);
        writer.Value(Version);
        writer.Value(settings.Length);
        writer.Bytes(settings);
        writer.Values(fingerprint.Data.AsSpan());
        state.Transfer(writer);
        writer.WriteChecksum();
    });

    /// <summary>Reads the state of a training back.</summary>
    /// <exception cref="CheckpointException">There is none, it is damaged, or it belongs to another training.</exception>
    public static void Load(string path, Fingerprint fingerprint, ICheckpointed state) => Read(path, reader =>
    {
        if (FindDifference(reader, fingerprint) is string difference)
        {
            throw new CheckpointException(path, difference);
        }

        state.Transfer(reader);
        return reader.IsAtEnd ? state : throw new InvalidDataException("it is longer than its state");
    });

    /// <summary>Reads the description of a checkpoint without continuing from it.</summary>
    /// <exception cref="CheckpointException">There is none, or it is damaged.</exception>
    public static CheckpointContent Look(string path, Fingerprint fingerprint) => Read(path, reader =>
    {
        string? difference = FindDifference(reader, fingerprint);
        return new CheckpointContent(RunState.ReadStep(reader), difference);
    });

    // The reader starts after the version.
    private static T Read<T>(string path, Func<CheckpointReader, T> read)
    {
        if (!File.Exists(path))
        {
            throw new CheckpointException(path, "there is no checkpoint to continue from");
        }

        using FileStream stream = File.OpenRead(path);
        CheckVersion(path, stream);
        try
        {
            CheckpointReader reader = new(stream);
            reader.Bytes(new byte[Magic.Length + sizeof(int)]);
            return read(reader);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException)
        {
            throw new CheckpointException(path, $"the checkpoint is damaged or cut off: {e.Message}");
        }
    }

    // Checked before the checksum, so that the message for another kind of file is clear.
    private static void CheckVersion(string path, FileStream stream)
    {
        byte[] start = new byte[Magic.Length + sizeof(int)];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length < start.Length || !start.AsSpan().StartsWith(Magic))
        {
            throw new CheckpointException(path, "is not a checkpoint of a training");
        }

        int version = BitConverter.ToInt32(start, Magic.Length);
        if (version != Version)
        {
            throw new CheckpointException(path, $"is a checkpoint of version {version}; version {Version} was expected");
        }

        stream.Position = 0;
    }

    private static string? FindDifference(CheckpointReader reader, Fingerprint fingerprint)
    {
        int length = reader.Value(0);
        if (length is < 0 or > MaximumSettings)
        {
            throw new InvalidDataException($"settings of {length} bytes");
        }

        byte[] settings = new byte[length];
        reader.Bytes(settings);
        byte[] data = new byte[fingerprint.Data.Length];
        reader.Values(data.AsSpan());
        return fingerprint.FirstDifference(Encoding.UTF8.GetString(settings)) is string difference
            ? $"the checkpoint belongs to a training with other settings: {difference}"
            : data.AsSpan().SequenceEqual(fingerprint.Data) ? null
            : "the checkpoint belongs to a training on other data";
    }
}
