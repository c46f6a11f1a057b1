using System.IO.Compression;
using System.Runtime.InteropServices;

namespace TinyRnn.Interop;

/// <summary>
/// The entries of a zip archive. Writers of models compress little or not at all, so entries that would unpack to far more than the file, alone or
/// together, are refused.
/// </summary>
internal sealed class ModelArchive
{
    private const int Growth = 8;
    private const int Allowance = 1 << 16;
    private const int Largest = 1 << 30;

    private readonly ImportSource _source;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];
    private long _left;

    private ModelArchive(ImportSource source, ZipArchive zip)
    {
        _source = source;
        _left = Math.Min(((long)source.Bytes.Length * Growth) + Allowance, Largest);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            _entries.TryAdd(entry.FullName, entry);
        }
    }

    /// <summary>The names of the entries, in any order.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Whether the first bytes are those of a zip archive that is not empty.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Opens an archive; null if it cannot be read.</summary>
    public static ModelArchive? Find(ImportSource source)
    {
        try
        {
            // The stream uses the array itself if there is one, so that the file is in memory only once.
            MemoryStream stream = MemoryMarshal.TryGetArray(source.Memory, out ArraySegment<byte> array)
                ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
                : new MemoryStream(source.Memory.ToArray(), writable: false);
            return new ModelArchive(source, new ZipArchive(stream, ZipArchiveMode.Read));
        }
        catch (Exception e) when (IsDamage(e))
        {
            return null;
        }
    }

    /// <exception cref="ImportException">The archive cannot be read.</exception>
    public static ModelArchive Open(ImportSource source) => Find(source) ?? throw source.Error("the zip archive cannot be read: it is damaged or cut off");

    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>The size of an entry according to the archive, in bytes.</summary>
    public long Length(string name) => _entries[name].Length;

    /// <summary>The bytes of an existing entry.</summary>
    /// <exception cref="ImportException">The entry is damaged, or unpacks to far more than the file.</exception>
    public byte[] Read(string name)
    {
        ZipArchiveEntry entry = _entries[name];
        if (entry.Length < 0 || entry.Length > _left)
        {
            throw _source.Error(
                ImportSource.Quote(name), $"it unpacks to {entry.Length} bytes; at most {_left} were expected from a file of {_source.Bytes.Length} bytes");
        }

        _left -= entry.Length;
        try
        {
            using Stream stream = entry.Open();
            byte[] bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw _source.Error(ImportSource.Quote(name), "it cannot be unpacked: the archive is damaged");
        }
    }

    private static bool IsDamage(Exception e) => e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException;
}
