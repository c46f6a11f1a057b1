using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Reads the configuration of a Sequential model, or a functional one that is a chain, and gives each layer its arrays.</summary>
internal sealed class KerasModel
{
    private const int MaximumLayers = 256;

    private readonly ImportSource _source;
    private readonly JsonDocumentFile _file;
    private readonly KerasLayerReader _reader;

    private KerasModel(ImportSource source, JsonDocumentFile file, KerasLayerReader reader)
    {
        _source = source;
        _file = file;
        _reader = reader;
    }

    public static ImportResult Read(ImportSource source, JsonDocumentFile file, KerasLayerWeights weights, ImportOptions options, int version)
    {
        NetworkBuilder builder = new(source, options, "Keras") { SourceNoun = "array" };
        KerasModel model = new(source, file, new KerasLayerReader(source, file, weights, builder, version));
        foreach (JsonValue layer in model.Chain())
        {
            model._reader.Add(layer);
        }

        weights.End();
        builder.Steps = model._reader.HasSteps ? OutputSteps.Every : OutputSteps.Last;
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
            "Functional" or "Model" => InOrder(layers),
            _ => throw _source.Error($"the model is of the class {ImportSource.Quote(kind)}; Sequential or Functional was expected"),
        };
    }

    // Each layer but the input reads just one other, and no two the same.
    private List<JsonValue> InOrder(IReadOnlyList<JsonValue> layers)
    {
        Dictionary<string, JsonValue> byName = [];
        foreach (JsonValue layer in layers)
        {
            if (!byName.TryAdd(NameOf(layer), layer))
            {
                throw _file.Error(layer, $"two layers are named {ImportSource.Quote(NameOf(layer))}");
            }
        }

        Dictionary<string, string> after = [];
        List<JsonValue> starts = [];
        foreach ((string name, JsonValue layer) in byName)
        {
            HashSet<string> read = [];
            if (_file.Find(layer, "inbound_nodes") is JsonValue nodes)
            {
                Collect(nodes, byName, read);
            }

            if (read.Count > 1)
            {
                throw _file.Error(layer, $"layer {ImportSource.Quote(name)} reads {string.Join(" and ", read.Select(ImportSource.Quote))}; a chain of layers was expected");
            }

            if (read.Count == 0)
            {
                starts.Add(layer);
            }
            else if (!after.TryAdd(read.First(), name))
            {
                throw _file.Error(layer, $"layers {ImportSource.Quote(after[read.First()])} and {ImportSource.Quote(name)} both read {ImportSource.Quote(read.First())}; a chain of layers was expected");
            }
        }

        if (starts.Count != 1)
        {
            throw _source.Error($"the model has {starts.Count} inputs; one was expected");
        }

        List<JsonValue> chain = [starts[0]];
        for (string name = NameOf(starts[0]); after.TryGetValue(name, out string? next); name = next)
        {
            chain.Add(byName[next]);
        }

        return chain.Count == layers.Count ? chain : throw _source.Error("the layers of the model do not form one chain");
    }

    // Keras 2 and 3 nest differently, but name a layer by [name, node, tensor] in both.
    private void Collect(JsonValue value, Dictionary<string, JsonValue> layers, HashSet<string> read)
    {
        if (value.Kind == JsonKind.Array && value.Items.Count >= 3 && value.Items[0].Kind == JsonKind.String && value.Items[1].Kind == JsonKind.Number)
        {
            string name = value.Items[0].GetString(_file.Text);
            read.Add(layers.ContainsKey(name) ? name : throw _file.Error(value, $"there is no layer {ImportSource.Quote(name)}"));
            return;
        }

        foreach (JsonValue item in value.Items)
        {
            Collect(item, layers, read);
        }

        foreach (JsonMember member in value.Members)
        {
            Collect(member.Value, layers, read);
        }
    }

    private string NameOf(JsonValue layer) =>
        _file.FindString(layer, "name") ?? _file.FindString(_file.Require(layer, "config", JsonKind.Object, "a layer's configuration"), "name")
        ?? throw _file.Error(layer, "a layer needs a name");
}
