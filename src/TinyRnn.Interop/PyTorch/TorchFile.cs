using System.Globalization;
using System.Numerics;

namespace TinyRnn.Interop.PyTorch;

/// <summary>A file of torch.save, or a pickle: its value, and the bytes of the storages that it refers to.</summary>
internal sealed class TorchFile
{
    // The magic number of torch.save before version 1.6, and the version of its layout.
    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    private const long LegacyVersion = 1001;

    private ITorchStorages _storages = new NoStorages();

    private TorchFile(ImportSource source, int nesting)
    {
        Source = source;
        Nesting = nesting;
    }

    public ImportSource Source { get; }

    /// <summary>The nesting depth of this file in other files of torch.save.</summary>
    public int Nesting { get; }

    /// <summary>The saved value.</summary>
    public object? Root { get; private set; }

    /// <summary>Whether dictionaries are in the order of the model; TorchSharp.PyBridge writes them in the order of a hash table, which means
    /// nothing.</summary>
    public bool HasOrder { get; set; } = true;

    /// <summary>The kind of file, for people.</summary>
    public string Layout { get; private set; } = "pickle";

    /// <summary>Whether it is a TorchScript archive; its code is not read.</summary>
    public bool IsScript { get; private set; }

    /// <summary>Whether the storages' elements have their highest byte first.</summary>
    public bool IsBigEndian { get; private set; }

    /// <summary>Whether the content is a zip archive with a pickle as torch.save writes it, or a pickle.</summary>
    public static bool Recognizes(ImportSource source) => IsPickle(source.Bytes) || TorchArchive.Recognizes(source);

    /// <summary>Whether the first bytes are those of a pickle of protocol 2 to 5.</summary>
    public static bool IsPickle(ReadOnlySpan<byte> bytes) => bytes is [0x80, >= 2 and <= 5, _, ..];

    /// <exception cref="ImportException">The file is malformed, or a pickle of something else.</exception>
    public static TorchFile Read(ImportSource source, int nesting = 0)
    {
        TorchFile file = new(source, nesting);
        if (IsPickle(source.Bytes))
        {
            file.ReadPickles();
        }
        else
        {
            file.ReadArchive();
        }

        return file;
    }

    /// <summary>The bytes of a whole storage.</summary>
    /// <exception cref="ImportException">The bytes are missing, or their number does not fit the elements.</exception>
    public ReadOnlyMemory<byte> Bytes(TorchStorage storage, string place)
    {
        ReadOnlyMemory<byte> bytes = _storages.Find(storage, place)
            ?? throw Source.Error(place, $"its storage {ImportSource.Quote(storage.Key)} is not in the file");
        return bytes.Length % storage.Type.Size == 0 && bytes.Length / storage.Type.Size == storage.Count
            ? bytes
            : throw Source.Error(place, $"its storage {ImportSource.Quote(storage.Key)} has {bytes.Length} bytes; "
                + $"{storage.Count} elements of {storage.Type.Size} were expected");
    }

    private void ReadArchive()
    {
        TorchArchive archive = TorchArchive.Open(Source);
        _storages = archive;
        IsScript = archive.IsScript;
        IsBigEndian = archive.IsBigEndian;
        Layout = IsScript ? "TorchScript" : "torch.save";
        TorchGlobals globals = new(this);
        Root = Run(new PickleReader(Source, archive.Pickle, "data.pkl, "), globals);
    }

    private void ReadPickles()
    {
        PickleReader reader = new(Source, Source.Memory, "");
        TorchGlobals globals = new(this);
        Root = Run(reader, globals);
        if (Root is not BigInteger magic || magic != Magic)
        {
            return;
        }

        Layout = "torch.save before 1.6";
        if (Run(reader, globals) is not LegacyVersion)
        {
            throw Source.Error($"the layout of the file is not {LegacyVersion}, the layout of torch.save before version 1.6");
        }

        // A description of the machine; elements are stored with the lowest byte first on all machines.
        Run(reader, globals);
        Root = Run(reader, globals);
        object? keys = Run(reader, globals);
        _storages = LegacyStorages.Read(Source, reader.Position, keys, globals.Storages);
    }

    private object? Run(PickleReader reader, TorchGlobals host)
    {
        List<PickleGlobal> names = [];
        try
        {
            return PickleMachine.Run(reader, host, names);
        }
        catch (ImportException) when (ForeignPickle.Find(names.Take(1)) is string)
        {
            // joblib writes arrays between the operations.
            throw Source.Error($"the file {ForeignPickle.Find(names.Take(1))}");
        }
    }

    private sealed class NoStorages : ITorchStorages
    {
        public ReadOnlyMemory<byte>? Find(TorchStorage storage, string place) => null;
    }
}

/// <summary>The source of the storages' bytes.</summary>
internal interface ITorchStorages
{
    /// <summary>The bytes of a storage; null if it does not exist.</summary>
    /// <exception cref="ImportException">The bytes cannot be read.</exception>
    ReadOnlyMemory<byte>? Find(TorchStorage storage, string place);
}
