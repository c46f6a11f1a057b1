using TinyRnn.Generator.Emit.Elementwise;
using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>
/// The rows that join several others: who reads them, where the parts lie, and which layers write their part in place. A layer that only names such a
/// row, or a single value, is not emitted.
/// </summary>
internal sealed class JoinPlan
{
    private const int VectorFloats = 4;

    private readonly Network _network;
    private readonly IReadOnlyList<string> _names;
    private readonly FusionPlan _fusion;
    private readonly HashSet<int> _spliced = [];
    private readonly Dictionary<int, IReadOnlyList<int>> _parts = [];
    private readonly Dictionary<int, JointRow> _rows = [];
    private readonly Dictionary<int, RowPart> _homes = [];
    private readonly bool[] _readsPieces = [];

    /// <param name="network">The network.</param>
    /// <param name="names">Its layers' names as identifiers.</param>
    /// <param name="fusion">Which layers have no row of their own.</param>
    public JoinPlan(Network network, IReadOnlyList<string> names, FusionPlan fusion)
    {
        _fusion = fusion;
        _network = network;
        _names = names;
        if (network.Graph.IsChain)
        {
            return;
        }

        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            if (IsJoin(layer))
            {
                _parts.Add(layer, [.. network.Graph.Nodes[layer].Inputs.SelectMany(input => Splice(layer, input))]);
            }
        }

        _readsPieces = FindReadersOfPieces();
        foreach (int layer in _parts.Keys.Where(layer => !_spliced.Contains(layer)).OrderBy(layer => layer))
        {
            _rows.Add(layer, Place(layer));
        }
    }

    /// <summary>The inputs of a layer; if its own row is within a joint row, the parts.</summary>
    public IReadOnlyList<int> InputsOf(int layer) => _parts.TryGetValue(layer, out IReadOnlyList<int>? parts) ? parts : _network.Graph.Nodes[layer].Inputs;

    /// <summary>The row that joins a layer's inputs; null if the layer reads one row or keeps its inputs apart.</summary>
    public JointRow? RowOf(int layer) => _rows.TryGetValue(layer, out JointRow? row) ? row : null;

    /// <summary>The place of a layer's row within a joint row, or null.</summary>
    public RowPart? HomeOf(int layer) => _homes.TryGetValue(layer, out RowPart? home) ? home : null;

    /// <summary>Whether a layer's parts are parts of its reader's row.</summary>
    public bool IsSpliced(int layer) => _spliced.Contains(layer);

    /// <summary>Whether a layer, which is the last one, returns its joint row unchanged.</summary>
    public bool GivesJoint(int layer) => layer == _network.Layers.Count - 1 && GivesWhatItReads(_network, layer) && _rows.ContainsKey(layer);

    /// <summary>Whether a layer returns its inputs unchanged, so that it only joins them.</summary>
    public static bool IsName(Network network, int layer) => layer < network.Layers.Count - 1 && GivesWhatItReads(network, layer);

    private static bool GivesWhatItReads(Network network, int layer) =>
        network.Layers[layer] is ActivationLayer { Activation.Kind: Activation.Identity } && !network.Graph.IsChain;

    private bool IsJoin(int layer) => _network.Graph.Nodes[layer].Inputs.Count > 1 && _network.Layers[layer].InputSizes is null;

    private IEnumerable<int> Splice(int layer, int input)
    {
        if (input == Graph.Input || !_parts.TryGetValue(input, out IReadOnlyList<int>? parts) || !GivesWhatItReads(_network, input)
            || _network.Graph.ReadersOf(input).Count > 1 || _network.Graph.Nodes[layer].Inputs.Count(other => other == input) > 1)
        {
            return [input];
        }

        _spliced.Add(input);
        return parts;
    }

    private JointRow Place(int layer)
    {
        // Kernels of matrices skip whatever lies between the parts.
        bool isFlat = !_readsPieces[layer];
        List<(int Offset, int Columns)> pieces = [];
        List<(int Layer, int Offset, int Size)> homes = [];
        int end = 0;
        foreach (int part in _parts[layer])
        {
            int size = SizeOf(part);
            int taken = size;
            int maker = MakerOf(part);
            if (maker != Graph.Input && !_homes.ContainsKey(maker) && homes.All(home => home.Layer != maker) && WrittenBy(maker) is int written
                && (!isFlat || written == size) && CanStandIn(maker, layer))
            {
                int start = isFlat ? end : PaddedOf(end);
                homes.Add((maker, start, size));
                end = start;
                taken = isFlat ? size : PaddedOf(written);
            }

            InputRow.AddPiece(pieces, end, size);

            end += taken;
        }

        JointRow joint = new(_names[layer] + "Joined", new InputRow(PaddedOf(end), true, [.. pieces]));
        foreach ((int maker, int offset, int size) in homes)
        {
            _homes.Add(maker, new RowPart(joint, offset, size));
        }

        return joint;
    }

    /// <summary>Floats with padding up to the next whole vector.</summary>
    public static int PaddedOf(int floats) => (floats + VectorFloats - 1) / VectorFloats * VectorFloats;

    private int SizeOf(int value) => value == Graph.Input ? _network.InputSize : _network.Layers[value].OutputSize;

    // The layer that writes the row in which a value lies.
    private int MakerOf(int value)
    {
        while (value != Graph.Input && HasRowOfInput(value))
        {
            value = _network.Graph.Nodes[value].Inputs[0];
        }

        return value;
    }

    // For each layer, readers first, whether its input may be in pieces.
    private bool[] FindReadersOfPieces()
    {
        bool[] result = new bool[_network.Layers.Count];
        for (int layer = result.Length - 1; layer >= 0; layer--)
        {
            result[layer] = GivesWhatItReads(_network, layer)
                ? IsName(_network, layer) && _network.Graph.ReadersOf(layer).All(reader => result[reader])
                : InputScaling.ReadsFloats(_network, _network.Layers[layer]);
        }

        return result;
    }

    // Floats that a layer writes, padding included; null if it needs memory of its own.
    private int? WrittenBy(int layer) => _network.Layers[layer] switch
    {
        DenseLayer dense => UnitTiles.MostPadded(dense.OutputSize),
        Layer own when ElementwiseFormula.IsOf(own) => IsName(_network, layer) ? null : SizeOf(layer),
        ReduceLayer or LayerNormLayer or DelayLayer => SizeOf(layer),
        SelectLayer select => SelectPieces.Of(select.Indices).Count > SelectPieces.Most ? SizeOf(layer) : null,
        _ => null,
    };

    // Both layers must run in the same cases, and every other reader must be able to read the value in its new place.
    private bool CanStandIn(int maker, int layer) =>
        _network.Graph.FeedsState(maker) == _network.Graph.FeedsState(layer)
        && Values(maker).SelectMany(_network.Graph.ReadersOf).All(reader => reader == layer || HasRowOfInput(reader) || ReadsAnywhere(reader));

    // A layer that only names one value, or an activation in a dense layer's kernel.
    private bool HasRowOfInput(int layer) => _fusion.IsInKernel(layer) || (IsName(_network, layer) && !_parts.ContainsKey(layer));

    // The values that a layer's row holds, under all their names.
    private List<int> Values(int maker)
    {
        List<int> values = [maker];
        for (int i = 0; i < values.Count; i++)
        {
            values.AddRange(_network.Graph.ReadersOf(values[i]).Where(HasRowOfInput));
        }

        return values;
    }

    private bool ReadsAnywhere(int layer) => _parts.ContainsKey(layer) || (_network.Layers[layer] is not PoolingLayer
        && !InputScaling.ReadsPacked(_network, _network.Layers[layer])
        && _network.Layers[layer] is not DenseLayer { OutputSize: <= DotKernel.MaximumRows });
}
