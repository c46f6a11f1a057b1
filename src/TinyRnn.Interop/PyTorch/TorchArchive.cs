using System.IO.Compression;

namespace TinyRnn.Interop.PyTorch;

/// <summary>
/// The zip archive of torch.save and torch.jit.save: NAME/data.pkl, NAME/data/KEY with the elements of each storage, NAME/byteorder, and for
/// TorchScript NAME/code.
/// </summary>
internal sealed class TorchArchive : ITorchStorages
{
    private const string PickleEntry = "data.pkl";
    private const int MaximumOrder = 16;
    private readonly ModelArchive _archive;
    private readonly string _folder;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _bytes = [];

    private TorchArchive(ModelArchive archive, string folder)
    {
        _archive = archive;
        _folder = folder;
        Pickle = archive.Read(folder + PickleEntry);
        IsScript = archive.Names.Any(name => name.StartsWith(folder + "code/", StringComparison.Ordinal)) || archive.Has(folder + "constants.pkl");
        IsBigEndian = archive.Has(folder + "byteorder") && archive.Length(folder + "byteorder") <= MaximumOrder
            && archive.Read(folder + "byteorder").AsSpan().Trim(" \r\n"u8).SequenceEqual("big"u8);
    }

    public ReadOnlyMemory<byte> Pickle { get; }

    public bool IsScript { get; }

    public bool IsBigEndian { get; }

    /// <summary>Whether the content is a zip archive with a data.pkl at its top or in a folder.</summary>
    public static bool Recognizes(ImportSource source) =>
        ModelArchive.Recognizes(source.Bytes) && ModelArchive.Find(source) is ModelArchive archive && Folder(archive) is not null;

    /// <summary>The folder that holds data.pkl, with its slash; null if there is none.</summary>
    public static string? Folder(ModelArchive archive) => archive.Names
        .Where(name => name == PickleEntry || name.EndsWith("/" + PickleEntry, StringComparison.Ordinal))
        .Select(name => name[..^PickleEntry.Length]).MinBy(folder => folder.Length);

    /// <exception cref="ImportException">The archive is damaged, or has no pickle.</exception>
    public static TorchArchive Open(ImportSource source)
    {
        ModelArchive archive = ModelArchive.Open(source);
        return new TorchArchive(archive, Folder(archive) ?? throw source.Error($"the archive has no '{PickleEntry}'; a file of torch.save was expected"));
    }

    public ReadOnlyMemory<byte>? Find(TorchStorage storage, string place)
    {
        string name = $"{_folder}data/{storage.Key}";
        if (!_bytes.TryGetValue(storage.Key, out ReadOnlyMemory<byte> bytes))
        {
            if (!_archive.Has(name))
            {
                return null;
            }

            bytes = _archive.Read(name);
            _bytes.Add(storage.Key, bytes);
        }

        return bytes;
    }
}
