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

    private readonly IReadOnlyList<NamedPart> _inputParts = [];
    private readonly IReadOnlyList<NamedPart> _outputParts = [];

    /// <summary>Makes a network and checks that its parts fit.</summary>
    /// <param name="name">Name of the model, for people.</param>
    /// <param name="task">What it is for.</param>
    /// <param name="input">What it reads at each step.</param>
    /// <param name="layers">At least one layer; each reads what its <see cref="Layer.Inputs"/> name, or what the one before gives. The last one gives the output.</param>
    /// <param name="outputSteps">Which steps' outputs count.</param>
    /// <param name="tensors">Just the tensors that the layers list, with finite values.</param>
    /// <param name="labels">For <see cref="NetworkTask.Classify"/>: one distinct label an output.</param>
    /// <param name="outputScaling">For <see cref="NetworkTask.Raw"/> and <see cref="NetworkTask.Forecast"/>: the result is output_i * std_i + mean_i, in the user's units.</param>
    /// <param name="probes">Recorded runs.</param>
    /// <param name="metadataJson">Anything that a JSON object can hold, kept as it is.</param>
    /// <param name="skip">For the same two on vectors: for each output the index of the input value that is added to it.</param>
    /// <param name="forecast">For <see cref="NetworkTask.Forecast"/>: what is read and what is given.</param>
    /// <param name="skipFactor">What those input values are multiplied with; not 0.</param>
    /// <exception cref="ArgumentException">The parts contradict each other; the message says which.</exception>
    public Network(
        string name,
        NetworkTask task,
        NetworkInput input,
        IReadOnlyList<Layer> layers,
        OutputSteps outputSteps,
        IEnumerable<Tensor> tensors,
        IReadOnlyList<string>? labels = null,
        Scaling? outputScaling = null,
        IReadOnlyList<Probe>? probes = null,
        string metadataJson = NoMetadata,
        IReadOnlyList<int>? skip = null,
        ForecastShape? forecast = null,
        float skipFactor = 1f)
    {
        Name = name;
        Task = task;
        Input = input;
        Graph = Graph.Of(layers);
        Layers = layers;
        OutputSteps = outputSteps;
        Labels = labels ?? [];
        OutputScaling = outputScaling;
        Skip = skip;
        SkipFactor = skipFactor;
        Forecast = forecast;
        Probes = probes ?? [];
        MetadataJson = metadataJson;
        Dictionary<string, Tensor> byName = [];
        foreach (Tensor tensor in tensors)
        {
            if (byName.ContainsKey(tensor.Name))
            {
                throw new InvalidNetworkException(ModelErrorCode.UnknownField, $"duplicate tensor '{ModelText.Shorten(tensor.Name)}'", "tensors", tensor.Name);
            }

            byName.Add(tensor.Name, tensor);
        }

        Tensors = byName;
        NetworkChecks.Check(this);
        NetworkChecks.CheckMetadata(metadataJson);
    }

    /// <summary>Name of the model, for people.</summary>
    public string Name { get; }

    /// <summary>What the network is for.</summary>
    public NetworkTask Task { get; }

    /// <summary>What the network reads at each step.</summary>
    public NetworkInput Input { get; }

    /// <summary>What each layer reads.</summary>
    public Graph Graph { get; }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Which steps' outputs count.</summary>
    public OutputSteps OutputSteps { get; }

    /// <summary>The tensors by full name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>The labels of a classifier by output; else empty.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The way from the last layer's output to the user's units, or none.</summary>
    public Scaling? OutputScaling { get; }

    /// <summary>
    /// The skip connection, or none: for each output the index of the input value that is added to it at the end, both in the
    /// user's units (a residual network; a forecast of the change).
    /// </summary>
    public IReadOnlyList<int>? Skip { get; }

    /// <summary>What the input values of the skip connection are multiplied with, such as the gain of an audio effect; not 0.</summary>
    public float SkipFactor { get; }

    /// <summary>What a forecast model reads and gives; else null.</summary>
    public ForecastShape? Forecast { get; }

    /// <summary>Recorded runs.</summary>
    public IReadOnlyList<Probe> Probes { get; }

    /// <summary>Free metadata, a JSON object as text.</summary>
    public string MetadataJson { get; internal init; }

    /// <summary>The inputs of a graph with several, which lie one after another in the row that a step reads; else empty.</summary>
    /// <exception cref="ArgumentException">They are not all of the row, or there is one alone, or two inputs or outputs have one name.</exception>
    public IReadOnlyList<NamedPart> InputParts
    {
        get => _inputParts;
        init => _inputParts = NamedPart.Checked(value, _outputParts, Tokens is null ? InputSize : 0, InputPartsField);
    }

    /// <summary>The outputs of a graph with several, one after another in the output; else empty.</summary>
    /// <exception cref="ArgumentException">They are not all of the output, or there is one alone, or two inputs or outputs have one name.</exception>
    public IReadOnlyList<NamedPart> OutputParts
    {
        get => _outputParts;
        init => _outputParts = NamedPart.Checked(value, _inputParts, OutputSize, OutputPartsField);
    }

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
    public Network WithTensors(IEnumerable<Tensor> tensors) =>
        new(Name, Task, Input, Layers, OutputSteps, tensors, Labels, OutputScaling, Probes, MetadataJson, Skip, Forecast, SkipFactor)
        {
            InputParts = InputParts,
            OutputParts = OutputParts,
        };

    /// <summary>The same network with other probes and metadata.</summary>
    public Network With(IReadOnlyList<Probe>? probes = null, string? metadataJson = null) =>
        new(Name, Task, Input, Layers, OutputSteps, Tensors.Values, Labels, OutputScaling, probes ?? Probes, metadataJson ?? MetadataJson, Skip, Forecast, SkipFactor)
        {
            InputParts = InputParts,
            OutputParts = OutputParts,
        };
}
