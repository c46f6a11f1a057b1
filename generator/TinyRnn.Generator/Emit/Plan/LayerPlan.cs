using TinyRnn.Generator.Emit.Elementwise;
using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>
/// The layers that are emitted, in order: first those that a state depends on, which a step without output runs alone. Embeddings that are multiplied
/// into the next layer are left out, joint rows are put before the layers that read them, and elementwise layers are combined into one loop.
/// </summary>
internal sealed class LayerPlan
{
    private readonly Network _network;
    private readonly IReadOnlyList<string> _names;
    private readonly NameScope _scope;
    private readonly StateLayout _state;
    private readonly EmbeddingFold _embeddings;
    private readonly FusionPlan _fusion;
    private readonly JoinPlan _joins;
    private readonly List<LayerEmitter> _emitters = [];

    // For each layer of the network, the source that its readers see, and its emitter.
    private readonly Dictionary<int, (LayerSource Source, int Emitter)> _values = [];

    private LayerPlan(Network network, IReadOnlyList<string> names, NameScope scope, StateLayout state)
    {
        _network = network;
        _names = names;
        _scope = scope;
        _state = state;
        _embeddings = new EmbeddingFold(network);
        _fusion = new FusionPlan(network);
        _joins = new JoinPlan(network, names, _fusion);
    }

    /// <summary>Makes the emitters.</summary>
    /// <param name="network">The network.</param>
    /// <param name="names">Its layers' names as identifiers.</param>
    /// <param name="scope">The scope that they are drawn from.</param>
    /// <param name="state">Receives the layers' states.</param>
    /// <param name="stateLayers">How many of the first layers a state depends on.</param>
    public static IReadOnlyList<LayerEmitter> Create(Network network, IReadOnlyList<string> names, NameScope scope, StateLayout state, out int stateLayers)
    {
        LayerPlan plan = new(network, names, scope, state);
        LayerSource input = network.Tokens is TokenInput tokens
            ? LayerSource.OfTokens(tokens.Size, null)
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
        if (_joins.IsSpliced(index) || _fusion.IsPart(index))
        {
            return;
        }

        if (_fusion.IsInKernel(index))
        {
            _values.Add(index, _values[_joins.InputsOf(index)[0]]);
            return;
        }

        Layer layer = _fusion.Activated(index);
        if (_embeddings.IsFolded(index))
        {
            _values.Add(index, (LayerSource.OfTokens(layer.InputSize, _network.Tensors[((EmbeddingLayer)layer).Weight]), Graph.Input));
            return;
        }

        if (_joins.GivesJoint(index))
        {
            InputsOf(index);
            return;
        }

        if (JoinPlan.IsName(_network, index))
        {
            _values.Add(index, InputsOf(index)[0]);
            return;
        }

        List<ElementwiseStage> stages = [];
        List<(LayerSource Source, int Emitter)> inputs = [];
        if (ElementwiseFormula.IsOf(layer))
        {
            AddStages(index, stages, inputs, []);
        }
        else
        {
            inputs.AddRange(InputsOf(index).Select((input, i) => Flat(index, i, input)));
        }

        LayerEmitter emitter = layer.Accept(new LayerEmitters(_names[index], _network, [.. inputs.Select(input => input.Source)], _state, Draw)
        {
            Stages = stages,
            Home = _joins.HomeOf(index),
            IsForMatrices = IsForMatrices(index),
        });
        int place = Add(emitter, inputs);
        _values.Add(index, (LayerSource.OfRow(emitter.Output, (emitter as SelectEmitter)?.Order), place));
    }

    // The inputs of a layer; several are joined into one row unless the layer keeps them apart.
    private (LayerSource Source, int Emitter)[] InputsOf(int index)
    {
        (LayerSource Source, int Emitter)[] inputs = [.. _joins.InputsOf(index).Select(input => _values[input])];
        return _joins.RowOf(index) is JointRow joint ? [Join(_network.Layers[index], joint, inputs)] : inputs;
    }

    // Adds a layer of a loop after the layers that are part of it, and returns the index of its stage. The operand of a value is known once the
    // value has been seen.
    private int AddStages(int index, List<ElementwiseStage> stages, List<(LayerSource Source, int Emitter)> rows, Dictionary<int, int> known)
    {
        Layer layer = _network.Layers[index];
        List<int> operands = [];
        IReadOnlyList<int> inputs = _joins.InputsOf(index);
        if (_joins.RowOf(index) is not null)
        {
            AddRow(0, InputsOf(index)[0]);
        }
        else
        {
            for (int i = 0; i < inputs.Count; i++)
            {
                if (known.TryGetValue(inputs[i], out int row))
                {
                    operands.Add(row);
                    continue;
                }

                if (!_fusion.IsPart(inputs[i]))
                {
                    known.Add(inputs[i], rows.Count);
                    AddRow(i, _values[inputs[i]]);
                    continue;
                }

                int made = ~AddStages(inputs[i], stages, rows, known);
                known.Add(inputs[i], made);
                operands.Add(made);
            }
        }

        stages.Add(new ElementwiseStage(layer, ElementwiseFormula.Of(layer, _names[index], _network), operands));
        return stages.Count - 1;

        void AddRow(int input, (LayerSource Source, int Emitter) value)
        {
            operands.Add(rows.Count);
            rows.Add(Flat(index, input, value));
        }
    }

    // The input in one piece, if the layer needs that.
    private (LayerSource Source, int Emitter) Flat(int index, int input, (LayerSource Source, int Emitter) value)
    {
        Layer layer = _network.Layers[index];
        if (!MustBeFlat(layer, value))
        {
            return value;
        }

        int columns = value.Source.Row.Columns;
        return Join(layer, new JointRow(FlatName(_names[index], input), InputRow.Padded(columns, JoinPlan.PaddedOf(columns))), value);
    }

    // The first input's name is derived from the layer's. There may be any number of others, so each is drawn.
    private string FlatName(string layer, int input) => input == 0 ? layer + "Flat" : Draw(layer + "Flat" + Literals.Plain(input));

    private string Draw(string name) => _scope.Draw(name, LayerEmitter.DerivedNames);

    // Kernels of weight matrices can read pieces. Packed weights cannot, because they read whole words, and neither can a pool, because it keeps the
    // whole row.
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

    // Each reader has only this input, in single precision: then the columns of its weights can be in any order.
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
