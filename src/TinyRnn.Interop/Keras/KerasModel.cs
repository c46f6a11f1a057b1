using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Reads the configuration of a Sequential or a functional model, including models within it, and gives each layer its arrays.</summary>
internal sealed class KerasModel
{
    private const int MaximumCalls = 1024;

    private readonly ImportSource _source;
    private readonly JsonDocumentFile _file;
    private readonly NetworkBuilder _builder;
    private readonly KerasLayerReader _reader;
    private readonly HashSet<string> _shared = [];
    private int _calls;

    private KerasModel(ImportSource source, JsonDocumentFile file, NetworkBuilder builder, int version)
    {
        _source = source;
        _file = file;
        _builder = builder;
        _reader = new KerasLayerReader(file, builder, version, KerasClasses.ReadsWindows(file, file.Root), Frames());
    }

    /// <summary>Reads a model.</summary>
    /// <param name="source">The file.</param>
    /// <param name="file">The configuration, which may be from another file.</param>
    /// <param name="weights">The arrays.</param>
    /// <param name="options">The user's options.</param>
    /// <param name="version">The major version of Keras that wrote the file.</param>
    /// <param name="notes">Assumptions so far about facts that the file does not contain.</param>
    public static ImportResult Read(
        ImportSource source, JsonDocumentFile file, KerasLayerWeights weights, ImportOptions options, int version, params IEnumerable<string> notes)
    {
        NetworkBuilder builder = new(source, options, weights.Format) { SourceNoun = "array" };
        foreach (string note in notes)
        {
            builder.Note(note);
        }

        KerasModel model = new(source, file, builder, version);
        IReadOnlyList<(string Name, KerasValue Value)> outputs = model.Whole(weights);
        weights.End();
        model.End(outputs);
        return builder.Build();
    }

    /// <summary>Whether a class is a model.</summary>
    public static bool IsModel(string className) => className is "Sequential" or "Functional" or "Model";

    private IReadOnlyList<(string Name, KerasValue Value)> Whole(KerasLayerWeights weights)
    {
        (string kind, JsonValue config, IReadOnlyList<JsonValue> layers) = Parts(_file.Root);
        KerasValue input = new() { Names = [Graph.InputName], Size = 0 };
        if (kind == "Sequential")
        {
            return [("", Sequence(layers, weights, input))];
        }

        KerasGraph graph = new(_source, _file, _builder, config, layers);
        Declare(layers, weights);
        KerasTensor main = graph.Outputs[0];
        if (main.Output != 0)
        {
            throw _file.Error(
                main.Place,
                $"the model gives the state {main.Output} of layer {ImportSource.Quote(main.Layer)} ('return_state'); the layer's output was expected, "
                    + "which is number 0");
        }

        List<KerasTensor> wanted = [main];
        foreach (KerasTensor other in graph.Outputs.Skip(1))
        {
            if (other.Output == 0 || IsModel(ClassOf(graph[other.Maker].Layer)))
            {
                wanted.Add(other);
            }
            else
            {
                _builder.Note($"the state {other.Output} of layer {ImportSource.Quote(other.Layer)} is not an output here, because the caller owns the states");
            }
        }

        Dictionary<string, KerasValue> inputs = Inputs(graph, input);
        return [.. Results(graph, weights, inputs, wanted).Select((value, i) => (wanted[i].Layer, value))];
    }

    // Several inputs lie one after another in the row that the network reads.
    private Dictionary<string, KerasValue> Inputs(KerasGraph graph, KerasValue whole)
    {
        List<(string Name, KerasValue Value)> each =
        [
            .. graph.Inputs.Select(tensor => (tensor.Layer, _reader.WithShape(whole, Settings(graph[tensor.Maker].Layer))))
        ];
        if (each.Count == 1)
        {
            return new Dictionary<string, KerasValue> { [each[0].Name] = each[0].Value };
        }

        foreach ((string name, KerasValue value) in each)
        {
            if (value.Size is < 1 or > FieldReader.MaximumSize)
            {
                throw _source.Error(
                    $"layer {ImportSource.Quote(name)}",
                    $"the configuration does not say how many values it reads; of several inputs each needs a size from 1 to {FieldReader.MaximumSize}");
            }
        }

        if (each.Select(one => one.Name).Distinct().Count() != each.Count)
        {
            throw _source.Error("one input of the model is named twice");
        }

        bool hasSteps = each.Any(one => one.Value.Rate == KerasRate.EachStep);
        _builder.Note(NetworkBuilder.SideBySide("inputs", each.Select(one => (one.Name, one.Value.Size))));
        _builder.InputParts = [.. each.Select(one => new NamedPart(one.Name, one.Value.Size))];
        foreach ((string name, KerasValue value) in each.Where(one => hasSteps && one.Value.Rate == KerasRate.Fixed))
        {
            _builder.Note(
                $"the input {ImportSource.Quote(name)} has no steps: give its values at each step; the output for a sequence uses those of the last "
                    + "step");
        }

        int size = each.Sum(one => one.Value.Size);
        int start = 0;
        Dictionary<string, KerasValue> inputs = [];
        foreach ((string name, KerasValue value) in each)
        {
            KerasValue read = value with { Size = size };
            int from = start;
            start += value.Size;

            // An input that nothing reads still has its place in the row, but no layer.
            inputs.Add(name, graph.ReadersOf((name, 0)) > 0 ? _reader.Selected(read, name, from, value.Size) : value);
        }

        return inputs;
    }

    // The outputs lie one after another in the row of the last layer.
    private void End(IReadOnlyList<(string Name, KerasValue Value)> outputs)
    {
        if (outputs.Any(output => output.Value.IsPadded))
        {
            throw _source.Error($"the model ends in {KerasLayerReader.WaitingZeros}");
        }

        KerasValue[] values = [.. outputs.Select(output => _reader.Settled(output.Value))];
        (string Name, KerasRate Rate)[] rates = [.. values.Select((value, i) => (outputs[i].Name, value.Rate)).Where(one => one.Rate != KerasRate.Fixed)];
        if (rates.Select(one => one.Rate).Distinct().Count() > 1)
        {
            string every = rates.First(one => one.Rate == KerasRate.EachStep).Name;
            string last = rates.First(one => one.Rate == KerasRate.AtEnd).Name;
            throw _source.Error(
                $"the model gives {ImportSource.Quote(every)} at each step and {ImportSource.Quote(last)} once for the whole sequence; outputs of one kind "
                    + "were expected");
        }

        if (values.Any(value => value.IsReversed))
        {
            throw _source.Error(
                "the model gives its steps from the last to the first ('go_backwards'); steps in their order, or the output of a whole sequence, "
                    + "were expected");
        }

        if (values.Length > 1)
        {
            _builder.Note(NetworkBuilder.SideBySide("outputs", values.Select((value, i) => (outputs[i].Name, value.Size))));
            _builder.OutputParts = [.. values.Select((value, i) => new NamedPart(outputs[i].Name, value.Size))];
        }

        if (_builder.Layers.Count > 0)
        {
            string name = _reader.NameOf(values[0] with { Names = [.. values.SelectMany(value => value.Names)], Size = values.Sum(value => value.Size) });
            if (_builder.Layers[^1].Name != name)
            {
                _builder.Add(new ActivationLayer(_builder.NameLayer("output"), values[0].Size, Activation.Identity) { Inputs = [name] }, [], []);
            }
        }

        _builder.Steps = rates.Length > 0 && rates[0].Rate == KerasRate.AtEnd ? OutputSteps.Last : OutputSteps.Every;
    }

    // If a functional model has no layer with several inputs and has one output, its layers are a chain.
    private KerasFrames? Frames()
    {
        (string kind, JsonValue config, IReadOnlyList<JsonValue> layers) = Parts(_file.Root);
        bool isChain = kind == "Sequential"
            || (layers.Count(layer => ClassOf(layer) == "InputLayer") == 1
                && !layers.Any(layer => KerasLayerReader.JoinsInputs(ClassOf(layer)) || IsModel(ClassOf(layer)))
                && _file.Find(config, "output_layers") is { Kind: JsonKind.Array } outputs
                && (outputs.Items.Count == 1 || outputs.Items.All(item => item.Kind != JsonKind.Array)));
        return isChain ? KerasFrames.Find(_file, layers) : null;
    }

    private (string Kind, JsonValue Config, IReadOnlyList<JsonValue> Layers) Parts(JsonValue model)
    {
        string kind = ClassOf(model);
        if (!IsModel(kind))
        {
            throw _source.Error($"the model is of the class {ImportSource.Quote(kind)}; Sequential or Functional was expected");
        }

        // Before Keras 2.2.3, a Sequential model was a list.
        JsonValue? list = kind == "Sequential" && _file.Find(model, "config") is { Kind: JsonKind.Array } found ? found : null;
        JsonValue config = list ?? _file.Require(model, "config", JsonKind.Object, "the model's configuration");
        return (kind, config, (list ?? _file.Require(config, "layers", JsonKind.Array, "an array of layers")).Items);
    }

    private KerasValue Sequence(IReadOnlyList<JsonValue> layers, KerasLayerWeights weights, KerasValue value)
    {
        Declare(layers, weights);
        for (int i = 0; i < layers.Count; i++)
        {
            JsonValue layer = layers[i];
            if (i == 0 && !IsModel(ClassOf(layer)))
            {
                JsonValue? built = _file.Find(layer, "build_config") is JsonValue build ? _file.Find(build, "input_shape") : null;
                value = _reader.WithShape(value, Settings(layer), built);
            }

            value = Call(layer, weights, [value], [], null)[0];
        }

        return value;
    }

    private IReadOnlyList<KerasValue> Results(
        KerasGraph graph, KerasLayerWeights weights, Dictionary<string, KerasValue> inputs, IReadOnlyList<KerasTensor> outputs)
    {
        Dictionary<(string, int), IReadOnlyList<KerasValue>> results = [];
        foreach ((string Layer, int Call) made in graph.InOrder(graph.Outputs))
        {
            KerasCall call = graph[made];
            KerasValue[] read = [.. call.Arguments.Select(argument => argument.Tensor).OfType<KerasTensor>().Select(tensor => Result(results, tensor))];
            if (ClassOf(call.Layer) == "InputLayer")
            {
                KerasValue given = inputs.TryGetValue(made.Layer, out KerasValue? value) ? value
                    : throw _file.Error(call.Layer, $"the input {ImportSource.Quote(made.Layer)} is not one of the model's 'input_layers'");
                read = [given];
            }
            else if (made.Call > 0 && _shared.Add(made.Layer))
            {
                _builder.Note($"layer {ImportSource.Quote(made.Layer)} is called more than once; here each call becomes a separate layer with the same "
                    + "weights");
            }

            bool isShared = graph.ReadersOf(made) > 1;
            results.Add(
                made,
                [.. Call(call.Layer, weights, read, call.Arguments, call.HasMask).Select(
                    result => isShared ? _reader.Settled(result) with { IsShared = true } : result)]);
        }

        return [.. outputs.Select(output => Result(results, output))];
    }

    private KerasValue Result(Dictionary<(string, int), IReadOnlyList<KerasValue>> results, KerasTensor tensor) =>
        results[tensor.Maker] is IReadOnlyList<KerasValue> given && tensor.Output >= 0 && tensor.Output < given.Count
            ? given[tensor.Output]
            : throw _file.Error(
                tensor.Place,
                $"the result {tensor.Output} of layer {ImportSource.Quote(tensor.Layer)} is read: a cell state, a state of both directions or one that the "
                    + "layer does not give; its output, or the hidden state of one direction, was expected");

    private IReadOnlyList<KerasValue> Call(
        JsonValue layer, KerasLayerWeights weights, IReadOnlyList<KerasValue> inputs, IReadOnlyList<KerasArgument> arguments, bool? hasMask)
    {
        if (++_calls > MaximumCalls)
        {
            throw _source.Error($"the model has more than {MaximumCalls} calls of layers");
        }

        return IsModel(ClassOf(layer)) ? Inside(layer, weights, inputs) : _reader.Add(Settings(layer), weights, inputs, arguments, hasMask);
    }

    // A model as a layer: its layers are read with the caller's values in place of its inputs.
    private IReadOnlyList<KerasValue> Inside(JsonValue model, KerasLayerWeights weights, IReadOnlyList<KerasValue> inputs)
    {
        (string kind, JsonValue config, IReadOnlyList<JsonValue> layers) = Parts(model);
        string name = KerasGraph.NameOf(_file, model);
        KerasLayerWeights own = weights.Inside(name, kind);
        if (kind == "Sequential")
        {
            return inputs.Count == 1
                ? [Sequence(layers, own, inputs[0])]
                : throw _file.Error(model, $"model {ImportSource.Quote(name)} is called with {inputs.Count} results; one was expected");
        }

        KerasGraph graph = new(_source, _file, _builder, config, layers);
        if (graph.Inputs.Count != inputs.Count)
        {
            throw _file.Error(model, $"model {ImportSource.Quote(name)} is called with {inputs.Count} results; {graph.Inputs.Count} were expected");
        }

        Declare(layers, own);
        Dictionary<string, KerasValue> given = [];
        for (int i = 0; i < inputs.Count; i++)
        {
            given[graph.Inputs[i].Layer] = _reader.WithShape(inputs[i], Settings(graph[graph.Inputs[i].Maker].Layer));
        }

        return Results(graph, own, given, graph.Outputs);
    }

    private void Declare(IReadOnlyList<JsonValue> layers, KerasLayerWeights weights) =>
        weights.Declare([.. layers.Select(layer => (KerasGraph.NameOf(_file, layer), ClassOf(layer)))]);

    private KerasSettings Settings(JsonValue layer) => new(_source, _file, layer);

    private string ClassOf(JsonValue layer) => layer.Kind == JsonKind.Object ? _file.FindString(layer, "class_name") ?? "" : "";
}
