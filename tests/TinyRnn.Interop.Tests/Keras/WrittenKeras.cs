using System.Text;
using TinyRnn.Interop.Json;
using TinyRnn.Interop.Keras;

namespace TinyRnn.Interop.Tests.Keras;

/// <summary>Keras models as configurations and arrays, without a file around them.</summary>
internal static class WrittenKeras
{
    /// <summary>Reads a model.</summary>
    /// <param name="config">The configuration of the model.</param>
    /// <param name="arrays">The arrays of each layer.</param>
    /// <param name="options">What is told.</param>
    /// <param name="version">The major version of the Keras that wrote it.</param>
    public static ImportResult Import(
        string config, IReadOnlyDictionary<string, (int[] Shape, float[] Values)[]> arrays, ImportOptions? options = null, int version = 3) =>
        Import(new ImportSource("model.keras", Encoding.UTF8.GetBytes(config)), arrays, options, version);

    /// <summary>Reads a model whose configuration is a file.</summary>
    public static ImportResult Import(
        ImportSource source, IReadOnlyDictionary<string, (int[] Shape, float[] Values)[]> arrays, ImportOptions? options = null, int version = 3) =>
        KerasModel.Read(
            source, JsonDocumentFile.Parse(source, source.Bytes, "config.json"), new Arrays(source, arrays), options ?? ImportOptions.None, version);

    /// <summary>A Sequential model of some layers behind an input.</summary>
    public static string Sequential(string inputShape, params string[] layers) =>
        Sequential([Layer("InputLayer", "input", ("batch_shape", inputShape)), .. layers]);

    /// <summary>A Sequential model of these layers.</summary>
    public static string Sequential(IEnumerable<string> layers) =>
        """{"class_name": "Sequential", "config": {"name": "s", "layers": [""" + string.Join(", ", layers) + "]}}";

    public static string Layer(string kind, string name, params IEnumerable<(string Field, string Value)> fields) =>
        $"{{\"class_name\": \"{kind}\", \"config\": {{"
            + string.Join(", ", fields.Prepend(("name", $"\"{name}\"")).Select(field => $"\"{field.Item1}\": {field.Item2}")) + "}}";

    /// <summary>A functional model of these layers, whose inputs are all that have the class of inputs.</summary>
    public static string Functional(string outputs, params string[] layers) =>
        """{"class_name": "Functional", "config": {"name": "f", "layers": [""" + string.Join(", ", layers) + """], "output_layers": """ + outputs + "}}";

    /// <summary>A layer of a functional model.</summary>
    public static string Node(string kind, string name, string config, string nodes) =>
        $"{{\"class_name\": \"{kind}\", \"name\": \"{name}\", \"config\": {{\"name\": \"{name}\"{(config.Length > 0 ? ", " + config : "")}}}, "
            + $"\"inbound_nodes\": {nodes}}}";

    /// <summary>Random arrays of these shapes; those of a variance are above 0.</summary>
    public static (int[] Shape, float[] Values)[] Random(params int[][] shapes) =>
        [.. shapes.Select((shape, i) => (shape, Networks.RandomInput(shape.Aggregate(1, (product, size) => product * size), i + 1)))];

    private sealed class Arrays(ImportSource file, IReadOnlyDictionary<string, (int[] Shape, float[] Values)[]> arrays) : KerasLayerWeights(file)
    {
        public override void Declare(IReadOnlyList<(string Name, string Class)> layers)
        {
        }

        protected override (int[] Shape, float[] Values) ReadArray(string path) => arrays[path.Split('/')[0]][path[^1] - '0'];

        protected override IReadOnlyList<string> Find(string name, string className, IReadOnlyList<string> parts) =>
            arrays.TryGetValue(name, out (int[], float[])[]? own) ? [.. own.Select((_, i) => $"{name}/{i}")] : [];

        protected override KerasLayerWeights FindInside(string name, string className) => new Arrays(Source, arrays);

        protected override void CheckAll()
        {
        }
    }
}
