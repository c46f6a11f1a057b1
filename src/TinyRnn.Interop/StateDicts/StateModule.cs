namespace TinyRnn.Interop.StateDicts;

/// <summary>A module of PyTorch as its tensors imply, with the sizes that decide where it can come in the order.</summary>
/// <param name="Name">Its name with all its parents; empty for the model itself.</param>
/// <param name="InputSize">Values that it reads in each step.</param>
/// <param name="OutputSize">Values that it gives in each step.</param>
/// <param name="Position">Index of its first tensor in the file.</param>
internal abstract record StateModule(string Name, int InputSize, int OutputSize, int Position)
{
    /// <summary>Its name in a message.</summary>
    public string Quoted => Name.Length == 0 ? "the model itself" : ImportSource.Quote(Name);

    /// <summary>Its description in a message.</summary>
    public abstract string Describe();
}

/// <summary><c>nn.Linear</c>.</summary>
internal sealed record LinearModule(string Name, int InputSize, int OutputSize, int Position, StateTensor Weight, StateTensor? Bias)
    : StateModule(Name, InputSize, OutputSize, Position)
{
    /// <summary>The same table as <c>nn.Embedding</c>, if its name and the missing bias allow both.</summary>
    public EmbeddingModule? AsEmbedding { get; init; }

    public override string Describe() => $"Linear({InputSize} -> {OutputSize})";
}

/// <summary><c>nn.Embedding</c>.</summary>
internal sealed record EmbeddingModule(string Name, int InputSize, int OutputSize, int Position, StateTensor Weight)
    : StateModule(Name, InputSize, OutputSize, Position)
{
    public override string Describe() => $"Embedding({InputSize} -> {OutputSize})";
}

/// <summary><c>nn.BatchNorm1d</c> after training: y = (x - mean) / sqrt(variance + eps) * weight + bias.</summary>
internal sealed record BatchNormModule(
    string Name, int Size, int Position, StateTensor Mean, StateTensor Variance, StateTensor? Weight, StateTensor? Bias, StateTensor? Batches)
    : StateModule(Name, Size, Size, Position)
{
    public override string Describe() => $"BatchNorm1d({InputSize})";
}

/// <summary>The tutorial's cell: <c>i2h</c> and <c>i2o</c> on concat(input, hidden).</summary>
internal sealed record ConcatModule(string Name, int InputSize, int HiddenSize, int OutputSize, int Position, IReadOnlyList<StateTensor> Tensors)
    : StateModule(Name, InputSize, OutputSize, Position)
{
    public override string Describe() => $"the tutorial's cell ({InputSize} -> {HiddenSize} -> {OutputSize})";
}

/// <summary><c>nn.RNN</c>, <c>nn.GRU</c>, <c>nn.LSTM</c> or one of their cells.</summary>
internal sealed record RecurrentModule(
    string Name, int InputSize, int HiddenSize, int OutputSize, int Position, int Gates, IReadOnlyList<RecurrentLevel> Levels)
    : StateModule(Name, InputSize, OutputSize, Position)
{
    public string Kind => Gates switch { 1 => "RNN", 3 => "GRU", _ => "LSTM" };

    public bool IsBidirectional => Levels[0].Directions.Count == 2;

    public override string Describe() => $"{Kind}({InputSize} -> {OutputSize}{(Levels.Count == 1 ? "" : $", {Levels.Count} layers")})";
}

/// <summary>One of the stacked layers of a recurrent module.</summary>
internal sealed record RecurrentLevel(IReadOnlyList<RecurrentTensors> Directions);

/// <summary>The tensors of one direction.</summary>
internal sealed record RecurrentTensors(
    StateTensor WeightInput, StateTensor WeightHidden, StateTensor? BiasInput, StateTensor? BiasHidden, StateTensor? Projection)
{
    public IEnumerable<StateTensor> All => new[] { WeightInput, WeightHidden, BiasInput, BiasHidden, Projection }.OfType<StateTensor>();
}
