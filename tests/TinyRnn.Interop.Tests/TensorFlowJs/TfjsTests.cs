using System.Text.Json;
using TinyRnn.Interop.Tests.Harness;
using TinyRnn.Interop.Tests.Keras;

namespace TinyRnn.Interop.Tests.TensorFlowJs;

/// <summary>TensorFlow.js's layers models: those that it wrote and ran itself (<c>TensorFlowJsFiles/make_files.mjs</c>), and what their files mean.</summary>
public class TfjsTests
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "TinyRnn.Interop.Tests", "TensorFlowJsFiles");

    [Fact]
    public void Models_give_what_TensorFlow_js_gives()
    {
        using JsonDocument outputs = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "outputs.json")));
        ImportCase[] cases = [.. outputs.RootElement.EnumerateObject().Select(model =>
        {
            bool isText = model.Name == "letters";
            ImportOptions options = isText ? ImportOptions.None with { Vocabulary = "abcde" } : ImportOptions.None;
            ImportResult result = ModelImporters.Import(Path.Combine(Folder, model.Name, "model.json"), options);
            Assert.Equal("TensorFlow.js", result.Format);
            Assert.Equal(model.Name is "both" or "letters" or "graph", result.Notes.Any(note => note.Contains("quantised", StringComparison.Ordinal)));
            float[] input = Recordings.Floats(model.Value.GetProperty("input"));
            int[] tokens = isText ? [.. input.Select(token => (int)token)] : [];
            return new ImportCase(model.Name, result.Network, isText ? [] : input, tokens, Recordings.Floats(model.Value.GetProperty("output")));
        })];
        Assert.Equal(Directory.GetDirectories(Folder).Select(Path.GetFileName).Order(), cases.Select(one => one.Name).Order());
        ImportCase.AssertAll(cases);
    }

    [Fact]
    public void Codes_stand_for_the_numbers_that_TensorFlow_js_computes()
    {
        string dense = WrittenKeras.Layer("Dense", "dense", ("batch_input_shape", "[null, 2]"), ("units", "3"), ("activation", "\"linear\""));
        WrittenTfjs model = new WrittenTfjs(WrittenTfjs.Topology("2.15.0", dense))
            .AddQuantized("dense/kernel", "uint8", 0.0123456789, -1.5, [2, 3], 0, 1, 127, 128, 254, 255).AddHalves("dense/bias", 0.1f, -65504f, 6e-8f);
        Network network = model.Import().Network;
        float[] kernel = model.Values["dense/kernel"];
        Assert.Equal([kernel[0], kernel[3], kernel[1], kernel[4], kernel[2], kernel[5]], network.Tensors["dense.weight"].Values);
        Assert.Equal(model.Values["dense/bias"], network.Tensors["dense.bias"].Values);
        dense = WrittenKeras.Layer("Dense", "dense", ("batch_input_shape", "[null, 1]"), ("units", "4"), ("use_bias", "false"));
        WrittenTfjs wide = new WrittenTfjs(WrittenTfjs.Topology("2.15.0", dense))
            .AddQuantized("dense/kernel", "uint16", 1e-5, 3, [1, 4], 0, 1, 32768, 65535);
        Assert.Equal(wide.Values["dense/kernel"], wide.Import(shard: 3).Network.Tensors["dense.weight"].Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(10_000)]
    public void Borders_of_files_may_be_anywhere(int shard)
    {
        WrittenTfjs model = WrittenTfjs.Lstm();
        Assert.Equal(NetworkWriter.Write(model.Import(10_001).Network), NetworkWriter.Write(model.Import(shard).Network));
    }

    /// <summary>The kernels of a layer with as many inputs as units have one shape, so that their names alone tell them.</summary>
    [Fact]
    public void Arrays_are_told_by_their_names_and_not_by_their_order()
    {
        string topology = WrittenTfjs.Topology("2.15.0", WrittenTfjs.Lstm("a", 3, "sigmoid", "[null, null, 3]"), WrittenTfjs.Lstm("b", 3, "sigmoid"));
        WrittenTfjs Model() => new WrittenTfjs(topology).Add("a/kernel", 3, 12).Add("a/recurrent_kernel", 3, 12).Add("a/bias", 12)
            .Add("b/lstm_cell_1/kernel", 3, 12).Add("b/lstm_cell_1/recurrent_kernel", 3, 12).Add("b/lstm_cell_1/bias", 12);
        string expected = NetworkWriter.Write(Model().Import().Network);
        Assert.Equal(expected, NetworkWriter.Write(Model().Reorder((a, b) => string.CompareOrdinal(b, a)).Import().Network));
        Assert.Equal(expected, NetworkWriter.Write(Model().Reorder((a, b) => string.CompareOrdinal(a[2..], b[2..])).Import().Network));
    }

    [Theory]
    [InlineData("2.15.0", 0.2f)]
    [InlineData("tfjs-layers 4.22.0", 0.2f)]
    [InlineData("3.4.1", 1f / 6f)]
    public void Hard_gates_are_those_of_the_Keras_that_trained_them(string version, float alpha) =>
        Assert.Equal(alpha, Assert.IsType<LstmLayer>(WrittenTfjs.Lstm(version, "hard_sigmoid").Import().Network.Layers[0]).GateActivation.Alpha);

    /// <summary>TensorFlow.js itself refuses it, but it is what Keras writes by default, and the file says it.</summary>
    [Theory]
    [InlineData(", \"reset_after\": true", GruReset.After, 2, 9)]
    [InlineData(", \"reset_after\": false", GruReset.Before, 9)]
    [InlineData("", GruReset.Before, 9)]
    public void The_reset_gate_of_a_GRU_is_where_the_file_has_it(string field, GruReset reset, params int[] biasShape)
    {
        string gru = $$$"""{"class_name": "GRU", "config": {"name": "gru", "batch_input_shape": [null, null, 2], "units": 3{{{field}}}}}""";
        WrittenTfjs model = new WrittenTfjs(WrittenTfjs.Topology("2.15.0", gru))
            .Add("gru/gru_cell/kernel", 2, 9).Add("gru/gru_cell/recurrent_kernel", 3, 9).Add("gru/gru_cell/bias", biasShape);
        Assert.Equal(reset, Assert.IsType<GruLayer>(model.Import().Network.Layers[0]).Reset);
    }

    /// <summary>What the converter makes of an archive of Keras 3 is named as in the archive.</summary>
    [Fact]
    public void Arrays_of_Keras_3_are_named_by_their_place()
    {
        WrittenTfjs old = WrittenTfjs.Lstm("3.4.1");
        WrittenTfjs model = new(WrittenTfjs.Topology("3.4.1", WrittenTfjs.Lstm("first", 3, "sigmoid", "[null, null, 2]"), WrittenTfjs.Dense("last")));
        foreach ((string from, string to, int[] shape) in new[]
        {
            ("dense/kernel", "layers/dense/vars/0", new[] { 3, 1 }), ("dense/bias", "layers/dense/vars/1", [1]),
            ("lstm/kernel", "layers/lstm/cell/vars/0", [2, 12]),
            ("lstm/recurrent_kernel", "layers/lstm/cell/vars/1", [3, 12]), ("lstm/bias", "layers/lstm/cell/vars/2", [12]),
        })
        {
            model.Add(to, shape, old.Values[from]);
        }

        ImportResult result = model.Add("optimizer/vars/0", 2).Import();
        Assert.Equal("TensorFlow.js", result.Format);
        float[] sequence = Networks.RandomInput(10, 3);
        Assert.Equal(new Interpreter(old.Import().Network).Run(sequence), new Interpreter(result.Network).Run(sequence));
    }

    /// <summary>The layers of a model inside are named alone or behind its name.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("inner/")]
    [InlineData("outer/inner/")]
    public void Models_inside_of_models(string prefix)
    {
        string inner = WrittenKeras.Sequential([WrittenTfjs.Dense("d")]).Replace("\"name\": \"s\"", "\"name\": \"inner\"", StringComparison.Ordinal);
        WrittenTfjs model = new WrittenTfjs(WrittenTfjs.Topology("2.15.0", WrittenTfjs.Lstm("lstm", 3, "sigmoid", "[null, null, 2]"), inner))
            .Add($"{prefix}d/kernel", 3, 1).Add($"{prefix}d/bias", 1).Add("lstm/kernel", 2, 12).Add("lstm/recurrent_kernel", 3, 12).Add("lstm/bias", 12);
        Assert.Equal(model.Values[$"{prefix}d/kernel"], model.Import().Network.Tensors["d.weight"].Values);
    }

    [Fact]
    public void A_topology_of_TensorFlow_js_itself_has_no_configuration_inside()
    {
        string dense = WrittenTfjs.Dense("dense").Replace("\"units\"", "\"batch_input_shape\": [null, null, 3], \"units\"", StringComparison.Ordinal);
        string topology = WrittenKeras.Sequential([dense])[..^1] + ", \"keras_version\": \"tfjs-layers 4.22.0\", \"backend\": \"tensor_flow.js\"}";
        WrittenTfjs model = new WrittenTfjs(topology).Add("dense/kernel", 3, 1).Add("dense/bias", 1);
        Assert.Equal(model.Values["dense/kernel"], model.Import().Network.Tensors["dense.weight"].Values);
    }
}
