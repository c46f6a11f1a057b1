namespace TinyRnn.Model;

/// <summary>
/// A trained network as data: what it reads, its layers in order, their weights, and what its output means.
/// Immutable but for the arrays of its tensors; always consistent, because the constructor checks it.
/// </summary>
public sealed class Network
{
    internal const string NoMetadata = "{}";
    internal const string InputPartsField = "inputParts";
    internal const string OutputPartsField = "outputParts";

    /// <summary>Makes a network and checks that its parts fit.</summary>
    /// <exception cref="ArgumentException">The parts contradict each other; the message says which.</exception>
    public Network(NetworkDefinition definition)
        : this(definition, isMetadataChecked: false)
    {
    }

    /// <summary>The same for metadata that was parsed already where <paramref name="isMetadataChecked"/> says so.</summary>
    internal Network(NetworkDefinition definition, bool isMetadataChecked)
    {
        Graph = Graph.Of(definition.Layers);
        Dictionary<string, Tensor> byName = [];
        foreach (Tensor tensor in definition.Tensors)
        {
            if (byName.ContainsKey(tensor.Name))
            {
                throw new InvalidNetworkException(ModelErrorCode.UnknownField, $"duplicate tensor '{ModelText.Shorten(tensor.Name)}'", "tensors", tensor.Name);
            }

            byName.Add(tensor.Name, tensor);
        }

        Tensors = byName;

        // What the caller gave may be a query, which would be run once more at each reading.
        Definition = definition with { Tensors = byName.Values };
        NetworkChecks.Check(this);
        if (!isMetadataChecked)
        {
            Metadata.Check(MetadataJson);
        }
    }

    /// <summary>What the network was made from; <c>network.Definition with { ... }</c> is the start of a changed one.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>Name of the model, for people.</summary>
    public string Name => Definition.Name;

    /// <summary>What the network is for.</summary>
    public NetworkTask Task => Definition.Task;

    /// <summary>What the network reads at each step.</summary>
    public NetworkInput Input => Definition.Input;

    /// <summary>What each layer reads.</summary>
    public Graph Graph { get; }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => Definition.Layers;

    /// <summary>Which steps' outputs count.</summary>
    public OutputSteps OutputSteps => Definition.OutputSteps;

    /// <summary>The tensors by full name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>The labels of a classifier by output; else empty.</summary>
    public IReadOnlyList<string> Labels => Definition.Labels;

    /// <summary>How the last layer's output becomes the user's units, or null where it is in them.</summary>
    public Scaling? OutputScaling => Definition.OutputScaling;

    /// <summary>The input values that are added to the outputs at the end, or null for none.</summary>
    public Residual? Residual => Definition.Residual;

    /// <summary>What a forecast model reads and gives; else null.</summary>
    public ForecastShape? Forecast => Definition.Forecast;

    /// <summary>Recorded runs.</summary>
    public IReadOnlyList<TestVector> TestVectors => Definition.TestVectors;

    /// <summary>Free metadata, a JSON object as text.</summary>
    public string MetadataJson => Definition.MetadataJson;

    /// <summary>The inputs of a graph with several, which lie one after another in the row that a step reads; else empty.</summary>
    public IReadOnlyList<NamedPart> InputParts => Definition.InputParts;

    /// <summary>The outputs of a graph with several, one after another in the output; else empty.</summary>
    public IReadOnlyList<NamedPart> OutputParts => Definition.OutputParts;

    /// <summary>Size of the row that the first layer sees.</summary>
    public int InputSize => Input.Size;

    /// <summary>Size of the last layer's output.</summary>
    public int OutputSize => Layers[Layers.Count - 1].OutputSize;

    /// <summary>Number of trained values.</summary>
    public long ParameterCount => Tensors.Values.Sum(tensor => (long)tensor.Values.Length);

    /// <summary>Number of floats that are carried from step to step.</summary>
    public int StateSize => Layers.Sum(layer => layer.StateSize);

    /// <summary>Whether it can read a stream step by step: no layer needs the whole sequence.</summary>
    public bool IsStreaming => Layers.All(layer => !layer.NeedsWholeSequence);

    /// <summary>Whether a layer starts from a state that the model holds, not from zero.</summary>
    public bool HasInitialState => Layers.Any(layer => layer is RecurrentLayer { Options.HasInitialState: true });

    /// <summary>The vocabulary of a network that reads characters, or null.</summary>
    public Vocabulary? Vocabulary => Input as Vocabulary;

    /// <summary>The input of a network that reads tokens (characters, words or plain ones), or null.</summary>
    public TokenInput? Tokens => Input as TokenInput;

    /// <summary>Whether a matrix of layer <paramref name="layer"/> is read by token, row by row or column by column, and multiplied with nothing.</summary>
    public bool IsLookedUp(int layer, TensorSpec matrix) =>
        matrix.Reads == MatrixInput.Lookup || (matrix.Reads == MatrixInput.Layer && Graph.Nodes[layer].IsFirst && Tokens is not null);

    /// <summary>Reads a network from a file.</summary>
    /// <exception cref="ModelFormatException">The first error in the text, with its place.</exception>
    public static Network Parse(string text, string path) => NetworkReader.Read(text, path);

    /// <summary>The same network with other tensors.</summary>
    public Network WithTensors(IEnumerable<Tensor> tensors) => new(Definition with { Tensors = tensors });

    /// <summary>The same network with other test vectors and metadata.</summary>
    public Network With(IReadOnlyList<TestVector>? testVectors = null, string? metadataJson = null) =>
        new(Definition with { TestVectors = testVectors ?? TestVectors, MetadataJson = metadataJson ?? MetadataJson });
}
