namespace TinyRnn.Model;

/// <summary>What a <see cref="Network"/> is made from. It is checked when the network is made, not before.</summary>
public sealed record NetworkDefinition
{
    /// <summary>Name of the model, for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required NetworkTask Task { get; init; }

    /// <summary>What it reads at each step.</summary>
    public required NetworkInput Input { get; init; }

    /// <summary>
    /// At least one layer. Each reads what its <see cref="Layer.Inputs"/> name, or what the layer before it gives. The last one gives the output.
    /// </summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    /// <summary>Which steps' outputs count.</summary>
    public required OutputSteps OutputSteps { get; init; }

    /// <summary>Just the tensors that the layers list, with finite values.</summary>
    public required IEnumerable<Tensor> Tensors { get; init; }

    /// <summary>For <see cref="NetworkTask.Classify"/>: one distinct label an output; else empty.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>
    /// For <see cref="NetworkTask.Raw"/> and <see cref="NetworkTask.Forecast"/>: the result is output_i * std_i + mean_i, in the user's units.
    /// </summary>
    public Scaling? OutputScaling { get; init; }

    /// <summary>For the same two on rows of numbers: the input values that are added to the outputs.</summary>
    public Residual? Residual { get; init; }

    /// <summary>For <see cref="NetworkTask.Forecast"/>: what is read and what is given.</summary>
    public ForecastShape? Forecast { get; init; }

    /// <summary>The inputs of a graph with several, which lie one after another in the row that a step reads; else empty.</summary>
    public IReadOnlyList<NamedPart> InputParts { get; init; } = [];

    /// <summary>The outputs of a graph with several, one after another in the output; else empty.</summary>
    public IReadOnlyList<NamedPart> OutputParts { get; init; } = [];

    /// <summary>Recorded runs.</summary>
    public IReadOnlyList<TestVector> TestVectors { get; init; } = [];

    /// <summary>Any JSON object, kept as it is.</summary>
    public string MetadataJson { get; init; } = Network.NoMetadata;
}
