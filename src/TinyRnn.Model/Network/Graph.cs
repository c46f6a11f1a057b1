namespace TinyRnn.Model;

/// <summary>
/// Layers and what each of them reads: a graph without cycles, in an order in which every layer comes after those that it reads. The last layer gives
/// the network's output. A layer without <see cref="Layer.Inputs"/> reads the layer before it, so layers without names form a chain.
/// </summary>
public sealed class Graph
{
    /// <summary>Stands for the network's input, where otherwise a layer's index stands.</summary>
    public const int Input = -1;

    /// <summary>The name of the network's input in the <see cref="Layer.Inputs"/> of a layer.</summary>
    public const string InputName = "input";

    private readonly int[][] _readers;
    private readonly bool[] _feedsState;

    private Graph(Node[] nodes)
    {
        Nodes = nodes;
        List<int>[] readers = [.. nodes.Select(_ => new List<int>())];
        for (int reader = 0; reader < nodes.Length; reader++)
        {
            foreach (int input in nodes[reader].Inputs.Distinct().Where(input => input != Input))
            {
                readers[input].Add(reader);
            }
        }

        _readers = [.. readers.Select(list => list.ToArray())];
        _feedsState = new bool[nodes.Length];
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            _feedsState[i] = nodes[i].Layer.StateSize > 0 || _readers[i].Any(reader => _feedsState[reader]);
        }
    }

    /// <summary>The layers and what they read, in order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Whether each layer reads only the layer before it.</summary>
    public bool IsChain => Nodes.Select((node, index) => node.Inputs.Count == 1 && node.Inputs[0] == index - 1).All(isLink => isLink);

    /// <summary>Finds out what each layer reads.</summary>
    /// <param name="layers">The layers in order.</param>
    /// <exception cref="ArgumentException">A layer reads one that is not before it, or no layer reads it; the message says which.</exception>
    public static Graph Of(IReadOnlyList<Layer> layers)
    {
        bool isNamed = layers.Any(layer => layer.Inputs is not null);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        if (isNamed)
        {
            places.Add(InputName, Input);
        }

        Node[] nodes = new Node[layers.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            Layer layer = layers[i];
            int[] inputs = layer.Inputs is null
                ? [i - 1]
                : [.. layer.Inputs.Select((input, place) => places.TryGetValue(input, out int index) ? index : throw Unknown(layers, i, place))];
            if (inputs.Length == 0)
            {
                throw new InvalidNetworkException(
                    ModelErrorCode.InvalidValue,
                    $"'inputs' of layer '{layer.Name}' is empty; without 'inputs' it reads the layer before it",
                    "layers", i, "inputs");
            }

            nodes[i] = new Node(layer, inputs);
            if (isNamed && layer.Name == InputName)
            {
                throw new InvalidNetworkException(
                    ModelErrorCode.InvalidValue,
                    $"a layer cannot be named '{InputName}' where layers name their inputs: the name stands for the network's input",
                    "layers", i, "name");
            }

            // NetworkChecks reports two layers of one name.
            places[layer.Name] = i;
        }

        Graph graph = new(nodes);
        for (int i = 0; i < nodes.Length - 1; i++)
        {
            if (graph.ReadersOf(i).Count == 0)
            {
                throw new InvalidNetworkException(
                    ModelErrorCode.InvalidValue,
                    $"no layer reads layer '{layers[i].Name}'; only the last layer, which gives the output, may have no reader",
                    "layers", i, "name");
            }
        }

        return graph;
    }

    /// <summary>The layers that read this layer, in order.</summary>
    internal IReadOnlyList<int> ReadersOf(int node) => _readers[node];

    /// <summary>Whether a state depends on the layer's output; a layer with a state counts as well. When the network's output is not needed, only
    /// these layers run.</summary>
    internal bool FeedsState(int node) => _feedsState[node];

    /// <summary>The size of each of a layer's inputs.</summary>
    internal IEnumerable<int> InputSizesOf(int node, int networkInput) =>
        Nodes[node].Inputs.Select(input => input == Input ? networkInput : Nodes[input].Layer.OutputSize);

    /// <summary>The size of the network's input, as the first layer has it. That layer can read nothing else, but may read it several times.</summary>
    internal int FindInputSize() => Nodes[0].Layer.InputSize / Nodes[0].Inputs.Count;

    private static InvalidNetworkException Unknown(IReadOnlyList<Layer> layers, int layer, int place)
    {
        string name = ModelText.Shorten(layers[layer].Inputs![place]);
        string reason = layers.Any(other => other.Name == name)
            ? "which does not come before it"
            : $"but no layer has that name; the network's input is '{InputName}'";
        return new InvalidNetworkException(
            ModelErrorCode.InvalidValue, $"layer '{layers[layer].Name}' reads '{name}', {reason}", "layers", layer, "inputs", place);
    }
}
