namespace TinyRnn.Model;

/// <summary>
/// One layer of a network: at each step it turns a row of <see cref="InputSize"/> values into a row of <see cref="OutputSize"/> values. Layers are
/// descriptions; their weights are in <see cref="Network.Tensors"/> under the names that <see cref="Tensors"/> lists.
/// </summary>
/// <param name="name">Name of the layer, unique in its network; the prefix of its tensors' names.</param>
/// <param name="inputSize">Values in a step of input.</param>
/// <param name="outputSize">Values in a step of output.</param>
public abstract partial class Layer(string name, int inputSize, int outputSize)
{
    private IReadOnlyList<string>? _inputs;

    /// <summary>Name of the layer, unique in its network.</summary>
    public string Name { get; } = name;

    /// <summary>Values in a step of input.</summary>
    public int InputSize { get; } = inputSize;

    /// <summary>Values in a step of output.</summary>
    public int OutputSize { get; } = outputSize;

    /// <summary>
    /// The layer's inputs, which lie one after another in its row of input: names of earlier layers, or <see cref="Graph.InputName"/> for the
    /// network's input. Null means the layer before it; for the first layer, the network's input.
    /// </summary>
    public IReadOnlyList<string>? Inputs
    {
        get => _inputs;
        init => _inputs = value;
    }

    /// <summary>The word for this layer in a model file.</summary>
    public abstract string Kind { get; }

    /// <summary>Number of floats of state that the layer carries from step to step; 0 if it has no memory.</summary>
    public abstract int StateSize { get; }

    /// <summary>Whether an output depends on later steps, so that the layer cannot run on a stream.</summary>
    public virtual bool NeedsWholeSequence => false;

    /// <summary>The tensors that the layer needs, by name and shape.</summary>
    public abstract IReadOnlyList<TensorSpec> Tensors { get; }

    /// <summary>The last function applied to the layer's output.</summary>
    public abstract Activation OutputActivation { get; }

    /// <summary>The sizes of the layer's inputs, if they matter to what it computes; null if it reads one row, however that row is put
    /// together.</summary>
    internal virtual IReadOnlyList<int>? InputSizes => null;

    /// <summary>Whether the layer can read one-hot characters, as indices.</summary>
    internal virtual bool ReadsTokens => false;

    /// <summary>Whether every output is one of the inputs or lies between two of them.</summary>
    internal virtual bool KeepsRange => false;

    /// <summary>The range of the layer's outputs; null if it is unknown without data.</summary>
    internal virtual (float Low, float High)? OutputRange => null;

    /// <summary>The lowest format version that can express the layer.</summary>
    internal virtual int FormatVersion => 1;

    /// <summary>Every size that the layer was given, for range checks.</summary>
    internal virtual IReadOnlyList<int> Sizes => [InputSize, OutputSize];

    /// <summary>Number of multiplications of a weight with a value in one step, with dense input.</summary>
    public virtual long MultiplyAdds => Tensors.Where(tensor => tensor.Shape.Count == 2).Sum(tensor => tensor.Length);

    /// <summary>The same layer with other <see cref="Inputs"/>.</summary>
    public Layer WithInputs(IReadOnlyList<string>? inputs)
    {
        Layer layer = (Layer)MemberwiseClone();
        layer._inputs = inputs;
        return layer;
    }

    /// <summary>Calls the method of the layer's kind.</summary>
    internal abstract T Accept<T>(ILayerVisitor<T> visitor);

    /// <summary>The layer in one line with the names of its inputs, such as <c>add(8, 8) of gru2 and gru1</c>.</summary>
    internal string DescribeWithInputs() => Inputs is null ? ToString() : $"{this} of {string.Join(" and ", Inputs)}";

    /// <summary>The layer in one line, such as <c>rnn(57 -> 128), tanh</c>.</summary>
    public abstract override string ToString();
}
