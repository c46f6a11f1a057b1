namespace TinyRnn.Model;

/// <summary>
/// A trained network as data: its input, its layers in order, their weights, and the meaning of its output. It is immutable except for the arrays of
/// its tensors. It is always consistent, because the constructor checks it.
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

    /// <summary>Makes a network from metadata that was parsed already, if <paramref name="isMetadataChecked"/> says so.</summary>
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

        // The caller's collection may be a query, which would run again each time it is read.
        Definition = definition with { Tensors = byName.Values };
        NetworkChecks.Check(this);
        if (!isMetadataChecked)
        {
            Metadata.Check(MetadataJson);
        }
    }

    /// <summary>The definition that the network was made from. To make a changed network, begin with <c>network.Definition with { ...
    /// }</c>.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>Name of the model, for display.</summary>
    public string Name => Definition.Name;

    /// <summary>The task of the network.</summary>
    public NetworkTask Task => Definition.Task;

    /// <summary>What the network reads at each step.</summary>
    public NetworkInput Input => Definition.Input;

    /// <summary>What each layer reads.</summary>
    public Graph Graph { get; }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => Definition.Layers;

    /// <summary>The steps whose outputs are valid.</summary>
    public OutputSteps OutputSteps => Definition.OutputSteps;

    /// <summary>The tensors by full name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>The labels of a classifier, one for each output; empty for other tasks.</summary>
    public IReadOnlyList<string> Labels => Definition.Labels;

    /// <summary>How the last layer's output is converted to the user's units; null if it is in them already.</summary>
    public Scaling? OutputScaling => Definition.OutputScaling;

    /// <summary>The input values that are added to the outputs; null for none.</summary>
    public Residual? Residual => Definition.Residual;

    /// <summary>What a forecast model reads and forecasts; null for other tasks.</summary>
    public ForecastShape? Forecast => Definition.Forecast;

    /// <summary>Recorded runs, which a self-test repeats.</summary>
    public IReadOnlyList<TestVector> TestVectors => Definition.TestVectors;

    /// <summary>Free metadata: a JSON object as text.</summary>
    public string MetadataJson => Definition.MetadataJson;

    /// <summary>The named inputs of a network with several, which lie one after another in the row that a step reads; else empty.</summary>
    public IReadOnlyList<NamedPart> InputParts => Definition.InputParts;

    /// <summary>The named outputs of a network with several, one after another in the output; else empty.</summary>
    public IReadOnlyList<NamedPart> OutputParts => Definition.OutputParts;

    /// <summary>Size of the row that the first layer reads.</summary>
    public int InputSize => Input.Size;

    /// <summary>Size of the last layer's output.</summary>
    public int OutputSize => Layers[Layers.Count - 1].OutputSize;

    /// <summary>Number of trained values.</summary>
    public long ParameterCount => Tensors.Values.Sum(tensor => (long)tensor.Values.Length);

    /// <summary>Number of floats carried from step to step.</summary>
    public int StateSize => Layers.Sum(layer => layer.StateSize);

    /// <summary>Whether the network can read a stream step by step: no layer needs the whole sequence.</summary>
    public bool IsStreaming => Layers.All(layer => !layer.NeedsWholeSequence);

    /// <summary>Whether a layer starts from a state that the model holds, instead of zero.</summary>
    public bool HasInitialState => Layers.Any(layer => layer is RecurrentLayer { Options.HasInitialState: true });

    /// <summary>The vocabulary of a network that reads characters, or null.</summary>
    public Vocabulary? Vocabulary => Input as Vocabulary;

    /// <summary>The input of a network that reads tokens (characters, words or plain tokens), or null.</summary>
    public TokenInput? Tokens => Input as TokenInput;

    /// <summary>Whether a matrix of layer <paramref name="layer"/> is looked up by token, row by row or column by column, instead of being
    /// multiplied.</summary>
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
