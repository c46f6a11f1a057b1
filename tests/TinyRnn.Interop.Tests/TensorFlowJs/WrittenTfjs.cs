using System.Globalization;
using System.Text;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Keras;

namespace TinyRnn.Interop.Tests.TensorFlowJs;

/// <summary>A model of TensorFlow.js with random weights: a document, and files of weights beside it.</summary>
/// <param name="topology">The field <c>modelTopology</c>.</param>
internal sealed class WrittenTfjs(string topology)
{
    private readonly List<(string Name, int[] Shape, byte[] Bytes, string Quantization)> _arrays = [];

    /// <summary>The values that each array stands for.</summary>
    public Dictionary<string, float[]> Values { get; } = [];

    /// <summary>An LSTM(2 -> 3) and a dense layer of one unit, in Keras 2's words, in a file of this version of Keras.</summary>
    public static WrittenTfjs Lstm(string version = "2.15.0", string gate = "sigmoid") =>
        new WrittenTfjs(Topology(version, Lstm("lstm", 3, gate, "[null, null, 2]"), Dense("dense")))
        .Add("lstm/kernel", 2, 12).Add("lstm/recurrent_kernel", 3, 12).Add("lstm/bias", 12).Add("dense/kernel", 3, 1).Add("dense/bias", 1);

    /// <summary>The configuration of a Sequential model as the converter writes it.</summary>
    public static string Topology(string version, params string[] layers) =>
        $$"""{"keras_version": "{{version}}", "backend": "tensorflow", "model_config": {{WrittenKeras.Sequential(layers)}}}""";

    public static string Lstm(string name, int units, string gate, string? shape = null) => WrittenKeras.Layer("LSTM", name, [
        .. shape is null ? [] : new[] { ("batch_input_shape", shape) },
        ("units", units.ToString(CultureInfo.InvariantCulture)), ("activation", "\"tanh\""),
        ("recurrent_activation", $"\"{gate}\""), ("return_sequences", "true")]);

    public static string Dense(string name) => WrittenKeras.Layer("Dense", name, ("units", "1"), ("activation", "\"linear\""));

    public WrittenTfjs Add(string name, params int[] shape) =>
        Add(name, shape, Networks.RandomInput(shape.Aggregate(1, (a, b) => a * b), _arrays.Count + 1));

    public WrittenTfjs Add(string name, int[] shape, float[] values) => Add(name, shape, values, [.. values.SelectMany(BitConverter.GetBytes)], "");

    /// <summary>Codes that stand for scale * code + min.</summary>
    public WrittenTfjs AddQuantized(string name, string type, double scale, double min, int[] shape, params int[] codes)
    {
        byte[] bytes = type == "uint8" ? [.. codes.Select(code => (byte)code)] : [.. codes.SelectMany(code => BitConverter.GetBytes((ushort)code))];
        string quantization = string.Create(
            CultureInfo.InvariantCulture, $$""", "quantization": {"dtype": "{{type}}", "min": {{min}}, "scale": {{scale}}, "original_dtype": "float32"}""");
        return Add(name, shape, [.. codes.Select(code => (float)((scale * code) + min))], bytes, quantization);
    }

    public WrittenTfjs AddHalves(string name, params float[] values) => Add(
        name, [values.Length], [.. values.Select(value => (float)(Half)value)], [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))],
        """, "quantization": {"dtype": "float16"}""");

    /// <summary>The arrays in another order.</summary>
    public WrittenTfjs Reorder(Comparison<string> order)
    {
        _arrays.Sort((a, b) => order(a.Name, b.Name));
        return this;
    }

    /// <summary>Writes the files.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="shard">Bytes of a file of weights at most.</param>
    /// <returns>The path of the document.</returns>
    public string Write(TemporaryFolder folder, int shard = 64)
    {
        byte[][] shards = [.. _arrays.SelectMany(array => array.Bytes).Chunk(shard)];
        string[] names = [.. shards.Select((_, i) => FormattableString.Invariant($"group1-shard{i + 1}of{shards.Length}.bin"))];
        for (int i = 0; i < shards.Length; i++)
        {
            folder.Write(names[i], shards[i]);
        }

        IEnumerable<string> weights = _arrays.Select(array =>
            $$"""{"name": "{{array.Name}}", "shape": [{{string.Join(", ", array.Shape)}}], "dtype": "float32"{{array.Quantization}}}""");
        folder.Write("model.json", $$"""
            {"format": "layers-model", "generatedBy": "keras", "convertedBy": "TensorFlow.js Converter",
             "modelTopology": {{topology}},
             "weightsManifest": [{"paths": [{{string.Join(", ", names.Select(name => $"\"{name}\""))}}],
              "weights": [{{string.Join(",\n  ", weights)}}]}]}
            """);
        return Path.Combine(folder.Path, "model.json");
    }

    /// <summary>Imports it through files.</summary>
    public ImportResult Import(int shard = 64)
    {
        using TemporaryFolder folder = new();
        return ModelImporters.Import(Write(folder, shard));
    }

    private WrittenTfjs Add(string name, int[] shape, float[] values, byte[] bytes, string quantization)
    {
        _arrays.Add((name, shape, bytes, quantization));
        Values.Add(name, values);
        return this;
    }
}
