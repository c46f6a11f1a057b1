using System.Text;
using TinyRnn.Interop.PyTorch;
using TinyRnn.Interop.Safetensors;

namespace TinyRnn.Interop;

/// <summary>
/// Recognises files that people often have in place of weights: a page that a server sent, a pointer to the file, an archive around it, the model of
/// a tool that TinyRnn does not read. An error about the format that the file's name promises would mislead. This error says what the file is, and
/// how to make a usable file from it.
/// </summary>
internal static class ForeignContent
{
    private const int TarMark = 257;
    private const int FlatMark = 4;
    private const string TfjsModel = "model.json";
    private const string Convert = "; import the file that it was converted from, or export ONNX there";

    // The first bytes of each kind of file; if two begin alike, the longer comes first.
    private static readonly (byte[] Start, string What)[] Marks =
    [
        ([0x1f, 0x8b], "is compressed by gzip; unpack it first"),
        ([.. "BZh"u8], "is compressed by bzip2; unpack it first"),
        ([0xfd, .. "7zXZ"u8, 0], "is compressed by xz; unpack it first"),
        ([0x28, 0xb5, 0x2f, 0xfd], "is compressed by zstd; unpack it first"),
        ([0x04, 0x22, 0x4d, 0x18], "is compressed by LZ4; unpack it first"),
        ([0x78, 0x9c], Zlib),
        ([0x78, 0x01], Zlib),
        ([0x78, 0x5e], Zlib),
        ([0x78, 0xda], Zlib),
        ([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], "is a 7-Zip archive; unpack it first"),
        ([.. "Rar!"u8, 0x1a, 0x07], "is a RAR archive; unpack it first"),
        ([0x93, .. "NUMPY"u8], "is a single NumPy array (.npy), which has no names; save all arrays by name: from safetensors.numpy import save_file; "
            + "save_file({\"fc.weight\": weight}, \"model.safetensors\")"),
        ([.. "GGUF"u8], "is a GGUF model of llama.cpp; TinyRnn does not read its kinds of network"),
        ([.. "lmgg"u8], "is a GGML model of llama.cpp; TinyRnn does not read its kinds of network"),
        ([.. "MATLAB 5.0"u8], "is a MATLAB file; export the network there as ONNX: exportONNXNetwork(net, \"model.onnx\")"),
        ([.. "MATLAB 7.3"u8], "is a MATLAB file; export the network there as ONNX: exportONNXNetwork(net, \"model.onnx\")"),
        ([0xdd, 0x85, 0x76, 0x00], "is a model of ncnn (.param.bin) without its weights" + Convert),
        ([0x12, 0x01, 0, 0, 0, 0, 0, 0], "is a parameter file of MXNet; export ONNX there: "
            + "mxnet.onnx.export_model(\"model-symbol.json\", \"model.params\", [shape], numpy.float32, \"model.onnx\")"),
        ([.. "ftrt"u8], "is a plan of TensorRT, made for one GPU" + Convert),
        ([0x81, 0xa6, .. "params"u8], "is parameters of Flax in msgpack; save them by name: from safetensors.flax import save_file; "
            + "save_file(flax.traverse_util.flatten_dict(parameters, sep=\".\"), \"model.safetensors\")"),
        ([.. "%PDF"u8], "is a PDF document; weights were expected"),
        ([0x89, .. "PNG"u8], "is a PNG picture; weights were expected"),
        ([.. "GIF8"u8], "is a GIF picture; weights were expected"),
        ([0xff, 0xd8, 0xff], "is a JPEG picture; weights were expected"),
        ([.. "RIFF"u8], "is a sound or a film (RIFF); weights were expected"),
        ([.. "SQLite format 3"u8], "is a database of SQLite; weights were expected"),
        ([0x7f, .. "ELF"u8], "is a program or a library; weights were expected"),
        ([.. "PK\u0005\u0006"u8], "is an empty zip archive; weights were expected"),
    ];

    // FlatBuffers models have their mark after the first offset.
    private static readonly (byte[] Mark, string What)[] FlatMarks =
    [
        ([.. "TFL3"u8], "is a TensorFlow Lite model; import the Keras model that it was made from, or convert it: "
            + "python -m tf2onnx.convert --tflite model.tflite --output model.onnx"),
        ([.. "ORTM"u8], "is a model in ONNX Runtime's own format (.ort); import the .onnx that it was converted from"),
        ([.. "ET12"u8], "is a program of ExecuTorch (.pte)" + Convert),
    ];

    private const string Zlib = "is compressed by zlib, as joblib's dump does; load it with joblib.load and save the arrays by name: "
        + "from safetensors.numpy import save_file; save_file(arrays, \"model.safetensors\")";

    /// <exception cref="ImportException">The file is of a kind that no importer reads.</exception>
    public static void Refuse(ImportSource source)
    {
        // The length of a safetensors header may look like the mark of another kind of file.
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

        if (ModelArchive.Recognizes(bytes))
        {
            return ForeignArchive.Find(source);
        }

        // The content of a pickle is known only after reading it.
        if (TorchFile.IsPickle(bytes))
        {
            return null;
        }

        if (bytes.Length > TarMark + 5 && bytes[TarMark..].StartsWith("ustar"u8))
        {
            return "is a tar archive; unpack it first";
        }

        foreach ((byte[] mark, string what) in FlatMarks)
        {
            if (bytes.Length > FlatMark + mark.Length && bytes[FlatMark..].StartsWith(mark))
            {
                return what;
            }
        }

        return !bytes.ContainsAnyExcept((byte)0) ? "holds only zeros: it was not written or not downloaded to its end"
            : PartOf(source) ?? ForeignText.Find(source) ?? ForeignMessage.Find(source) ?? Beside(source);
    }

    // Numbers alone, whose files are known by their names, and the list of a checkpoint's numbers, which has its mark at the end.
    private static string? PartOf(ImportSource source)
    {
        string name = Path.GetFileName(source.Path);
        return name.Contains(".data-0", StringComparison.Ordinal) || source.Bytes.EndsWith((ReadOnlySpan<byte>)[0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb])
                ? "is a part of a TensorFlow checkpoint, which has no layers; save the whole model: model.load_weights(path); model.save(\"model.keras\"), "
                    + $"or for a SavedModel {ForeignFolder.SavedModel}"
            : name.EndsWith(".onnx.data", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".onnx_data", StringComparison.OrdinalIgnoreCase)
                ? $"is weights of an ONNX graph; import the graph beside it, such as {ImportSource.Quote(name[..^".data".Length])}"
            : null;
    }

    // Weights without a mark of their own, which a file beside them describes.
    private static string? Beside(ImportSource source)
    {
        if (!source.Path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return File.Exists(Path.ChangeExtension(source.Path, ".xml"))
                ? "is the weights of a model of OpenVINO, whose network is in the .xml beside it" + Convert
            : File.Exists(Path.Combine(Path.GetDirectoryName(source.Path) ?? "", TfjsModel))
                ? $"is weights of a TensorFlow.js model; import the '{TfjsModel}' beside it"
            : File.Exists(Path.ChangeExtension(source.Path, ".param")) ? "is the weights of a model of ncnn, whose network is in the .param beside it" + Convert
            : null;
    }
}
