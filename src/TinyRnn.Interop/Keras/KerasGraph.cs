using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// The calls of a functional model, read from <c>inbound_nodes</c>. Keras 2 nests lists of [layer, call, output, named arguments]. Keras 3 has
/// positional and named arguments, and results are objects with a <c>keras_history</c> of the same three values.
/// </summary>
internal sealed class KerasGraph
{
    private readonly ImportSource _source;
    private readonly JsonDocumentFile _file;
    private readonly NetworkBuilder _builder;
    private readonly Dictionary<string, JsonValue> _layers = [];
    private readonly Dictionary<string, IReadOnlyList<KerasCall>> _calls = [];
    private readonly Dictionary<(string, int), int> _readers = [];
    private readonly KerasMasks _masks;

    /// <summary>Reads the calls.</summary>
    /// <exception cref="ImportException">A call reads something other than results of layers, or names a layer that does not exist.</exception>
    public KerasGraph(ImportSource source, JsonDocumentFile file, NetworkBuilder builder, JsonValue config, IReadOnlyList<JsonValue> layers)
    {
        _source = source;
        _file = file;
        _builder = builder;
        _masks = new KerasMasks(source, file, _layers, Tensors);
        foreach (JsonValue layer in layers)
        {
            if (!_layers.TryAdd(NameOf(file, layer), layer))
            {
                throw file.Error(layer, $"two layers are named {ImportSource.Quote(NameOf(file, layer))}");
            }
        }

        foreach ((string name, JsonValue layer) in _layers)
        {
            _calls.Add(name, KerasMasks.IsMask(ClassOf(layer)) ? [] : Calls(layer, name));
        }

        HashSet<string> shifted = [.. _layers.Where(layer => KerasModel.IsModel(ClassOf(layer.Value))).Select(layer => layer.Key).Where(CountsFromOne)];
        foreach ((string name, IReadOnlyList<KerasCall> calls) in _calls.ToArray())
        {
            _calls[name] =
            [
                .. calls.Select(
                    call => call with { Arguments = [.. call.Arguments.Select(argument => argument with { Tensor = Found(argument.Tensor, shifted) })] })
            ];
        }

        Inputs = [.. Ends(config, "input_layers").Select(tensor => Found(tensor, shifted)!)];
        Outputs = [.. Ends(config, "output_layers").Select(tensor => Found(tensor, shifted, isOutput: true)!)];
        if (Inputs.Count == 0)
        {
            Inputs = [.. _layers.Where(layer => ClassOf(layer.Value) == "InputLayer").Select(layer => new KerasTensor(layer.Key, 0, 0, layer.Value))];
        }

        IEnumerable<KerasTensor> read = _calls.Values.SelectMany(calls => calls).SelectMany(call => call.Arguments).Select(argument => argument.Tensor)
            .OfType<KerasTensor>();
        foreach (KerasTensor tensor in read.Concat(Outputs))
        {
            _readers[tensor.Maker] = _readers.GetValueOrDefault(tensor.Maker) + 1;
        }

        if (Outputs.Count == 0)
        {
            (string Layer, int Call)[] ends = [.. _calls.SelectMany(layer => layer.Value.Select((_, i) => (layer.Key, i))).Where(call => ReadersOf(call) == 0)];
            Outputs = ends is [(string layer, int call)]
                ? [new KerasTensor(layer, call, 0, _layers[layer])]
                : throw file.Error(config, $"the model names no 'output_layers', and no layer reads the results of {ends.Length} layers");
        }
    }

    /// <summary>The model's inputs, in order.</summary>
    public IReadOnlyList<KerasTensor> Inputs { get; }

    /// <summary>The model's outputs, in order.</summary>
    public IReadOnlyList<KerasTensor> Outputs { get; }

    /// <summary>A call of a layer.</summary>
    public KerasCall this[(string Layer, int Call) call] => _calls[call.Layer][call.Call];

    /// <summary>How often the results of a call are read; the model's outputs count as readers.</summary>
    public int ReadersOf((string Layer, int Call) call) => _readers.GetValueOrDefault(call);

    /// <summary>A layer's name.</summary>
    public static string NameOf(JsonDocumentFile file, JsonValue layer) =>
        file.FindString(layer, "name") ?? file.FindString(file.Require(layer, "config", JsonKind.Object, "a layer's configuration"), "name")
        ?? throw file.Error(layer, "a layer needs a name");

    /// <summary>The calls that lead to some outputs; each comes after the calls whose results it reads.</summary>
    /// <exception cref="ImportException">The calls form a circle, or a layer leads to no output.</exception>
    public IReadOnlyList<(string Layer, int Call)> InOrder(IEnumerable<KerasTensor> outputs)
    {
        List<(string Layer, int Call)> ordered = [];
        HashSet<(string, int)> isOpen = [];
        HashSet<(string, int)> isDone = [];
        Stack<(string Layer, int Call)> open = new(outputs.Select(output => output.Maker).Reverse());
        while (open.TryPeek(out (string Layer, int Call) call))
        {
            if (isDone.Contains(call))
            {
                open.Pop();
            }
            else if (isOpen.Add(call))
            {
                foreach (KerasTensor read in this[call].Arguments.Select(argument => argument.Tensor).OfType<KerasTensor>().Reverse())
                {
                    if (isOpen.Contains(read.Maker) && !isDone.Contains(read.Maker))
                    {
                        throw _file.Error(read.Place, $"layers {ImportSource.Quote(call.Layer)} and {ImportSource.Quote(read.Layer)} read each other");
                    }

                    open.Push(read.Maker);
                }
            }
            else
            {
                open.Pop();
                isDone.Add(call);
                ordered.Add(call);
            }
        }

        foreach ((string name, IReadOnlyList<KerasCall> calls) in _calls)
        {
            // An input may exist that nothing reads.
            if (ClassOf(_layers[name]) != "InputLayer" && Enumerable.Range(0, calls.Count).Any(i => !isDone.Contains((name, i))))
            {
                throw _file.Error(_layers[name], $"layer {ImportSource.Quote(name)} leads to no output of the model");
            }
        }

        return ordered;
    }

    // A model that was made from its inputs is a call of itself, so its first call within another model has number 1. Keras 3 subtracts that where a
    // layer reads the result, but not in the list of outputs.
    private bool CountsFromOne(string name) => _calls.Values.SelectMany(calls => calls).SelectMany(call => call.Arguments)
        .Any(argument => argument.Tensor is KerasTensor tensor && tensor.Layer == name && tensor.Call >= _calls[name].Count);

    private KerasTensor? Found(KerasTensor? tensor, HashSet<string> shifted, bool isOutput = false)
    {
        if (tensor is null)
        {
            return null;
        }

        if (!_calls.TryGetValue(tensor.Layer, out IReadOnlyList<KerasCall>? calls))
        {
            throw _file.Error(tensor.Place, $"there is no layer {ImportSource.Quote(tensor.Layer)}");
        }

        bool isModel = KerasModel.IsModel(ClassOf(_layers[tensor.Layer]));
        int call = shifted.Contains(tensor.Layer) || (isModel && isOutput && tensor.Call >= calls.Count) ? tensor.Call - 1 : tensor.Call;
        return call >= 0 && call < calls.Count
            ? tensor with { Call = call }
            : throw _file.Error(tensor.Place, $"there is no call {tensor.Call} of layer {ImportSource.Quote(tensor.Layer)}; it is called {calls.Count} times");
    }

    private IEnumerable<KerasTensor> Ends(JsonValue config, string field) => _file.Find(config, field) is JsonValue ends ? Tensors(ends) : [];

    private List<KerasCall> Calls(JsonValue layer, string name)
    {
        IReadOnlyList<JsonValue> nodes = _file.Find(layer, "inbound_nodes")?.Items ?? [];
        if (nodes.Count == 0)
        {
            return ClassOf(layer) == "InputLayer"
                ? [new KerasCall(layer, name, [], null)]
                : throw _file.Error(layer, $"layer {ImportSource.Quote(name)} is called without arguments");
        }

        return [.. nodes.Select(node => node.Kind == JsonKind.Object ? NewCall(layer, name, node) : OldCall(layer, name, node))];
    }

    // Positional and named arguments; several results are in a list.
    private KerasCall NewCall(JsonValue layer, string name, JsonValue node)
    {
        List<KerasArgument> arguments = [];
        foreach (JsonValue value in _file.Find(node, "args")?.Items ?? [])
        {
            KerasTensor[] tensors = [.. Tensors(value)];
            if (tensors.Length > 0)
            {
                arguments.AddRange(tensors.Select(tensor => new KerasArgument(tensor, tensor.Place)));
            }
            else if (value.Kind != JsonKind.Null)
            {
                arguments.Add(new KerasArgument(null, value));
            }
        }

        bool hasMask = false;
        CheckNamed(_file.Find(node, "kwargs"), layer, name, arguments, ref hasMask);
        return new KerasCall(layer, name, arguments, hasMask);
    }

    // Results, each followed by the named arguments.
    private KerasCall OldCall(JsonValue layer, string name, JsonValue node)
    {
        List<KerasArgument> arguments = [];
        bool hasMask = false;
        foreach (JsonValue item in AsTensor(node) is null ? node.Items : [node])
        {
            KerasTensor tensor = AsTensor(item) ?? throw _file.Error(item, $"layer {ImportSource.Quote(name)} reads something that is not a result of a layer");
            arguments.Add(new KerasArgument(tensor, item));
            CheckNamed(item.Items.Count > 3 ? item.Items[3] : null, layer, name, arguments, ref hasMask);
        }

        return new KerasCall(layer, name, arguments, hasMask ? true : null);
    }

    private void CheckNamed(JsonValue? named, JsonValue layer, string name, List<KerasArgument> arguments, ref bool hasMask)
    {
        foreach (JsonMember argument in named?.Members ?? [])
        {
            switch (argument.Name)
            {
                case var _ when argument.Value.Kind == JsonKind.Null:
                    break;
                case "training" when argument.Value.Kind == JsonKind.False:
                    break;
                case "name" when ClassOf(layer) == "TFOpLambda":
                    break;
                case "x" or "y" or "x1" or "x2" when ClassOf(layer) == "TFOpLambda" || KerasOperations.IsKnown(ClassOf(layer)):
                    KerasTensor[] tensors = [.. Tensors(argument.Value)];
                    arguments.AddRange(
                        tensors.Length == 0 ? [new KerasArgument(null, argument.Value)] : tensors.Select(tensor => new KerasArgument(tensor, tensor.Place)));
                    break;
                case "mask" when ClassOf(layer) is not "Softmax":
                    _builder.Note(
                        $"{ImportSource.Quote(name)} skips padding, {_masks.Read(argument.Value, name)}; here a sequence runs in its full length, "
                            + "without padding");
                    hasMask = true;
                    break;
                default:
                    throw _file.Error(
                        argument.Value,
                        $"layer {ImportSource.Quote(name)} is called with {ImportSource.Quote(argument.Name)}, which is not supported; only its input "
                            + "and a padding mask were expected");
            }
        }
    }

    // Keras 2 and 3 nest differently, but both name a result by [layer, call, output].
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
}
