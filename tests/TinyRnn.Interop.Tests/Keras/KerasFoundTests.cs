using System.Text;
using TinyRnn.Interop.Keras;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Keras;

/// <summary>Files as they are found: of old versions, of weights alone, packed, and damaged.</summary>
public class KerasFoundTests
{
    private const int Columns = 25;
    private const int Steps = 50;

    /// <summary>Keras 2.0.5: the configuration is a list, gates are hard sigmoids.</summary>
    [Fact]
    public void A_model_of_Keras_2_0_gives_what_its_formulas_give()
    {
        string path = SharedData.Path("deployed", "predmaint_binary_model.h5");
        Network network = ModelImporters.Import(path).Network;
        ImportSource source = ImportSource.Load(path);
        using HdfFile file = HdfFile.Open(source, source.Memory);
        float[] Read(string layer, string name) => file.Read($"model_weights/{layer}/{layer}/{name}:0").Values;
        float[] x = Networks.RandomInput(Steps * Columns, 5);
        double[][] rows = [.. Enumerable.Range(0, Steps).Select(step => x[(step * Columns)..((step + 1) * Columns)].Select(value => (double)value).ToArray())];
        foreach (string layer in new[] { "lstm_1", "lstm_2" })
        {
            rows = Lstm(rows, Read(layer, "kernel"), Read(layer, "recurrent_kernel"), Read(layer, "bias"));
        }

        float[] kernel = Read("dense_1", "kernel");
        double sum = rows[^1].Select((value, i) => value * kernel[i]).Sum() + Read("dense_1", "bias")[0];
        Assert.Equal(OutputSteps.Last, network.OutputSteps);
        ImportCase.AssertAll([new ImportCase("predmaint", network, x, [], [(float)(1 / (1 + Math.Exp(-sum)))])]);
    }

    [Fact]
    public void Weights_alone_say_what_they_lack()
    {
        byte[] told = Bytes("told.weights.h5");
        Assert.Contains(
            "does not say which activation follows 'dense'; give it as 'activations', such as dense=relu", Fails(told, "x.weights.h5"),
            StringComparison.Ordinal);
        Assert.Contains("'gelu' of 'dense' is not one of identity, tanh,", Fails(told, "x.weights.h5", With("dense", "gelu")), StringComparison.Ordinal);
        Assert.Contains(
            "names 'fc', which is not a layer of the file; one of lstm, lstm_1, dense, dense_1 was expected", Fails(told, "x.weights.h5", With("fc", "relu")),
            StringComparison.Ordinal);
        Assert.Contains(
            "does not name the layer 'lstm'", Fails(told, "x.weights.h5", With("dense", "relu") with { Order = ["lstm_1", "dense", "dense_1"] }),
                StringComparison.Ordinal);
        ImportResult result = ModelImporters.Import(new ImportSource("x.weights.h5", told), With("dense", "relu"));
        Assert.Contains(result.Notes, note => note.Contains("its arrays were taken as a chain of layers", StringComparison.Ordinal));
        Assert.Contains(result.Notes, note => note.Contains("'dense_1': none was taken", StringComparison.Ordinal));
        Assert.Contains(result.Notes, note => note.Contains("'lstm_1' was taken to give only its last step", StringComparison.Ordinal));
        Assert.Equal(["lstm", "lstm_1", "dense", "dense_1"], result.Network.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void An_architecture_is_given_once()
    {
        string architecture = File.ReadAllText(Path.Combine(KerasTests.Folder, "beside.json"));
        ImportResult given = ModelImporters.Import(
            new ImportSource("x.weights.h5", Bytes("beside.weights.h5")), ImportOptions.None with { Architecture = architecture, Name = "n" });
        ImportResult beside = ModelImporters.Import(Path.Combine(KerasTests.Folder, "beside.weights.h5"), ImportOptions.None with { Name = "n" });
        Assert.Equal(NetworkWriter.Write(beside.Network), NetworkWriter.Write(given.Network));
        Assert.Contains("the layers are from 'beside.json' beside it", beside.Notes);
        Assert.Contains(
            "remove 'architecture'", Fails(Bytes("sequential.h5"), "m.h5", ImportOptions.None with { Architecture = architecture }),
            StringComparison.Ordinal);
        Assert.Contains(
            "remove 'architecture'", Fails(Bytes("windows.keras"), "m.keras", ImportOptions.None with { Architecture = architecture }),
            StringComparison.Ordinal);
        Assert.Contains(
            "is not a Keras file that holds only weights",
            Fails(Encoding.UTF8.GetBytes("{\"layers\": []}"), "m.json", ImportOptions.None with { Architecture = architecture }), StringComparison.Ordinal);
        Assert.Contains(
            "the architecture, line 1, column 1: this is not the configuration of a Keras model",
            Fails(Bytes("beside.weights.h5"), "m.h5", ImportOptions.None with { Architecture = "{}" }), StringComparison.Ordinal);
        Assert.Equal(architecture, Interop.Options.OptionsFile.Parse($"{{\"architecture\": {architecture}}}", "o.json").Architecture);
    }

    [Fact]
    public void A_wrong_checksum_is_found()
    {
        byte[] bytes = Bytes("chunked.h5");
        ImportSource source = new("chunked.h5", bytes);
        int at;
        using (HdfFile file = HdfFile.Open(source, bytes))
        {
            float[] bias = file.Read("model_weights/time_distributed/time_distributed/bias:0").Values;
            at = bytes.AsSpan().IndexOf(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(bias));
        }

        Assert.True(at > 0, "the bias is not in the file");
        bytes[at] ^= 1;
        Assert.Contains("the checksum (fletcher32) of a chunk does not match its data", Fails(bytes, "chunked.h5"), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_filter_is_called_by_its_name()
    {
        byte[] bytes = Bytes("chunked.h5");
        int name = bytes.AsSpan().IndexOf("deflate\0"u8);
        Assert.True(name > 0, "no such filter is in the file");
        (bytes[name - 8], bytes[name - 7]) = (32000 & 0xff, 32000 >> 8);
        Assert.Contains("was written with the filter lzf; no filter, gzip, shuffle or fletcher32 was expected", Fails(bytes, "chunked.h5"),
            StringComparison.Ordinal);
    }

    /// <summary>Steps of padding are no part of a network here; notes say in which layers Keras reads them.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Masks_are_told_by_the_rule_of_the_version(int version, bool isLost)
    {
        Dictionary<string, (int[], float[])[]> arrays = new()
        {
            ["a"] = WrittenKeras.Random([3, 16], [4, 16], [16]),
            ["b"] = WrittenKeras.Random([4, 16], [4, 16], [16]),
        };
        string config = WrittenKeras.Sequential(
            "[null, null, 3]", WrittenKeras.Layer("Masking", "mask"), WrittenKeras.Layer("LSTM", "a", ("units", "4"), ("return_sequences", "true")),
                WrittenKeras.Layer("LSTM", "b", ("units", "4")));
        IReadOnlyList<string> notes = WrittenKeras.Import(config, arrays, null, version).Notes;
        Assert.Contains(notes, note => note.StartsWith("'mask' skips padding, steps of 0 only", StringComparison.Ordinal));
        Assert.Equal(
            isLost, notes.Any(note => note.StartsWith("'b' skips padding as well, but reads it in Keras since July 2026", StringComparison.Ordinal)));

        // In a functional model of Keras 3 the file itself says which layer gets the mask.
        string mask = "{\"class_name\": \"__keras_tensor__\", \"config\": {\"keras_history\": [\"any\", 0, 0]}}";
        string Tensor(string name) => mask.Replace("any", name, StringComparison.Ordinal);
        string functional = WrittenKeras.Functional(
            "[[\"b\", 0, 0]]", WrittenKeras.Node("InputLayer", "input", "\"batch_shape\": [null, null, 3]", "[]"),
            WrittenKeras.Node("Masking", "mask", "", $"[{{\"args\": [{Tensor("input")}], \"kwargs\": {{}}}}]"),
            WrittenKeras.Node("NotEqual", "not_equal", "", $"[{{\"args\": [{Tensor("input")}, 0], \"kwargs\": {{}}}}]"),
            WrittenKeras.Node("Any", "any", "\"axis\": -1, \"keepdims\": false", $"[{{\"args\": [{Tensor("not_equal")}], \"kwargs\": {{}}}}]"),
            WrittenKeras.Node("LSTM", "a", "\"units\": 4, \"return_sequences\": true", $"[{{\"args\": [{Tensor("mask")}], \"kwargs\": {{\"mask\": {mask}}}}}]"),
            WrittenKeras.Node("LSTM", "b", "\"units\": 4", $"[{{\"args\": [{Tensor("a")}], \"kwargs\": {{\"mask\": null}}}}]"));
        notes = WrittenKeras.Import(functional, arrays, null, version).Notes;
        Assert.Contains(notes, note => note.StartsWith("'a' skips padding, steps of only 0", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.StartsWith("'b' reads padding that a layer before it skips, according to the file", StringComparison.Ordinal));
    }

    private static double[][] Lstm(double[][] rows, float[] kernel, float[] recurrent, float[] bias)
    {
        int units = bias.Length / 4;
        double[] h = new double[units];
        double[] c = new double[units];
        double[][] result = new double[rows.Length][];
        for (int step = 0; step < rows.Length; step++)
        {
            double[] sums = [.. bias.Select((b, column) => b
                + rows[step].Select((value, i) => value * kernel[(i * 4 * units) + column]).Sum()
                + h.Select((value, i) => value * recurrent[(i * 4 * units) + column]).Sum())];
            double Gate(int gate, int unit) => Math.Clamp((0.2 * sums[(gate * units) + unit]) + 0.5, 0, 1);
            for (int unit = 0; unit < units; unit++)
            {
                c[unit] = (Gate(1, unit) * c[unit]) + (Gate(0, unit) * Math.Tanh(sums[(2 * units) + unit]));
            }

            h = [.. c.Select((value, unit) => Gate(3, unit) * Math.Tanh(value))];
            result[step] = h;
        }

        return result;
    }

    private static ImportOptions With(string layer, string activation) =>
        ImportOptions.None with { Activations = new Dictionary<string, string> { [layer] = activation } };

    private static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(KerasTests.Folder, name));

    private static string Fails(byte[] bytes, string name, ImportOptions? options = null) =>
        Assert.Throws<ImportException>(() => ModelImporters.Import(new ImportSource(name, bytes), options)).Message;
}
