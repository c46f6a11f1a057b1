using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit;

/// <summary>A network prepared for emission: names chosen, weights packed, buffers sized.</summary>
internal sealed class ModelPlan
{
    public ModelPlan(Network network, TypeShape type, string file)
    {
        Network = network;
        Type = type;
        File = file;
        string[] names = Identifiers.MakeUnique(network.Layers.Select(layer => layer.Name), "Layer", LayerEmitter.DerivedNames, ReservedLayerNames(network));
        Layers = [.. network.Layers.Select((layer, index) => LayerEmitter.Create(layer, names[index], network, index == 0 && network.Vocabulary is not null))];
        LabelNames = Identifiers.MakeUnique(network.Labels, "Label");
    }

    public Network Network { get; }

    public TypeShape Type { get; }

    /// <summary>Name of the model file, for comments.</summary>
    public string File { get; }

    public IReadOnlyList<LayerEmitter> Layers { get; }

    /// <summary>The members of the enumeration of labels.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    public IEnumerable<PanelMatrix> Matrices => Layers.SelectMany(layer => layer.Matrices);

    public IEnumerable<StateField> State => Layers.SelectMany(layer => layer.State);

    public bool ReadsTokens => Network.Vocabulary is not null;

    public Scaling? InputScaling => (Network.Input as VectorInput)?.Scaling;

    /// <summary>Index of the last layer that carries something from step to step; -1 without one.</summary>
    public int LastStateful
    {
        get
        {
            for (int i = Layers.Count - 1; i >= 0; i--)
            {
                if (Layers[i].State.Count > 0)
                {
                    return i;
                }
            }

            return -1;
        }
    }

    /// <summary>Bytes of the state; a struct without fields has one.</summary>
    public int StateBytes => Math.Max(1, State.Sum(part => part.PaddedSize) * sizeof(float));

    public long WeightBytes => Matrices.Sum(matrix => matrix.FloatCount) * sizeof(float);

    /// <summary>Multiply-adds of one step; a one-hot product is a look-up.</summary>
    public long MultiplyAdds => Matrices.Sum(matrix => (long)matrix.Layout.Rows * matrix.InputCount);

    /// <summary>The member of the runtime's OutputForm for the last layer.</summary>
    public string OutputForm => Network.Layers[Network.Layers.Count - 1].OutputActivation switch
    {
        Activation.Softmax => "Probabilities",
        Activation.LogSoftmax => "LogProbabilities",
        _ => "Logits",
    };

    /// <summary>The sizes of the fixed buffers that the code needs.</summary>
    public IEnumerable<int> BufferSizes
    {
        get
        {
            SortedSet<int> sizes = [.. State.Select(part => part.PaddedSize), .. Layers.Select(layer => layer.PaddedOutput)];
            if (InputScaling is not null)
            {
                sizes.Add(Network.InputSize);
            }

            return sizes;
        }
    }

    /// <summary>Whether the generated part declares a member of this name, so that the annotated type cannot bear it.</summary>
    public static bool IsMemberName(string name) => MemberNames.Contains(name)
        || (name.StartsWith("Floats", StringComparison.Ordinal) && name.Length > 6 && name.Skip(6).All(c => c is >= '0' and <= '9'));

    private static readonly HashSet<string> MemberNames = new(StringComparer.Ordinal)
    {
        "State", "Label", "Kernels", "Weights", "Step", "Advance", "Run", "SelfTest", "Classify", "Score", "Perplexity", "Generate",
        "InputSize", "OutputSize", "ParameterCount", "StateBytes", "VocabularySize", "ReadToken", "TryGetToken", "GetCodePoint", "GetText",
        "FindToken", "CodePoints", "AsciiTokens", "OtherCodePoints", "OtherTokens",
    };

    // What the two classes that hold a layer's kernels and weights declare beside them, or call.
    private static IEnumerable<string> ReservedLayerNames(Network network) =>
    [
        "Kernels", "Weights", "Floats", "InputMean", "InputStd", "OutputMean", "OutputStd",
        "MemoryMarshal", "MethodImpl", "MethodImplOptions", "ReadOnlySpan", "Unsafe", "Vector128", "Vector256", "Vector512",
        .. network.Probes.SelectMany((_, index) => new[] { $"Probe{index}Input", $"Probe{index}Output" }),
    ];
}
