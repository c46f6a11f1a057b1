using TinyRnn.Generator.Emit.Elementwise;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>
/// Elementwise layers with a single reader: before another elementwise layer they become part of its loop, and an activation after a dense layer
/// becomes part of that layer's kernel. Their results are then never stored.
/// </summary>
internal sealed class FusionPlan
{
    // The refs of this many rows, of values and of constants, fit into registers, and the code of this many layers fits an instruction cache.
    private const int MostRows = 12;
    private const int MostLayers = 16;

    private readonly Network _network;
    private readonly HashSet<int> _parts = [];
    private readonly HashSet<int> _activated = [];

    public FusionPlan(Network network)
    {
        _network = network;
        Dictionary<int, (int Rows, int Layers)> loops = [];
        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            if (JoinPlan.IsName(network, layer))
            {
                continue;
            }

            if (IsPartOfKernel(layer))
            {
                _activated.Add(layer);
            }
            else if (ElementwiseFormula.IsOf(network.Layers[layer]))
            {
                loops.Add(layer, Fuse(layer, loops));
            }
        }
    }

    /// <summary>Whether a layer is computed in the loop of its reader.</summary>
    public bool IsPart(int layer) => _parts.Contains(layer);

    /// <summary>Whether a layer, an activation, is part of the kernel of the dense layer before it.</summary>
    public bool IsInKernel(int layer) => _activated.Contains(layer);

    /// <summary>A layer, including the activation that is part of its kernel.</summary>
    public Layer Activated(int layer) =>
        _network.Layers[layer] is DenseLayer dense && _network.Graph.ReadersOf(layer) is [int reader] && IsInKernel(reader)
            ? new DenseLayer(dense.Name, dense.InputSize, dense.OutputSize, ((ActivationLayer)_network.Layers[reader]).Activation, dense.Bias)
            : _network.Layers[layer];

    private bool IsPartOfKernel(int layer) => _network.Layers[layer] is ActivationLayer
        && _network.Graph.Nodes[layer].Inputs is [not Graph.Input and var input]
        && _network.Layers[input] is DenseLayer { Activation.Kind: Activation.Identity }
        && _network.Graph.ReadersOf(input).Count == 1;

    // Decides which of a layer's inputs become part of its loop; returns how many rows the loop then reads and how many layers it has.
    private (int Rows, int Layers) Fuse(int layer, Dictionary<int, (int Rows, int Layers)> loops)
    {
        Layer own = _network.Layers[layer];
        IReadOnlyList<int> inputs = _network.Graph.Nodes[layer].Inputs;
        int rows = inputs.Count + own.Tensors.Count;
        int layers = 1;
        if (inputs.Count > 1 && own.InputSizes is null)
        {
            return (1 + own.Tensors.Count, layers);
        }

        foreach (int input in inputs.Distinct())
        {
            if (loops.TryGetValue(input, out (int Rows, int Layers) loop) && _network.Graph.ReadersOf(input).Count == 1
                && _network.Layers[input].OutputActivation.IsElementwise() && _network.Layers[input].OutputSize == own.OutputSize
                && rows - 1 + loop.Rows <= MostRows && layers + loop.Layers <= MostLayers)
            {
                _parts.Add(input);
                rows += loop.Rows - 1;
                layers += loop.Layers;
            }
        }

        return (rows, layers);
    }
}
