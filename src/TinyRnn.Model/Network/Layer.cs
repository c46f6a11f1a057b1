namespace TinyRnn.Model;

/// <summary>
/// One layer of a network: a row of <see cref="OutputSize"/> values a step from a row of <see cref="InputSize"/> values.
/// Layers are descriptions; weights stand in <see cref="Network.Tensors"/> under the names that <see cref="Tensors"/> lists.
/// </summary>
/// <param name="name">Name of the layer, unique in its network; prefix of its tensors' names.</param>
/// <param name="inputSize">Values a step that come in.</param>
/// <param name="outputSize">Values a step that go out.</param>
public abstract partial class Layer(string name, int inputSize, int outputSize)
{
    private IReadOnlyList<string>? _inputs;

    /// <summary>Name of the layer, unique in its network.</summary>
    public string Name { get; } = name;

    /// <summary>Values a step that come in.</summary>
    public int InputSize { get; } = inputSize;

    /// <summary>Values a step that go out.</summary>
    public int OutputSize { get; } = outputSize;

    /// <summary>
    /// What the layer reads, one behind the other in its row of input: names of layers before it, or <see cref="Graph.InputName"/> for what the
    /// network reads. Null for the layer before it, of the first layer what the network reads.
    /// </summary>
    public IReadOnlyList<string>? Inputs
    {
        get => _inputs;
        init => _inputs = value;
    }

    /// <summary>The word for this layer in a model file.</summary>
    public abstract string Kind { get; }

    /// <summary>Number of floats of state that the layer carries from step to step; 0 for a layer without memory.</summary>
    public abstract int StateSize { get; }

    /// <summary>Whether an output depends on later steps, so that the layer cannot work on a stream.</summary>
    public virtual bool NeedsWholeSequence => false;

    /// <summary>The tensors that the layer needs, by name and shape.</summary>
    public abstract IReadOnlyList<TensorSpec> Tensors { get; }

    /// <summary>The function that the layer's output went through last.</summary>
    public abstract Activation OutputActivation { get; }

    /// <summary>The sizes of what the layer reads, where they are part of what it does; null where it reads one row, however that is made up.</summary>
    internal virtual IReadOnlyList<int>? InputSizes => null;

    /// <summary>Whether the layer can read one-hot characters, as indices.</summary>
    internal virtual bool ReadsTokens => false;

    /// <summary>Whether every output is one of the inputs or lies between them.</summary>
    internal virtual bool KeepsRange => false;

    /// <summary>The range of the layer's outputs, or null where nothing is known of it without data.</summary>
    internal virtual (float Low, float High)? OutputRange => null;

    /// <summary>The version of the format that brought what the layer needs.</summary>
    internal virtual int FormatVersion => 1;

    /// <summary>Every size that the layer was given, for the checks of their range.</summary>
    internal virtual IReadOnlyList<int> Sizes => [InputSize, OutputSize];

    /// <summary>Multiplications of a weight with a value in one step on dense input.</summary>
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

    /// <summary>The layer in one line with the inputs that it names, such as <c>add(8, 8) of gru2 and gru1</c>.</summary>
    internal string DescribeWithInputs() => Inputs is null ? ToString() : $"{this} of {string.Join(" and ", Inputs)}";

    /// <summary>The layer in one line, such as <c>rnn(57 -> 128), tanh</c>.</summary>
    public abstract override string ToString();
}
