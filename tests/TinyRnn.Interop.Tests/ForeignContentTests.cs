using System.IO.Compression;
using System.Text;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>What is no file of weights is called by what it is, whatever its name says, and the error says what to do.</summary>
public class ForeignContentTests
{
    private static readonly string[] Names = ["model.safetensors", "model.onnx", "model.h5", "model.keras", "model.json", "model.bin"];

    private static readonly Dictionary<string, (byte[] Content, string[] Words)> Files = new()
    {
        ["nothing"] = ([], ["is empty"]),
        ["zeros"] = (new byte[3000], ["zeros alone"]),
        ["white space"] = (Text(" \n\n"), ["white space alone"]),
        ["an HTML page"] = (Text("\n<!DOCTYPE html>\n<html><body>Sign in</body></html>"), ["HTML page", "'download'"]),
        ["an HTML page without a type"] = (Text("<head></head><HTML lang=en>"), ["HTML page"]),
        ["a server's error"] = (Text("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"), ["XML"]),
        ["a pointer"] = (Text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"), ["Git LFS", "git lfs pull"]),
        ["text"] = (Text("Entry not found"), ["text that begins with 'Entry not found'"]),
        ["text in another language"] = (Text("Fichier non trouvé : modèle"), ["text that begins with"]),
        ["text in UTF-16"] = ([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{\"a\": [1]}")], ["UTF-16"]),
        ["a JSON array"] = (Text("[1, 2]"), ["JSON array"]),
        ["JSON without weights"] = (Text("""{"error": "Repository not found", "code": {"a": 1}}"""), ["JSON without weights", "'error', 'code'"]),
        ["an index"] = (Text("""{"metadata": {}, "weight_map": {"a": "model-00001.safetensors"}}"""), ["index", "several safetensors files"]),
        ["a TensorFlow.js model"] = (Text("""{"format": "layers-model", "modelTopology": {}, "weightsManifest": []}"""), ["TensorFlow.js"]),
        ["gzip"] = (Gzip(), ["gzip", "unpack"]),
        ["tar"] = ([.. new byte[257], .. "ustar"u8, .. new byte[250]], ["tar archive"]),
        ["a PyTorch checkpoint"] = (Zip("archive/data.pkl", "archive/data/0", "archive/version"), ["PyTorch checkpoint", "torch.load", "save_file(model.state_dict()"]),
        ["a PyTorch checkpoint that is cut off"] = (Zip("archive/data.pkl", "archive/data/0")[..60], ["cut off", "PyTorch checkpoint"]),
        ["TorchScript"] = (Zip("m/code/__torch__.py", "m/data.pkl", "m/constants.pkl"), ["TorchScript", "torch.jit.load"]),
        ["an exported program"] = (Zip("model/archive_format", "model/models/model.json"), ["exported program", "torch.export.load"]),
        ["an older PyTorch checkpoint"] = ([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, .. ".\x80"u8], ["older PyTorch checkpoint", "safetensors"]),
        ["a pickle"] = ([0x80, 4, 0x95, 10, 0, 0, 0, 0, 0, 0, 0, 0x7d, 0x94, 0x2e], ["Python pickle"]),
        ["NumPy arrays"] = (Zip("weight.npy", "bias.npy"), ["NumPy archive", "numpy.load"]),
        ["a NumPy array"] = ([0x93, .. "NUMPY"u8, 1, 0], ["NumPy array"]),
        ["a model in a zip archive"] = (Zip("readme.txt", "out/model.onnx"), ["zip archive", "'out/model.onnx'", "unpack"]),
        ["another zip archive"] = (Zip("word/document.xml"), ["zip archive", "'word/document.xml'", "'model.weights.h5'"]),
        ["an empty zip archive"] = (Zip(), ["empty zip archive"]),
        ["a damaged zip archive"] = (Zip("config.json", "model.weights.h5")[..70], ["zip archive", "damaged or cut off"]),
        ["TensorFlow Lite"] = ([0x1c, 0, 0, 0, .. "TFL3"u8, .. new byte[20]], ["TensorFlow Lite"]),
        ["GGUF"] = ([.. "GGUF"u8, 3, 0, 0, 0], ["GGUF"]),
        ["MATLAB"] = ([.. "MATLAB 7.3 MAT-file"u8, .. new byte[500]], ["MATLAB"]),
        ["a picture"] = ([0x89, .. "PNG\r\n"u8, 0x1a, 0x0a], ["PNG"]),
    };

    public static TheoryData<string> Kinds => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_called_by_what_it_is(string kind)
    {
        (byte[] content, string[] words) = Files[kind];
        foreach (string name in Names)
        {
            ImportAssert.Fails(new ImportSource(name, content), ImportOptions.None, words);
        }
    }

    [Fact]
    public void A_name_that_promises_something_else_does_not_matter()
    {
        byte[] weights = new Weights().AddRecurrent("gru.", 3, 2, 3).ToBytes();
        byte[] hdf = File.ReadAllBytes(Path.Combine(KerasTests.Folder, "functional.h5"));
        byte[] keras = File.ReadAllBytes(Path.Combine(KerasTests.Folder, "functional.keras"));
        foreach (string name in Names)
        {
            Assert.Equal("safetensors", ModelImporters.Import(new ImportSource(name, weights)).Format);
            Assert.Equal("Keras", ModelImporters.Import(new ImportSource(name, hdf)).Format);
            Assert.Equal("Keras", ModelImporters.Import(new ImportSource(name, keras)).Format);
        }
    }

    /// <summary>The first bytes of safetensors are a length, which may be those of a pickle or of gzip.</summary>
    [Theory]
    [InlineData(0x0280)]
    [InlineData(0x0480)]
    [InlineData(0x8b1f)]
    public void A_length_that_looks_like_a_mark_is_a_length(int length)
    {
        byte[] file = new Weights().AddLinear("fc", 3, 2).ToBytes();
        int before = BitConverter.ToInt32(file);
        byte[] padded = [.. BitConverter.GetBytes((long)length), .. file[8..(8 + before)], .. Enumerable.Repeat((byte)' ', length - before), .. file[(8 + before)..]];
        Assert.Equal("safetensors", ModelImporters.Import(new ImportSource("padded.safetensors", padded)).Format);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip()
    {
        using MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionLevel.Fastest))
        {
            gzip.Write("weights"u8);
        }

        return bytes.ToArray();
    }

    private static byte[] Zip(params string[] names)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create))
        {
            foreach (string name in names)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write("some content"u8);
            }
        }

        return bytes.ToArray();
    }
}
