using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Reads the configuration of a Sequential model, or a functional one that is a chain, and gives each layer its arrays.</summary>
internal sealed class KerasModel
{
    private const int MaximumLayers = 256;

    private readonly ImportSource _source;
    private readonly JsonDocumentFile _file;
    private readonly NetworkBuilder _builder;

    private KerasModel(ImportSource source, JsonDocumentFile file, NetworkBuilder builder)
    {
        _source = source;
        _file = file;
        _builder = builder;
    }

    public static ImportResult Read(ImportSource source, JsonDocumentFile file, KerasLayerWeights weights, ImportOptions options, int version)
    {
        NetworkBuilder builder = new(source, options, "Keras") { SourceNoun = "array" };
        KerasLayerReader reader = new(source, file, weights, builder, version);
        foreach (JsonValue layer in new KerasModel(source, file, builder).Chain())
        {
            reader.Add(layer);
        }

        weights.End();
        builder.Steps = reader.HasSteps ? OutputSteps.Every : OutputSteps.Last;
        return builder.Build();
    }

    private IReadOnlyList<JsonValue> Chain()
    {
        string kind = _file.FindString(_file.Root, "class_name") ?? "";
        JsonValue config = _file.Require(_file.Root, "config", JsonKind.Object, "the model's configuration");
        IReadOnlyList<JsonValue> layers = _file.Require(config, "layers", JsonKind.Array, "an array of layers").Items;
        if (layers.Count > MaximumLayers)
        {
            throw _source.Error($"the model has {layers.Count} layers; at most {MaximumLayers} are read");
        }

        return kind switch
        {
            "Sequential" => layers,
            "Functional" or "Model" => KerasGraph.InOrder(_source, _file, _builder, config, layers),
            _ => throw _source.Error($"the model is of the class {ImportSource.Quote(kind)}; Sequential or Functional was expected"),
        };
    }
}
