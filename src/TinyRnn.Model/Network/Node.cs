namespace TinyRnn.Model;

/// <summary>A layer in its graph, with what it reads.</summary>
/// <param name="layer">The layer.</param>
/// <param name="inputs">The parts of its row of input, one after another: see <see cref="Inputs"/>.</param>
public sealed class Node(Layer layer, IReadOnlyList<int> inputs)
{
    /// <summary>The layer.</summary>
    public Layer Layer { get; } = layer;

    /// <summary>
    /// The inputs of the layer, one after another in its row of input: indices of earlier layers, or <see cref="Graph.Input"/> for the network's
    /// input.
    /// </summary>
    public IReadOnlyList<int> Inputs { get; } = inputs;

    /// <summary>Whether the layer reads only the network's input.</summary>
    internal bool IsFirst => Inputs.Count == 1 && Inputs[0] == Graph.Input;
}
