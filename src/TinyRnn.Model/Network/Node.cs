namespace TinyRnn.Model;

/// <summary>A layer in its place: what it reads.</summary>
/// <param name="layer">The layer.</param>
/// <param name="inputs">What its row of input is made of, one behind the other: see <see cref="Inputs"/>.</param>
public sealed class Node(Layer layer, IReadOnlyList<int> inputs)
{
    /// <summary>The layer.</summary>
    public Layer Layer { get; } = layer;

    /// <summary>
    /// The values that the layer reads, one behind the other in its row of input: the indices of the layers that give them, all before it, or
    /// <see cref="Graph.Input"/> for what the network reads.
    /// </summary>
    public IReadOnlyList<int> Inputs { get; } = inputs;

    /// <summary>Whether the layer reads what the network reads and nothing else.</summary>
    internal bool IsFirst => Inputs.Count == 1 && Inputs[0] == Graph.Input;
}
