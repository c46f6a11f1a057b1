using TinyRnn.Interop.Json;
using TinyRnn.Interop.Keras;
using TinyRnn.Model;

namespace TinyRnn.Interop.TensorFlowJs;

/// <summary>
/// Reads TensorFlow.js's layers models (<c>model.json</c>, with the weights in files beside it). The configuration is that of Keras 2, that of Keras
/// 3 if the converter made it from such a model, or that of TensorFlow.js itself, which equals Keras 2.
/// </summary>
internal static class TfjsReader
{
    private const string Format = "TensorFlow.js";
    private const string Topology = "modelTopology";
    private const string Manifest = "weightsManifest";
    private const string GraphModel = "is a graph model of TensorFlow.js, which has operations instead of layers; convert it: pip install tf2onnx; "
        + "python -m tf2onnx.convert --tfjs model.json --output model.onnx; or make a layers model from the Keras model: "
        + "tensorflowjs_converter --input_format keras --output_format tfjs_layers_model model.h5 FOLDER";

    /// <summary>Whether a document has the fields of a TensorFlow.js model.</summary>
    public static bool Recognizes(JsonDocumentFile file) => file.Find(file.Root, Topology) is not null || file.Find(file.Root, Manifest) is not null;

    /// <exception cref="ImportException">The model is a graph model, is malformed, or holds something that TinyRnn cannot run.</exception>
    public static ImportResult Read(ImportSource source, JsonDocumentFile file, ImportOptions options)
    {
        JsonValue? topology = file.Find(file.Root, Topology);
        if (file.FindString(file.Root, "format") == "graph-model" || (topology is not null && file.Find(topology, "node") is not null))
        {
            throw source.Error($"the file {GraphModel}");
        }

        if (topology is null or { Kind: JsonKind.Null })
        {
            throw source.Error(
                $"the file has the weights of a TensorFlow.js model without its layers ('{Topology}'); save the model: await model.save('file://FOLDER')");
        }

        JsonValue model = topology.Kind == JsonKind.Object ? file.Find(topology, "model_config") ?? topology
            : throw file.Error(topology, $"'{Topology}' is {topology.Describe()}; the configuration of a TensorFlow.js model was expected");
        if (file.Find(model, "class_name") is null)
        {
            throw file.Error(model, "the configuration of the TensorFlow.js model has no 'class_name'; Sequential, Functional or Model was expected");
        }

        JsonValue groups = file.Require(file.Root, Manifest, JsonKind.Array, "an array of groups of weights");
        TfjsManifest manifest = new(source, file, groups);
        int version = KerasImporter.MajorVersion(file.FindString(topology, "keras_version"), otherwise: 2);

        // The layout of Keras 3's archives, which the converter copies array by array.
        bool isOfThree = manifest.Arrays.Any(array => array.Name.Contains("/vars/", StringComparison.Ordinal));
        KerasLayerWeights weights = isOfThree
            ? new KerasThreeWeights(source, manifest, "") { Format = Format }
            : new TfjsLayerWeights(source, manifest) { Format = Format };
        return KerasModel.Read(source, file.Inside(model), weights, options, version, Notes(manifest));
    }

    private static IEnumerable<string> Notes(TfjsManifest manifest)
    {
        IEnumerable<TfjsArray> quantized = manifest.Arrays.Where(array => array.Quantization is not null || array.Type.Name == "float16");
        string[] types = [.. quantized.Select(array => array.Type.Name).Distinct()];
        if (types.Length > 0)
        {
            yield return $"the converter has quantised weights ({string.Join(", ", types)}); they were converted to the numbers that they stand for";
        }
    }
}
