using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit;

/// <summary>A network prepared for emission: names are chosen, weights packed, buffers sized.</summary>
internal sealed class ModelPlan
{
    // A block's rows lie on the stack, which is small in threads of small devices.
    private const int MostBlockFloats = 16_384;
    private const int MostBlockSteps = 16;
    private const int FewestBlockSteps = 4;

    /// <param name="network">What is compiled.</param>
    /// <param name="type">The type that receives the members.</param>
    /// <param name="file">Name of the model file, for comments.</param>
    /// <param name="packedType">The class of <see cref="PackedWeights"/> that holds the weights; null if they become literals.</param>
    public ModelPlan(Network network, TypeShape type, string file, string? packedType = null)
    {
        Network = network;
        Type = type;
        File = file;
        PackedType = packedType;
        NameScope scope = new();
        foreach (string name in FixedNames.Concat(network.TestVectors.SelectMany((_, index) => TestVectorNames(index))))
        {
            scope.Draw(name);
        }

        string[] names = Identifiers.MakeUnique(network.Layers.Select(layer => layer.Name), "Layer", scope, LayerEmitter.DerivedNames);
        State = new StateLayout(network.IsStreaming);
        Layers = LayerPlan.Create(network, names, scope, State, out int stateLayers);
        StateLayers = stateLayers;
        foreach (WeightData data in Data)
        {
            data.IsAligned = type.AlignsWeights && packedType is null && data.GainsFromAlignment;
        }

        AlternateLarge();
        Lifetimes = network.Graph.IsChain ? null : new Lifetimes(Layers);
        Rows = new RowsPlan(Layers, Lifetimes, InputMeans is null ? 0 : network.InputSize, WritesInPlace);
        LabelNames = Identifiers.MakeUnique(network.Labels, "Label");
    }

    public Network Network { get; }

    public TypeShape Type { get; }

    /// <summary>Name of the model file, for comments.</summary>
    public string File { get; }

    /// <summary>The class that holds the weights, aligned; null if they become literals.</summary>
    public string? PackedType { get; }

    /// <summary>The layers that are emitted: all except an embedding that is multiplied into the next layer.</summary>
    public IReadOnlyList<LayerEmitter> Layers { get; }

    public LayerEmitter LastLayer => Layers[Layers.Count - 1];

    /// <summary>The members of the enumeration of labels.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    public StateLayout State { get; }

    /// <summary>Constant floats of all layers; empty ones are left out.</summary>
    public IEnumerable<WeightData> Data => Layers.SelectMany(layer => layer.Data).Where(data => data.Length > 0);

    public bool ReadsTokens => Network.Tokens is not null;

    /// <summary>Whether the model reads text: characters or words.</summary>
    public bool ReadsText => Network.Tokens is Vocabulary or WordVocabulary;

    /// <summary>The singular noun for a token.</summary>
    public string TokenNoun => Network.Tokens?.Noun ?? "token";

    /// <summary>The forms that the model has code for, from wide to narrow.</summary>
    public IReadOnlyList<VectorForm> Forms
    {
        get
        {
            int widest = Layers.SelectMany(layer => layer.Kernels).Select(kernel => kernel.WidestForm).DefaultIfEmpty(128).Max();
            return [.. VectorForm.All.Where(form => form.Width <= widest)];
        }
    }

    /// <summary>Means that are subtracted from the input; null if all are zero.</summary>
    public IReadOnlyList<float>? InputMeans =>
        (Network.Input as VectorInput)?.Scaling?.Mean is { } means && (means.Any(mean => mean != 0f) || InputDeviations is not null) ? means : null;

    /// <summary>Deviations that the input is divided by; null if there are none or the weights contain the division.</summary>
    public IReadOnlyList<float>? InputDeviations => InputScaling.DividedDeviations(Network);

    /// <summary>Whether any weights are bfloat16 or int8.</summary>
    public bool IsQuantized => Network.Tensors.Values.Any(tensor => tensor.Type != TensorType.F32);

    /// <summary>How many of the first layers a state depends on: a step without output ends after them.</summary>
    public int StateLayers { get; }

    /// <summary>Whether the last layer writes the output directly, with nothing left to do.</summary>
    public bool WritesInPlace => LastLayer.WritesAnywhere && LastLayer.Output.Stride == Network.OutputSize && !NeedsFinish;

    /// <summary>Whether the last layer's row needs more than a copy.</summary>
    public bool NeedsFinish => LastLayer.WholeActivation != Activation.Identity || Network.OutputScaling is not null || Network.Residual is not null;

    /// <summary>How long the rows of a graph are in use; null for a chain, where only the next layer reads a row.</summary>
    public Lifetimes? Lifetimes { get; }

    /// <summary>Where the rows of a block lie.</summary>
    public RowsPlan Rows { get; }

    /// <summary>Floats that one row of a block takes in all buffers together.</summary>
    public int BlockFloats => Rows.Floats;

    /// <summary>Steps or streams of a block; 1 if a block is not faster or does not fit.</summary>
    public int BlockSteps
    {
        get
        {
            int steps = MostBlockSteps;
            while (steps >= FewestBlockSteps && steps * BlockFloats > MostBlockFloats)
            {
                steps /= 2;
            }

            return steps >= FewestBlockSteps ? steps : 1;
        }
    }

    /// <summary>Whether a run goes through the sequence in blocks of steps.</summary>
    public bool RunsInBlocks => Network.IsStreaming && BlockSteps > 1 && Layers
        .Take(Network.OutputSteps == OutputSteps.Every ? Layers.Count : StateLayers)
        .Any(layer => layer.GainsFromRows);

    /// <summary>Whether several streams are advanced together.</summary>
    public bool SharesStreams =>
        Network.IsStreaming && BlockSteps > 1 && Layers.Any(layer => layer.GainsFromRows || layer is RecurrentEmitter { SharesStreams: true });

    /// <summary>Whether some kernel's form for several rows is called.</summary>
    public bool NeedsRowKernels => !Network.IsStreaming || RunsInBlocks || SharesStreams;

    /// <summary>Size of the state in bytes; a struct without fields has size 1.</summary>
    public int StateBytes => Math.Max(1, State.Floats * sizeof(float));

    public long WeightBytes => Data.Sum(data => data.Length) * sizeof(float);

    /// <summary>Multiply-adds of one step; a one-hot product is a look-up and has none.</summary>
    public long MultiplyAdds => Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>The runtime's OutputForm of the last layer.</summary>
    public string OutputForm => Network.Layers[Network.Layers.Count - 1].OutputActivation switch
    {
        Activation.Softmax => "Probabilities",
        Activation.LogSoftmax => "LogProbabilities",
        Activation other when other.IsElementwise() => "Logits",
        Activation other => throw new NotSupportedException($"the generator does not know the activation {other} over a whole output"),
    };

    /// <summary>Whether the generated part declares a member of this name, so that the annotated type cannot have this name.</summary>
    public static bool IsMemberName(string name) => MemberNames.Contains(name)
        || (name.StartsWith("Floats", StringComparison.Ordinal) && name.Length > 6 && name.Skip(6).All(c => c is >= '0' and <= '9'));

    private static readonly HashSet<string> MemberNames = new(StringComparer.Ordinal)
    {
        "State", "Label", "Fingerprint", "Kernels", "Weights", "Aligned", "Step", "Advance", "Run", "SelfTest", "Classify", "Score", "Perplexity", "Generate",
        "Forecast", "Window", "Horizon", "Columns", "ColumnOrigins", "InitialState", "SequenceState",
        "InputSize", "OutputSize", "ParameterCount", "StateBytes", "VocabularySize", "ReadToken", "TryGetToken", "GetCodePoint", "GetText",
        "FindToken", "CodePoints", "AsciiTokens", "OtherCodePoints", "OtherTokens", "TryWriteToken", "Words", "Utf8", "WordEnds", "WordSlots",
        "TryReadToken", "TryRun", "TryClassify",
    };

    /// <summary>Names that the classes of kernels, weights and state declare or call, whatever the layers are called. A test looks for missing ones.</summary>
    internal static readonly IReadOnlyList<string> FixedNames =
    [
        "Kernels", "Weights", "Fingerprint", "Aligned", "Floats", "Copy", "InputMean", "InputStd", "OutputMean", "OutputStd", "ColumnOrigins", "OutputOrigin",
        "State", "Backward",
        .. from method in new[] { "Step", "Block", "Streams", "Finish" }
           from form in VectorForm.All.Select(form => form.Suffix).Prepend("")
           select method + form,
    ];

    /// <summary>The names of a test vector's values.</summary>
    internal static string[] TestVectorNames(int index) => [$"TestVector{index}Input", $"TestVector{index}Output"];

    // These weights do not fit the first-level cache: a step that reads them backward finds there the weights that the step before it read last.
    private void AlternateLarge()
    {
        if (WeightBytes <= UnitTiles.ResidentBytes || StateLayers == 0)
        {
            return;
        }

        foreach (PanelKernel kernel in Layers.SelectMany(layer => layer.Kernels).OfType<PanelKernel>())
        {
            kernel.Alternates = true;
            State.Alternates = true;
        }
    }
}
