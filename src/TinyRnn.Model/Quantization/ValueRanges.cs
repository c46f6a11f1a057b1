namespace TinyRnn.Model;

/// <summary>The ranges of the values that matrices are multiplied with: fixed by the functions that produce the values, or measured on
/// data.</summary>
internal sealed class ValueRanges
{
    private readonly Network _network;

    // The ranges of the input, then of each layer's output.
    private readonly (float Low, float High)[]? _seen;

    /// <param name="network">The network.</param>
    /// <param name="data">Sequences that the network may read, or none.</param>
    public ValueRanges(Network network, IReadOnlyList<ModelSequence> data)
    {
        _network = network;
        if (data.Count == 0)
        {
            return;
        }

        _seen = new (float, float)[network.Layers.Count + 1];
        Array.Fill(_seen, (float.PositiveInfinity, float.NegativeInfinity));
        Interpreter interpreter = new(network)
        {
            Observer = (layer, values) =>
            {
                ref (float Low, float High) range = ref _seen[layer + 1];
                foreach (float value in values)
                {
                    range = (Math.Min(range.Low, value), Math.Max(range.High, value));
                }
            },
        };
        foreach (ModelSequence sequence in data)
        {
            sequence.Run(interpreter);
        }
    }

    /// <summary>The range of the values that a layer's matrix is multiplied with; null if it is not known.</summary>
    public QuantizationRange? Of(int layer, MatrixInput reads) => reads switch
    {
        MatrixInput.Layer or MatrixInput.Window => OfInput(layer),
        MatrixInput.PaddedWindow => OfInput(layer) is QuantizationRange range ? Valid(Math.Min(range.Low, 0), Math.Max(range.High, 0)) : null,
        MatrixInput.Hidden => OfHidden(layer),
        MatrixInput.Cell => Of(((LstmLayer)_network.Layers[layer]).UnprojectedRange),
        _ => null,
    };

    // If the reset gate can leave the range 0 to 1, the gated state can have any value.
    private QuantizationRange? OfHidden(int layer) => _network.Layers[layer] is GruLayer { Reset: GruReset.Before, GateActivation.IsGate: false }
        ? null
        : Fixed(layer) ?? Seen(layer, withZero: true);

    private QuantizationRange? OfOutput(int layer) => layer < 0
        ? Seen(layer, withZero: false)
        : _network.Layers[layer].KeepsRange
            ? OfInput(layer)
            : Fixed(layer) ?? Seen(layer, withZero: false);

    // The union of the ranges of all that a layer reads.
    private QuantizationRange? OfInput(int layer)
    {
        QuantizationRange? range = null;
        foreach (int input in _network.Graph.Nodes[layer].Inputs)
        {
            if (OfOutput(input) is not QuantizationRange next)
            {
                return null;
            }

            range = range is null ? next : Valid(Math.Min(range.Low, next.Low), Math.Max(range.High, next.High));
        }

        return range;
    }

    // This covers the hidden state too, if the layer has one, because the hidden state is its output.
    private QuantizationRange? Fixed(int layer)
    {
        if (_network.Layers[layer] is EmbeddingLayer embedding)
        {
            float[] table = _network.Tensors[embedding.Weight].Values;
            return Valid(table.Min(), table.Max());
        }

        return Of(_network.Layers[layer].OutputRange);
    }

    private static QuantizationRange? Of((float Low, float High)? range) => range is (float low, float high) ? Valid(low, high) : null;

    // A state begins at zero or at the network's initial state; values outside the range are limited to it.
    private QuantizationRange? Seen(int layer, bool withZero)
    {
        if (_seen is null)
        {
            return null;
        }

        (float low, float high) = _seen[layer + 1];
        return withZero ? Valid(Math.Min(low, 0), Math.Max(high, 0)) : Valid(low, high);
    }

    private static QuantizationRange? Valid(float low, float high)
    {
        QuantizationRange range = new(low, high);
        return range.IsValid ? range : null;
    }
}
