using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>A result of a layer, as the configuration names it.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Call">Which of its calls, from 0.</param>
/// <param name="Output">Which of its outputs, from 0; those behind the first are states.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record KerasTensor(string Layer, int Call, int Output, JsonValue Place);

/// <summary>
/// Puts the layers of a functional model in order: each reads just one other, and no two the same. Masks, which Keras 3 writes as
/// comparisons of their own, lie beside the chain and are noted.
/// </summary>
internal sealed class KerasGraph
{
    private readonly ImportSource _source;
    private readonly JsonDocumentFile _file;
    private readonly NetworkBuilder _builder;
    private readonly Dictionary<string, JsonValue> _layers = [];

    private KerasGraph(ImportSource source, JsonDocumentFile file, NetworkBuilder builder)
    {
        _source = source;
        _file = file;
        _builder = builder;
    }

    /// <exception cref="ImportException">The layers form no chain, or the model gives something else than the end of it.</exception>
    public static IReadOnlyList<JsonValue> InOrder(ImportSource source, JsonDocumentFile file, NetworkBuilder builder, JsonValue config, IReadOnlyList<JsonValue> layers)
    {
        KerasGraph graph = new(source, file, builder);
        List<string> chain = graph.Chain(layers);
        graph.CheckEnds(config, chain);
        return [.. chain.Select(name => graph._layers[name])];
    }

    private List<string> Chain(IReadOnlyList<JsonValue> layers)
    {
        foreach (JsonValue layer in layers)
        {
            if (!_layers.TryAdd(NameOf(layer), layer))
            {
                throw _file.Error(layer, $"two layers are named {ImportSource.Quote(NameOf(layer))}");
            }
        }

        Dictionary<string, string> after = [];
        List<string> starts = [];
        int masks = 0;
        foreach ((string name, JsonValue layer) in _layers)
        {
            if (ClassOf(layer) is "NotEqual" or "Any")
            {
                masks++;
                continue;
            }

            string[] read = [.. Reads(layer, name).Select(tensor => tensor.Layer).Distinct()];
            if (read.Length > 1)
            {
                throw _file.Error(layer, $"layer {ImportSource.Quote(name)} reads {string.Join(" and ", read.Select(ImportSource.Quote))}; a chain of layers was expected");
            }

            if (read.Length == 0)
            {
                starts.Add(name);
            }
            else if (!after.TryAdd(read[0], name))
            {
                throw _file.Error(layer, $"layers {ImportSource.Quote(after[read[0]])} and {ImportSource.Quote(name)} both read {ImportSource.Quote(read[0])}; a chain of layers was expected");
            }
        }

        if (starts.Count != 1)
        {
            throw _source.Error($"the model has {starts.Count} inputs; one was expected");
        }

        List<string> chain = [starts[0]];
        for (string name = starts[0]; after.TryGetValue(name, out string? next); name = next)
        {
            chain.Add(next);
        }

        return chain.Count + masks == layers.Count ? chain : throw _source.Error("the layers of the model do not form one chain");
    }

    // The outputs that are not the end of the chain may be states, which the caller of a TinyRnn model has anyway.
    private void CheckEnds(JsonValue config, List<string> chain)
    {
        if (_file.Find(config, "input_layers") is JsonValue inputs && Tensors(inputs).ToList() is { Count: > 0 } given && given.Any(tensor => tensor.Layer != chain[0]))
        {
            throw _file.Error(inputs, $"the inputs of the model are not {ImportSource.Quote(chain[0])} alone");
        }

        if (_file.Find(config, "output_layers") is not JsonValue outputs || Tensors(outputs).ToList() is not { Count: > 0 } wanted)
        {
            return;
        }

        KerasTensor main = wanted[0];
        if (main.Output != 0)
        {
            throw _file.Error(main.Place, $"the model gives the state {main.Output} of layer {ImportSource.Quote(main.Layer)} ('return_state'); the layer's output was expected, which is number 0");
        }

        if (main.Layer != chain[^1] || main.Call != 0)
        {
            throw _file.Error(main.Place, $"the model gives the output of {ImportSource.Quote(main.Layer)}; that of the last layer, {ImportSource.Quote(chain[^1])}, was expected");
        }

        foreach (KerasTensor other in wanted.Skip(1))
        {
            _builder.Note(other.Output > 0 && other.Call == 0 && chain.Contains(other.Layer)
                ? $"the state {other.Output} of layer {ImportSource.Quote(other.Layer)} is no output here; the caller owns the states"
                : throw _file.Error(other.Place, $"the model gives the output of {ImportSource.Quote(other.Layer)} beside that of {ImportSource.Quote(main.Layer)}; one output was expected, and states"));
        }
    }

    /// <summary>The results that a layer reads as its values.</summary>
    private List<KerasTensor> Reads(JsonValue layer, string name)
    {
        if (_file.Find(layer, "inbound_nodes") is not JsonValue nodes || nodes.Items.Count == 0)
        {
            return [];
        }

        if (nodes.Items.Count > 1)
        {
            throw _file.Error(nodes, $"layer {ImportSource.Quote(name)} is called {nodes.Items.Count} times; once was expected");
        }

        List<KerasTensor> read = [];
        JsonValue node = nodes.Items[0];
        if (node.Kind == JsonKind.Object)
        {
            // Keras 3: the arguments by place and by name.
            if (_file.Find(node, "args") is JsonValue arguments)
            {
                for (int i = 0; i < arguments.Items.Count; i++)
                {
                    KerasTensor[] tensors = [.. Tensors(arguments.Items[i])];
                    read.AddRange(tensors);
                    if (tensors.Length == 0 && arguments.Items[i].Kind != JsonKind.Null)
                    {
                        throw _file.Error(arguments.Items[i], $"layer {ImportSource.Quote(name)} is called with an argument that is no result of a layer");
                    }
                }
            }

            CheckNamed(_file.Find(node, "kwargs"), layer, name);
        }
        else
        {
            // Keras 2: results, each with the arguments by name behind it.
            foreach (JsonValue item in AsTensor(node) is null ? node.Items : [node])
            {
                KerasTensor tensor = AsTensor(item) ?? throw _file.Error(item, $"layer {ImportSource.Quote(name)} reads something that is no result of a layer");
                read.Add(tensor);
                CheckNamed(item.Items.Count > 3 ? item.Items[3] : null, layer, name);
            }
        }

        foreach (KerasTensor tensor in read)
        {
            if (!_layers.ContainsKey(tensor.Layer))
            {
                throw _file.Error(tensor.Place, $"there is no layer {ImportSource.Quote(tensor.Layer)}");
            }

            if (tensor.Output != 0)
            {
                throw _file.Error(tensor.Place, $"a state that layer {ImportSource.Quote(tensor.Layer)} gives is read by another layer; its output alone was expected");
            }
        }

        return read;
    }

    private void CheckNamed(JsonValue? arguments, JsonValue layer, string name)
    {
        foreach (JsonMember argument in arguments?.Members ?? [])
        {
            switch (argument.Name)
            {
                case var _ when argument.Value.Kind == JsonKind.Null:
                    break;
                case "training" when argument.Value.Kind == JsonKind.False:
                    break;
                case "mask" when ClassOf(layer) is not "Softmax":
                    ReadMask(argument.Value, name);
                    break;
                default:
                    throw _file.Error(argument.Value, $"layer {ImportSource.Quote(name)} is called with {ImportSource.Quote(argument.Name)}, which is not supported; its input alone was expected, and a mask of padding");
            }
        }
    }

    // not_equal(tokens, 0) behind an embedding, any(not_equal(values, mask_value), axis=-1) behind a masking.
    private void ReadMask(JsonValue value, string name)
    {
        KerasTensor[] tensors = [.. Tensors(value)];
        if (tensors is not [KerasTensor mask] || mask.Output != 0 || mask.Call != 0 || !_layers.TryGetValue(mask.Layer, out JsonValue? maker) || ClassOf(maker) is not ("NotEqual" or "Any"))
        {
            throw _file.Error(value, $"layer {ImportSource.Quote(name)} is called with a mask that is no comparison of its input with a padding value; one of 'mask_zero' or of a Masking layer was expected");
        }

        bool isOverValues = ClassOf(maker) == "Any";
        if (isOverValues)
        {
            JsonValue config = Checked(maker, mask.Layer);
            JsonValue[] arguments = Arguments(maker, mask.Layer);
            bool isOverLast = _file.Find(config, "axis") is JsonValue axis && KerasSettings.AxisOf(_file, axis) == -1 && _file.Find(config, "keepdims") is null or { Kind: JsonKind.False or JsonKind.Null };
            if (!isOverLast || arguments.Length != 1 || Tensors(arguments[0]).ToArray() is not [KerasTensor inner] || !_layers.TryGetValue(inner.Layer, out maker) || ClassOf(maker) != "NotEqual")
            {
                throw _file.Error(value, $"the mask of layer {ImportSource.Quote(name)} is not that of a Masking layer: any difference from a padding value over the last axis");
            }

            mask = inner;
        }

        Checked(maker, mask.Layer);
        JsonValue[] compared = Arguments(maker, mask.Layer);
        if (compared.Length != 2 || Tensors(compared[0]).Count() != 1 || compared[1].Kind != JsonKind.Number)
        {
            throw _file.Error(value, $"the mask of layer {ImportSource.Quote(name)} compares something else than values with one number");
        }

        string padding = compared[1].GetRaw(_file.Text);
        _builder.Note($"{ImportSource.Quote(name)} leaves out padding, {(isOverValues ? $"steps of {padding} alone" : $"token {padding}")}; here a sequence is run as long as it is, without padding");
    }

    private JsonValue[] Arguments(JsonValue layer, string name) =>
        _file.Find(layer, "inbound_nodes") is JsonValue { Items: [JsonValue node] } && _file.Find(node, "args") is JsonValue arguments
            && (_file.Find(node, "kwargs")?.Members ?? []).All(argument => argument.Value.Kind == JsonKind.Null)
            ? [.. arguments.Items]
            : throw _file.Error(layer, $"the comparison {ImportSource.Quote(name)} is called in another way than a mask is");

    private JsonValue Checked(JsonValue layer, string name)
    {
        JsonValue config = _file.Require(layer, "config", JsonKind.Object, "a layer's configuration");
        KerasFields.Check(_source, _file, config, ClassOf(layer), name);
        return config;
    }

    // Keras 2 and 3 nest differently, but name a result by [layer, call, output] in both.
    private IEnumerable<KerasTensor> Tensors(JsonValue value)
    {
        if (AsTensor(value) is KerasTensor tensor)
        {
            return [tensor];
        }

        return value.Items.SelectMany(Tensors).Concat(value.Members.SelectMany(member => Tensors(member.Value)));
    }

    private KerasTensor? AsTensor(JsonValue value) =>
        value.Kind == JsonKind.Array && value.Items.Count >= 3 && value.Items[0].Kind == JsonKind.String
        && value.Items[1].Kind == JsonKind.Number && value.Items[1].TryGetInt32(_file.Text, out int call)
        && value.Items[2].Kind == JsonKind.Number && value.Items[2].TryGetInt32(_file.Text, out int output)
            ? new KerasTensor(value.Items[0].GetString(_file.Text), call, output, value)
            : null;

    private string ClassOf(JsonValue layer) => _file.FindString(layer, "class_name") ?? "";

    private string NameOf(JsonValue layer) =>
        _file.FindString(layer, "name") ?? _file.FindString(_file.Require(layer, "config", JsonKind.Object, "a layer's configuration"), "name")
        ?? throw _file.Error(layer, "a layer needs a name");
}
