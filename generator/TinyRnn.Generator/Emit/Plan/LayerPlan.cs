using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>
/// The layers that are emitted, in order: first those that a state depends on, which a step without its output runs alone. Embeddings that go into
/// the layer behind them are left out, and rows that are made of several are put in front of the layers that read them.
/// </summary>
internal sealed class LayerPlan
{
    private readonly Network _network;
    private readonly IReadOnlyList<string> _names;
    private readonly StateLayout _state;
    private readonly EmbeddingFold _embeddings;
    private readonly JoinPlan _joins;
    private readonly List<LayerEmitter> _emitters = [];

    // Of each layer of the network what its readers see, and the emitter that gives it.
    private readonly Dictionary<int, (LayerSource Source, int Emitter)> _values = [];

    private HashSet<string>? _taken;

    private LayerPlan(Network network, IReadOnlyList<string> names, StateLayout state)
    {
        _network = network;
        _names = names;
        _state = state;
        _embeddings = new EmbeddingFold(network);
        _joins = new JoinPlan(network, names);
    }

    /// <summary>Makes the emitters.</summary>
    /// <param name="network">The network.</param>
    /// <param name="names">Its layers' names as identifiers.</param>
    /// <param name="state">Receives the layers' states.</param>
    /// <param name="stateLayers">How many of the first layers a state depends on.</param>
    public static IReadOnlyList<LayerEmitter> Create(Network network, IReadOnlyList<string> names, StateLayout state, out int stateLayers)
    {
        LayerPlan plan = new(network, names, state);
        LayerSource input = network.Vocabulary is Vocabulary vocabulary
            ? LayerSource.OfTokens(vocabulary.Size, null)
            : LayerSource.OfScaledInput(network.InputSize, InputScaling.FoldedDeviations(network));
        plan._values.Add(Graph.Input, (input, Graph.Input));
        ILookup<bool, int> layers = Enumerable.Range(0, network.Layers.Count).ToLookup(network.Graph.FeedsState);
        foreach (int layer in layers[true])
        {
            plan.Add(layer);
        }

        stateLayers = plan._emitters.Count;
        foreach (int layer in layers[false])
        {
            plan.Add(layer);
        }

        return plan._emitters;
    }

    private void Add(int index)
    {
        if (_joins.IsSpliced(index))
        {
            return;
        }

        Layer layer = _network.Layers[index];
        (LayerSource Source, int Emitter)[] inputs = [.. _joins.InputsOf(index).Select(input => _values[input])];
        if (_embeddings.IsFolded(index))
        {
            _values.Add(index, (LayerSource.OfTokens(layer.InputSize, _network.Tensors[((EmbeddingLayer)layer).Weight]), Graph.Input));
            return;
        }

        if (_joins.RowOf(index) is JointRow joint)
        {
            inputs = [Join(layer, joint, inputs)];
        }

        if (_joins.IsName(index))
        {
            _values.Add(index, inputs[0]);
            return;
        }

        if (_joins.GivesJoint(index))
        {
            return;
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (MustBeFlat(layer, inputs[i]))
            {
                InputRow row = inputs[i].Source.Row;
                inputs[i] = Join(layer, new JointRow(FlatName(_names[index], i), InputRow.Padded(row.Columns, JoinPlan.PaddedOf(row.Columns))), inputs[i]);
            }
        }

        LayerEmitter emitter = layer.Accept(new LayerEmitters(_names[index], _network, [.. inputs.Select(input => input.Source)], _state, _joins.HomeOf(index), IsForMatrices(index)));
        int place = Add(emitter, inputs);
        _values.Add(index, (LayerSource.OfRow(emitter.Output, (emitter as SelectEmitter)?.Order), place));
    }

    // The first one's name is among those that no other layer takes; of the others there may be any number.
    private string FlatName(string layer, int input)
    {
        string name = layer + "Flat";
        if (input == 0)
        {
            return name;
        }

        _taken ??= [.. _names.SelectMany(LayerEmitter.DerivedNames)];
        for (name += Literals.Plain(input); LayerEmitter.DerivedNames(name).Any(_taken.Contains);)
        {
            name += "Flat";
        }

        _taken.UnionWith(LayerEmitter.DerivedNames(name));
        return name;
    }

    // Kernels of weight matrices read pieces; but those of small numbers read words of them, and a pool keeps what the row holds beside the pieces.
    private bool MustBeFlat(Layer layer, (LayerSource Source, int Emitter) input)
    {
        if (input.Source.Tokens > 0)
        {
            return false;
        }

        bool isView = input.Emitter != Graph.Input && _emitters[input.Emitter].IsView;
        return layer.Accept(FlatInput.Instance)
            ? !input.Source.Row.IsFlat
            : isView && (layer is PoolingLayer || InputScaling.ReadsPacked(_network, layer));
    }

    // Each by itself, in single precision: then the columns of the weights go in any order.
    private bool IsForMatrices(int index) => _network.Graph.ReadersOf(index) is { Count: > 0 } readers
        && readers.All(reader => _network.Graph.Nodes[reader].Inputs.Count == 1 && InputScaling.ReadsFloats(_network, _network.Layers[reader]));

    private (LayerSource, int) Join(Layer layer, JointRow row, params (LayerSource Source, int Emitter)[] inputs)
    {
        LayerEmitter?[] makers = [.. inputs.Select(input => input.Emitter == Graph.Input ? null : _emitters[input.Emitter])];
        JoinEmitter emitter = new(layer, row, makers, [.. inputs.Select(input => input.Source.Row)]);
        return (LayerSource.OfRow(emitter.Output), Add(emitter, inputs));
    }

    private int Add(LayerEmitter emitter, IEnumerable<(LayerSource Source, int Emitter)> inputs)
    {
        emitter.Inputs = [.. inputs.Select(input => input.Emitter)];
        _emitters.Add(emitter);
        return _emitters.Count - 1;
    }
}
