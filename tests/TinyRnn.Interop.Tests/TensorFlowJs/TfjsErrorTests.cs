using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Harness;
using TinyRnn.Interop.Tests.Keras;

namespace TinyRnn.Interop.Tests.TensorFlowJs;

/// <summary>Models of TensorFlow.js that cannot be read are one sentence that says what is wrong.</summary>
public class TfjsErrorTests
{
    private const int DamagedShards = 2_000;
    private const string Float = "[3, 12], \"dtype\": \"float32\"";

    [Theory]
    [InlineData("\"group1-shard2of5.bin\"", "\"group1-shard9of5.bin\"", "group 1 of 'weightsManifest'", "'group1-shard9of5.bin', but no such file is beside")]
    [InlineData("\"group1-shard2of5.bin\"", "\"../group1-shard2of5.bin\"", "'../group1-shard2of5.bin'; a file in the model's folder was expected")]
    [InlineData("\"group1-shard2of5.bin\"", "\"./../model.json\"", "a file in the model's folder was expected")]
    [InlineData("\"group1-shard2of5.bin\"", "\"a/../../b.bin\"", "a file in the model's folder was expected")]
    [InlineData("\"group1-shard2of5.bin\"", "\"/etc/passwd\"", "'/etc/passwd'; a file in the model's folder was expected")]
    [InlineData("\"group1-shard2of5.bin\"", "\"C:\\\\weights.bin\"", "a file in the model's folder was expected")]
    [InlineData("\"group1-shard2of5.bin\"", "\"\"", "a file in the model's folder was expected")]
    [InlineData("\"group1-shard2of5.bin\"", "\"link.bin\"", "'link.bin', which is a link")]
    [InlineData("\"group1-shard2of5.bin\"", "3", "the name of a file was expected, not a number")]
    [InlineData("\"group1-shard2of5.bin\", ", "", "('group1-shard1of5.bin' to 'group1-shard5of5.bin') have 240 bytes, but its weights have 304")]
    [InlineData("\"shape\": [3, 12]", "\"shape\": [2, 12]", "have 304 bytes, but its weights have 256")]
    [InlineData("\"shape\": [3, 12]", "\"shape\": [12, 3]", "the array 'lstm/recurrent_kernel' has the shape [12, 3]; [3, 12] was expected")]
    [InlineData("\"shape\": [3, 12]", "\"shape\": [-3, 12]", "a size must be a whole number from 0")]
    [InlineData("\"shape\": [3, 12]", "\"shape\": [30000, 30000]", "a size must be a whole number from 0", "at most 268435456 elements")]
    [InlineData("\"shape\": [3, 12]", "\"shape\": [16000, 16000]", "'lstm/recurrent_kernel' has 1024000000 bytes; at most 268435456 are read")]
    [InlineData("\"shape\": [3, 12]", "\"shape\": [8192, 8192]", "the weights up to here have more than 268435456 bytes")]
    [InlineData("\"shape\": [3, 12]", "\"shape\": [1,1,1,1,1,1,1,3,12]", "has 9 axes")]
    [InlineData("\"shape\": [3, 12]", "\"shape\": 36", "'shape' is a number; an array of sizes was expected")]
    [InlineData(Float, "[3, 12], \"dtype\": \"string\"", "is of the type 'string'; one of float32, float16")]
    [InlineData(Float, "[3, 12], \"dtype\": \"int32\"", "array 'lstm/recurrent_kernel': its type is int32")]
    [InlineData(Float, "[3, 12], \"dtype\": \"int32\", \"quantization\": {}", "'int32' is quantised; float32 was expected")]
    [InlineData(Float, "[3, 12], \"dtype\": \"float32\", \"quantization\": {\"dtype\": \"uint4\"}", "quantised to 'uint4'; uint8, uint16 or float16")]
    [InlineData(Float, "[3, 12], \"dtype\": \"float32\", \"quantization\": {\"dtype\": \"uint8\", \"min\": 0}", "the field 'scale' is missing")]
    [InlineData(Float, "[3, 12], \"dtype\": \"float32\", \"quantization\": {\"dtype\": \"uint8\", \"min\": 1e999, \"scale\": 1}",
        "'min' is not a finite number")]
    [InlineData("lstm/recurrent_kernel", "lstm/kernel", "duplicate array 'lstm/kernel'")]
    [InlineData("lstm/recurrent_kernel", "gru/recurrent_kernel", "layer 'lstm': it has 2 arrays of weights; 3 were expected")]
    [InlineData("lstm/recurrent_kernel", "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a", "has more than 16 slashes")]
    [InlineData("\"weightsManifest\": [", "\"weightsManifest\": [3, ", "a group of weights must be an object, not a number")]
    [InlineData("\"weights\": [", "\"weights\": [[], ", "a description of weights must be an object, not an array")]
    [InlineData("\"weightsManifest\"", "\"weights\"", "the field 'weightsManifest' is missing")]
    [InlineData("\"paths\"", "\"files\"", "the field 'paths' is missing")]
    [InlineData("\"model_config\"", "\"config\"", "has no 'class_name'")]
    [InlineData("\"modelTopology\": {", "\"modelTopology\": null, \"other\": {", "without its layers ('modelTopology')", "model.save")]
    [InlineData("\"modelTopology\": {", "\"modelTopology\": [], \"other\": {", "'modelTopology' is an array")]
    [InlineData("\"layers-model\"", "\"graph-model\"", "graph model of TensorFlow.js", "tf2onnx.convert --tfjs model.json", "tfjs_layers_model")]
    [InlineData("\"modelTopology\": {", "\"modelTopology\": {\"node\": [], ", "graph model of TensorFlow.js")]
    [InlineData("\"Dense\"", "\"Conv3D\"", "layer 'dense': its class 'Conv3D', which joins neighbouring steps, is not supported")]
    public void What_does_not_fit_is_one_sentence(string before, string after, params string[] words)
    {
        using TemporaryFolder folder = new();
        string path = WrittenTfjs.Lstm().Write(folder);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link.bin"), Path.Combine(folder.Path, "group1-shard2of5.bin"));
        string json = File.ReadAllText(path);
        Assert.Contains(before, json, StringComparison.Ordinal);
        folder.Write("model.json", json.Replace(before, after, StringComparison.Ordinal));
        ImportAssert.Fails(ImportSource.Load(path), ImportOptions.None, words);
    }

    /// <summary>TensorFlow.js writes the fields of the cells beside them, too, so that the error is about the cells.</summary>
    [Fact]
    public void Stacked_cells_are_told_by_their_class()
    {
        const string Cells = "\"cells\": [{\"class_name\": \"LSTMCell\", \"config\": {\"name\": \"c\", \"units\": 3}}]";
        string stack = $"{{\"class_name\": \"StackedRNNCells\", \"config\": {{{Cells}}}}}";
        string rnn = WrittenKeras.Layer("RNN", "rnn", ("batch_input_shape", "[null, null, 2]"), ("cell", stack))
            .Replace("\"cell\"", $"{Cells}, \"cell\"", StringComparison.Ordinal);
        using TemporaryFolder folder = new();
        string path = new WrittenTfjs(WrittenTfjs.Topology("tfjs-layers 4.22.0", rnn)).Add("rnn/kernel", 2, 12).Write(folder);
        ImportAssert.Fails(
            ImportSource.Load(path), ImportOptions.None, "layer 'rnn': its cell is 'StackedRNNCells'; SimpleRNNCell, GRUCell or LSTMCell was expected");
        string json = File.ReadAllText(path);
        folder.Write("model.json", json.Replace("\"units\": 3}}], \"cell\"", "\"units\": 4}}], \"cell\"", StringComparison.Ordinal));
        ImportAssert.Fails(ImportSource.Load(path), ImportOptions.None, "its field 'cells' is unknown in Keras's class 'RNN'");
    }

    [Fact]
    public void An_array_that_no_layer_asks_for_is_named()
    {
        using TemporaryFolder folder = new();
        string path = WrittenTfjs.Lstm().Add("attention/kernel", 2, 2).Write(folder);
        ImportAssert.Fails(
            ImportSource.Load(path), ImportOptions.None, "array 'attention/kernel': it is in the file, but the configuration has no layer for it");
    }

    [Fact]
    public void A_number_that_is_none_is_told_with_its_place()
    {
        using TemporaryFolder folder = new();
        string path = WrittenTfjs.Lstm().Add("dense/gamma", [2], [1f, float.NaN]).Write(folder);
        ImportAssert.Fails(ImportSource.Load(path), ImportOptions.None, "layer 'dense'", "3 arrays of weights; 2 were expected");
        path = new WrittenTfjs(WrittenTfjs.Topology("2.15.0", WrittenTfjs.Lstm("lstm", 1, "sigmoid", "[null, null, 1]")))
            .Add("lstm/kernel", 1, 4).Add("lstm/recurrent_kernel", [1, 4], [1, 2, float.NaN, 3]).Add("lstm/bias", 4).Write(folder);
        ImportAssert.Fails(ImportSource.Load(path), ImportOptions.None, "array 'lstm/recurrent_kernel': element 2 is NaN");
        path = new WrittenTfjs(WrittenTfjs.Topology("2.15.0", WrittenTfjs.Lstm("lstm", 1, "sigmoid", "[null, null, 1]")))
            .AddQuantized("lstm/kernel", "uint8", 1e300, 0, [1, 4], 1, 2, 3, 4).Add("lstm/recurrent_kernel", 1, 4).Add("lstm/bias", 4).Write(folder);
        ImportAssert.Fails(ImportSource.Load(path), ImportOptions.None, "array 'lstm/kernel': element 0 is infinite or too large");
    }

    /// <summary>Where a user names the weights in place of the document.</summary>
    [Theory]
    [InlineData("group1-shard1of5.bin")]
    [InlineData("model.weights.bin")]
    public void Weights_alone_lead_to_the_model(string name)
    {
        using TemporaryFolder folder = new();
        WrittenTfjs.Lstm().Write(folder);
        folder.Write(name, [1, 2, 3, 0xff]);
        ImportAssert.Fails(
            ImportSource.Load(Path.Combine(folder.Path, name)), ImportOptions.None, "weights of a TensorFlow.js model; import the 'model.json' beside it");
    }

    /// <summary>Damaged files of weights: other numbers, or one sentence. The document's damages are in <see cref="FuzzTests"/>.</summary>
    [Fact]
    public void Damaged_files_of_weights()
    {
        using TemporaryFolder folder = new();
        string path = WrittenTfjs.Lstm().Write(folder, shard: 300);
        byte[] document = File.ReadAllBytes(path);
        byte[] shard = File.ReadAllBytes(Path.Combine(folder.Path, "group1-shard1of2.bin"));
        Mutator mutator = new(9);
        int imported = 0;
        for (int i = 0; i < DamagedShards; i++)
        {
            folder.Write("group1-shard1of2.bin", mutator.Mutate(shard));
            imported += FuzzRun.Import($"case {i}", document, source => ModelImporters.Import(source), path) ? 1 : 0;
        }

        Assert.InRange(imported, 1, DamagedShards - 1);
    }
}
