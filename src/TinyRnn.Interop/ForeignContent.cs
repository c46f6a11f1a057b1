using System.IO.Compression;
using System.Text;
using TinyRnn.Interop.Json;
using TinyRnn.Interop.Safetensors;

namespace TinyRnn.Interop;

/// <summary>
/// What often lies where weights were expected: a page that a server gave in place of the file, a pointer to it, an archive around it, a
/// pickle. An error of the format that the name promises would mislead, so it is told what the file is, and what to do.
/// </summary>
internal static class ForeignContent
{
    private const int Head = 4096;
    private const int TarMark = 257;
    private const string Torch = "; save the state dict in Python: from safetensors.torch import save_file; save_file(model.state_dict(), \"model.safetensors\")";
    private const string Download = "; fetch the file itself, such as by its 'download' or 'raw' link";

    // What a file of that kind begins with; the longer before those that begin alike.
    private static readonly (byte[] Start, string What)[] Marks =
    [
        ([0x1f, 0x8b], "is compressed by gzip; unpack it first"),
        ([.. "BZh"u8], "is compressed by bzip2; unpack it first"),
        ([0xfd, .. "7zXZ"u8, 0], "is compressed by xz; unpack it first"),
        ([0x28, 0xb5, 0x2f, 0xfd], "is compressed by zstd; unpack it first"),
        ([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], "is a 7-Zip archive; unpack it first"),
        ([.. "Rar!"u8, 0x1a, 0x07], "is a RAR archive; unpack it first"),
        ([0x93, .. "NUMPY"u8], "is a single NumPy array (.npy), which has no names; save a state dict as safetensors"),
        ([.. "GGUF"u8], "is a GGUF model of llama.cpp; its kinds of network are not read"),
        ([.. "MATLAB 5.0"u8], "is a MATLAB file; export the network there as ONNX (exportONNXNetwork)"),
        ([.. "MATLAB 7.3"u8], "is a MATLAB file; export the network there as ONNX (exportONNXNetwork)"),
        ([.. "%PDF"u8], "is a PDF document; weights were expected"),
        ([0x89, .. "PNG"u8], "is a PNG picture; weights were expected"),
        ([0xff, 0xd8, 0xff], "is a JPEG picture; weights were expected"),
        ([0x7f, .. "ELF"u8], "is a program or a library; weights were expected"),
        ([.. "PK\u0005\u0006"u8], "is an empty zip archive; weights were expected"),
    ];

    /// <exception cref="ImportException">The file is something that no importer reads.</exception>
    public static void Refuse(ImportSource source)
    {
        // The length of a header may be the mark of something else.
        if (!SafetensorsFile.Recognizes(source.Bytes) && Find(source) is string what)
        {
            throw source.Error($"the file {what}");
        }
    }

    private static string? Find(ImportSource source)
    {
        ReadOnlySpan<byte> bytes = source.Bytes;
        if (bytes.IsEmpty)
        {
            return "is empty; weights were expected";
        }

        foreach ((byte[] start, string what) in Marks)
        {
            if (bytes.StartsWith(start))
            {
                return what;
            }
        }

        if (bytes.StartsWith("PK\u0003\u0004"u8))
        {
            return Zip(source);
        }

        // A pickle of protocol 2 to 5: an older torch.save, or another Python object.
        if (bytes.Length > 2 && bytes[0] == 0x80 && bytes[1] is >= 2 and <= 5)
        {
            return bytes[..Math.Min(bytes.Length, Head)].IndexOf("torch"u8) >= 0 || bytes.IndexOf(TorchMagic) is >= 0 and < 64
                ? "is an older PyTorch checkpoint, a pickle, which is not read" + Torch
                : "is a Python pickle, which is not read" + Torch;
        }

        if (bytes.Length > TarMark + 5 && bytes[TarMark..].StartsWith("ustar"u8))
        {
            return "is a tar archive; unpack it first";
        }

        if (bytes.Length > 8 && bytes[4..].StartsWith("TFL3"u8))
        {
            return "is a TensorFlow Lite model; import the Keras model that it was made of, or convert it to ONNX (tf2onnx --tflite)";
        }

        return !bytes.ContainsAnyExcept((byte)0) ? "holds zeros alone: it was not written or not downloaded to its end" : Text(source);
    }

    // torch.save before version 1.6 begins with this number.
    private static ReadOnlySpan<byte> TorchMagic => [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    private static string? Zip(ImportSource source)
    {
        (string[] names, bool isWhole) = Names(source);
        if (names.Any(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal)))
        {
            string kind = names.Any(name => name.Contains("/code/", StringComparison.Ordinal) || name.EndsWith("/constants.pkl", StringComparison.Ordinal))
                ? "is a TorchScript model (.pt), which is not read; load it with torch.jit.load, then"
                : "is a PyTorch checkpoint (.pt, .pth), a zip archive with a pickle, which is not read; load it with torch.load, then";
            return (isWhole ? "" : "is cut off, and ") + kind + Torch[1..];
        }

        if (names.Any(name => name.EndsWith("serialized_exported_program.json", StringComparison.Ordinal) || name.EndsWith("archive_format", StringComparison.Ordinal) || name.Contains("/models/model.json", StringComparison.Ordinal)))
        {
            return "is an exported program of PyTorch (.pt2), which is not read; load it with torch.export.load, then" + Torch[1..];
        }

        if (!isWhole)
        {
            return "is a zip archive that cannot be read: it is damaged or cut off";
        }

        if (names.Contains("config.json") && names.Contains("model.weights.h5"))
        {
            return null;
        }

        if (names.Length == 0)
        {
            return "is an empty zip archive; weights were expected";
        }

        if (names.All(name => name.EndsWith(".npy", StringComparison.Ordinal)))
        {
            return "is a NumPy archive (.npz), which is not read; save the arrays under their names: from safetensors.numpy import save_file; save_file(dict(numpy.load(\"model.npz\")), \"model.safetensors\")";
        }

        string? inside = names.FirstOrDefault(name => Path.GetExtension(name).ToLowerInvariant() is ".onnx" or ".safetensors" or ".h5" or ".hdf5" or ".keras" or ".pt" or ".pth" or ".json");
        return inside is not null
            ? $"is a zip archive with {ImportSource.Quote(inside)} inside; unpack it first"
            : $"is a zip archive with {ImportSource.Quote(names[0])} inside; a Keras model (.keras) has 'config.json' and 'model.weights.h5'";
    }

    // Of an archive that is cut off the first entry alone: the list of them stands at the end.
    private static (string[] Names, bool IsWhole) Names(ImportSource source)
    {
        try
        {
            using ZipArchive zip = new(new MemoryStream(source.Memory.ToArray(), writable: false), ZipArchiveMode.Read);
            return ([.. zip.Entries.Select(entry => entry.FullName)], true);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            const int NameLength = 26;
            const int Name = 30;
            ReadOnlySpan<byte> bytes = source.Bytes;
            int length = bytes.Length < Name ? 0 : bytes[NameLength] | (bytes[NameLength + 1] << 8);
            return length > 0 && length <= bytes.Length - Name ? ([Encoding.UTF8.GetString(bytes.Slice(Name, length))], false) : ([], false);
        }
    }

    private static string? Text(ImportSource source)
    {
        ReadOnlySpan<byte> bytes = source.Bytes;
        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return "is text in UTF-16; JSON is read in UTF-8";
        }

        ReadOnlySpan<byte> head = bytes[..Math.Min(bytes.Length, Head)];
        if (JsonDocumentFile.IsObject(head) || !IsText(head))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF').TrimStart();
        if (text.Length == 0)
        {
            return "holds white space alone; weights were expected";
        }

        if (text.StartsWith("version https://git-lfs.github.com/spec/", StringComparison.Ordinal))
        {
            return "is a pointer of Git LFS, not the file itself; run 'git lfs pull' in its repository";
        }

        return text[0] switch
        {
            '<' when text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) =>
                "is an HTML page: a server gave it in place of the file" + Download,
            '<' => "is XML: perhaps a server's error in place of the file" + Download,
            '[' => "is a JSON array; a JSON object was expected, such as a state dict or RTNeural's model",
            _ => $"is text that begins with {ImportSource.Quote(text.Split('\n', '\r')[0])}; weights were expected",
        };
    }

    // UTF-8 or an older set of characters, but no control characters other than those of text.
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            if (one is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f') or 0x7f)
            {
                return false;
            }
        }

        return true;
    }
}
