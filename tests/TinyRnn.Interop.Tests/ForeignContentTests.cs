using System.IO.Compression;
using System.Text;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Harness;
using TinyRnn.Interop.Tests.PyTorch;

namespace TinyRnn.Interop.Tests;

/// <summary>What is no file of weights is called by what it is, whatever its name says, and the error says what to do.</summary>
public class ForeignContentTests
{
    private static readonly string[] Names = ["model.safetensors", "model.onnx", "model.h5", "model.keras", "model.json", "model.bin", "model.pt"];

    private static readonly Dictionary<string, (byte[] Content, string[] Words)> Files = new()
    {
        ["nothing"] = ([], ["is empty"]),
        ["zeros"] = (new byte[3000], ["only zeros"]),
        ["white space"] = (Text(" \n\n"), ["only white space"]),
        ["an HTML page"] = (Text("\n<!DOCTYPE html>\n<html><body>Sign in</body></html>"), ["HTML page", "'download'"]),
        ["a page in the place of a checkpoint"] = (Text("<!doctype html><html><head><title>404</title>"), ["HTML page", "fetch the file itself"]),
        ["an HTML page without a type"] = (Text("<head></head><HTML lang=en>"), ["HTML page"]),
        ["a server's error in XML"] = (
            Text("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"),
            ["error of a server, 'AccessDenied: Access Denied'", "fetch the file itself"]),
        ["other XML"] = (Text("<?xml version=\"1.0\"?><a/>"), ["XML", "fetch the file itself"]),
        ["a server's error in JSON"] = (
            Text("""{"error": "Repository not found", "code": {"a": 1}}"""), ["error of a server, 'Repository not found'", "fetch the file itself"]),
        ["a server's error in JSON with its number"] = (
            Text("""{"message": "Not Found", "documentation_url": "https://docs", "status": 404}"""), ["error of a server, 'Not Found'"]),
        ["a server's error in JSON, nested"] = (Text("""{"error": {"code": 403, "message": "Forbidden"}}"""), ["error of a server, 'Forbidden'"]),
        ["JSON without weights"] = (Text("""{"name": "model", "parts": {"a": 1}}"""), ["JSON without weights", "'name', 'parts'"]),
        ["a notebook"] = (Text("""{"cells": [], "metadata": {}, "nbformat": 4}"""), ["notebook of Jupyter", "torch.save(model.state_dict()"]),
        ["OpenVINO"] = (Text("<?xml version=\"1.0\"?>\n<net name=\"model\" version=\"11\">\n<layers>\n"), ["OpenVINO", ".bin beside it", "export ONNX"]),
        ["PMML"] = (Text("<?xml version=\"1.0\"?>\n<PMML version=\"4.4\">"), ["PMML"]),
        ["ncnn"] = (Text("7767517\n3 3\nInput data 0 1 data\n"), ["ncnn (.param)", "export ONNX"]),
        ["ncnn, binary"] = ([.. BitConverter.GetBytes(7767517), 3, 0, 0, 0], ["ncnn (.param.bin)"]),
        ["TensorFlow's list of checkpoints"] = (
            Text("model_checkpoint_path: \"cp.ckpt\"\n"), ["TensorFlow's list of checkpoints", "model.save(\"model.keras\")"]),
        ["a pointer"] = (Text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"), ["Git LFS", "git lfs pull"]),
        ["a server's error as text"] = (Text("Entry not found"), ["error of a server, 'Entry not found'", "fetch the file itself"]),
        ["a server's error with its number"] = (Text("404: Not Found\n"), ["error of a server, '404: Not Found'", "fetch the file itself"]),
        ["a part of an HTML page"] = (Text("<!-- saved -->\n<head><title>model</title></head>"), ["HTML page"]),
        ["a configuration"] = (Text("""{"model_type": "lstm", "hidden_size": 8}"""), ["configuration of a model", "such as model.safetensors"]),
        ["XGBoost"] = (Text("""{"learner": {"attributes": {}}, "version": [1, 6, 2]}"""), ["XGBoost", "trees"]),
        ["Flax"] = ([0x81, 0xa6, .. "params"u8, 0x81, 0xa5, .. "Dense"u8], ["parameters of Flax", "safetensors.flax"]),
        ["the index of a checkpoint"] = ([.. new byte[40], 1, 2, 0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb], ["TensorFlow checkpoint", "model.save("]),
        ["the graph of a checkpoint"] = ([0x0a, 4, 0x12, 2, 0x0a, 0, 0x12, 2, 0x22, 0], ["(.meta)", "--checkpoint"]),
        ["Keras's description of a SavedModel"] = (
            [0x0a, 26, 0x1a, 4, .. "root"u8, 0x22, 18, .. "_tf_keras_sequence"u8], ["Keras's description of a SavedModel", "--saved-model"]),
        ["text"] = (Text("The model is in another place"), ["text that begins with 'The model is in another place'"]),
        ["text in another language"] = (Text("Fichier non trouvé : modèle"), ["text that begins with"]),
        ["text in UTF-16"] = ([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{\"a\": [1]}")], ["UTF-16"]),
        ["a JSON array"] = (Text("[1, 2]"), ["JSON array"]),
        ["an index"] = (Text("""{"metadata": {}, "weight_map": {"a": "model-00001.safetensors"}}"""), ["index", "several safetensors files"]),
        ["a graph model of TensorFlow.js"] = (Text("""{"format": "graph-model", "modelTopology": {"node": []}, "weightsManifest": []}"""),
            ["graph model of TensorFlow.js", "tf2onnx.convert --tfjs"]),
        ["weights of TensorFlow.js alone"] = (Text("""{"format": "layers-model", "modelTopology": null, "weightsManifest": []}"""),
            ["weights of a TensorFlow.js model without its layers"]),
        ["gzip"] = (Gzip(), ["gzip", "unpack"]),
        ["tar"] = ([.. new byte[257], .. "ustar"u8, .. new byte[250]], ["tar archive"]),
        ["zlib"] = ([0x78, 0x9c, 1, 2, 3], ["zlib", "joblib.load", "save_file(arrays"]),
        ["a 7-Zip archive"] = ([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c, 0, 4], ["7-Zip", "unpack"]),
        ["a RAR archive"] = ([.. "Rar!"u8, 0x1a, 0x07, 1, 0], ["RAR", "unpack"]),
        ["a PyTorch checkpoint that is cut off"] = (Zip("archive/data.pkl", "archive/data/0")[..60], ["cut off", "PyTorch checkpoint"]),
        ["an exported program"] = (Zip("model/archive_format", "model/models/model.json"), ["exported program", "torch.export.load", "torch.save("]),
        ["TorchScript of old"] = (
            Zip("m/model.json", "m/tensors/0", "m/code/m.py"), ["TorchScript model of PyTorch before 1.3", "torch.jit.load", "torch.save("]),
        ["a pickle of scikit-learn"] = (
            Pickled("sklearn.linear_model._logistic", "LogisticRegression"),
            ["scikit-learn ('sklearn.linear_model._logistic.LogisticRegression')", "skl2onnx", "model.onnx"]),
        ["a scaler of scikit-learn with arrays between its parts"] = (
            Pickled("sklearn.preprocessing._data", "StandardScaler", 0xfe, 0xff), ["scikit-learn", "StandardScaler"]),
        ["joblib"] = (Pickled("joblib.numpy_pickle", "NumpyArrayWrapper", 0xfe), ["joblib", "joblib.load", "save_file(arrays"]),
        ["a pickle of NumPy"] = (Pickled("numpy.core.multiarray", "_reconstruct"), ["pickle of NumPy", "save_file(arrays"]),
        ["a pickle of Keras"] = (Pickled("keras.engine.sequential", "Sequential"), ["pickle of Keras", "model.save(\"model.keras\")"]),
        ["a pickle of a class"] = (Pickled("my.models", "Net"), ["pickle of 'my.models.Net'", "neither runs nor reads", "torch.save(model.state_dict()"]),
        ["a pickle of a dictionary"] = (
            new WrittenPickle(4).Raw((byte)'}').Text("epoch").Number(3).Raw((byte)'s').ToArray(),
            ["a dictionary of 'epoch' without a tensor", "torch.save(model.state_dict()"]),
        ["a frozen graph"] =
            (Message((1, Message((1, Text("x")), (2, Text("Placeholder")))), (1, Message((1, Text("w")), (2, Text("Const")))),
                (1, Message((1, Text("lstm/out")), (2, Text("MatMul")), (3, Text("x"))))),
            ["frozen graph of TensorFlow", "tf2onnx.convert --graphdef", "--inputs x:0 --outputs lstm/out:0"]),
        ["the graph of a SavedModel"] = (
            [8, 1, .. Message((2, Message((1, Message((4, Text("serve")))), (2, Message((1, Text("x")))))))],
            ["graph of a SavedModel", "'variables'", "tf2onnx.convert --saved-model"]),
        ["Core ML"] = (
            [8, 4, .. Message((2, Message((1, Message((1, Text("x")))))), (500, Message((1, Text("layer")))))], ["Core ML (.mlmodel)", "export ONNX"]),
        ["a package of Core ML"] = (Zip("m.mlpackage/Data/com.apple.CoreML/model.mlmodel", "m.mlpackage/Manifest.json"), ["package of Core ML", "export ONNX"]),
        ["a SavedModel in a zip archive"] = (
            Zip("m/saved_model.pb", "m/variables/variables.index"), ["'m/saved_model.pb'", "unpack", "tf2onnx.convert --saved-model"]),
        ["MXNet"] = ([0x12, 1, 0, 0, 0, 0, 0, 0, 0, 0], ["MXNet", "export_model"]),
        ["TensorRT"] = ([.. "ftrt"u8, 1, 0, 0, 0], ["TensorRT", "export ONNX"]),
        ["ONNX Runtime's format"] = ([0x1c, 0, 0, 0, .. "ORTM"u8, .. new byte[20]], ["(.ort)", "import the .onnx"]),
        ["ExecuTorch"] = ([0x1c, 0, 0, 0, .. "ET12"u8, .. new byte[20]], ["ExecuTorch", "export ONNX"]),
        ["NumPy arrays"] = (Zip("weight.npy", "bias.npy"), ["NumPy archive", "numpy.load", "save_file(dict("]),
        ["a NumPy array"] = ([0x93, .. "NUMPY"u8, 1, 0], ["NumPy array", "save_file({"]),
        ["a model in a zip archive"] = (Zip("readme.txt", "out/model.onnx"), ["zip archive", "'out/model.onnx'", "unpack"]),
        ["another zip archive"] = (Zip("word/document.xml"), ["zip archive", "'word/document.xml'", "'model.weights.h5'"]),
        ["an empty zip archive"] = (Zip(), ["empty zip archive"]),
        ["a damaged zip archive"] = (Zip("config.json", "model.weights.h5")[..70], ["zip archive", "damaged or cut off"]),
        ["TensorFlow Lite"] = ([0x1c, 0, 0, 0, .. "TFL3"u8, .. new byte[20]], ["TensorFlow Lite", "tf2onnx.convert --tflite"]),
        ["GGUF"] = ([.. "GGUF"u8, 3, 0, 0, 0], ["GGUF"]),
        ["MATLAB"] = ([.. "MATLAB 7.3 MAT-file"u8, .. new byte[500]], ["MATLAB"]),
        ["a picture"] = ([0x89, .. "PNG\r\n"u8, 0x1a, 0x0a], ["PNG"]),
        ["a document"] = ([.. "%PDF-1.7\n"u8], ["PDF"]),
        ["a sound"] = ([.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8], ["sound"]),
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

    /// <summary>Weights that have no mark are known by what describes them beside them.</summary>
    [Theory]
    [InlineData("net.xml", "OpenVINO")]
    [InlineData("net.param", "ncnn")]
    public void Weights_whose_network_lies_beside_them(string beside, string words)
    {
        using TemporaryFolder folder = new();
        folder.Write(beside, "network");
        folder.Write("net.bin", [1, 2, 3, 0xff]);
        ImportAssert.Fails(ImportSource.Load(Path.Combine(folder.Path, "net.bin")), ImportOptions.None, words, beside[3..] + " beside it");
    }

    [Theory]
    [InlineData("saved_model.pb", "the folder is a SavedModel of TensorFlow; convert it", "tf2onnx.convert --saved-model")]
    [InlineData("Manifest.json", "package of Core ML (.mlpackage)", "export ONNX")]
    [InlineData("model.weights.h5", "unpacked .keras file", "model.save(\"model.keras\")")]
    [InlineData("data.pkl", "unpacked file of torch.save", "zip -r model.pt")]
    [InlineData("model.safetensors", "this is a folder; name the file of weights in it", "'model.safetensors'")]
    [InlineData("readme.txt", "this is a folder; a file of weights was expected")]
    public void A_folder_is_called_by_what_is_in_it(string file, params string[] words)
    {
        using TemporaryFolder folder = new();
        folder.Write(file, "content");
        ImportException error = Assert.Throws<ImportException>(() => ModelImporters.Import(folder.Path));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
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
        byte[] padded =
        [
            .. BitConverter.GetBytes((long)length), .. file[8..(8 + before)], .. Enumerable.Repeat((byte)' ', length - before), .. file[(8 + before)..]
        ];
        Assert.Equal("safetensors", ModelImporters.Import(new ImportSource("padded.safetensors", padded)).Format);
    }

    [Theory]
    [InlineData("variables.data-00000-of-00001", "part of a TensorFlow checkpoint")]
    [InlineData("model.onnx.data", "import the graph beside it, such as 'model.onnx'")]
    [InlineData("model.onnx_data", "import the graph beside it, such as 'model.onnx'")]
    public void Numbers_alone_are_known_by_their_names(string name, string words) =>
        ImportAssert.Fails(new ImportSource(name, (byte[])[0xcd, 0xcc, 0xcc, 0x3d, 0xcd, 0xcc, 0xcc, 0x3d]), ImportOptions.None, words);

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Pickled(string module, string name, params byte[] behind) =>
        [.. new WrittenPickle(4).Global(module, name).Raw((byte)')', 0x81).Raw(behind).ToArray()];

    /// <summary>A message of Protocol Buffers whose fields are all bytes.</summary>
    private static byte[] Message(params (int Field, byte[] Value)[] fields) =>
        [.. fields.SelectMany(field => (byte[])[.. Varint((field.Field << 3) | 2), .. Varint(field.Value.Length), .. field.Value])];

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];

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
