namespace TinyRnn.Model;

/// <summary>The definition of a <see cref="Network"/>. It is checked when the network is made.</summary>
public sealed record NetworkDefinition
{
    /// <summary>Name of the model, for display.</summary>
    public required string Name { get; init; }

    /// <summary>The task of the network.</summary>
    public required NetworkTask Task { get; init; }

    /// <summary>What the network reads at each step.</summary>
    public required NetworkInput Input { get; init; }

    /// <summary>
    /// At least one layer. Each reads the layers that its <see cref="Layer.Inputs"/> name, or the layer before it. The last one gives the output.
    /// </summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    /// <summary>The steps whose outputs are valid.</summary>
    public required OutputSteps OutputSteps { get; init; }

    /// <summary>Exactly the tensors that the layers list, with finite values.</summary>
    public required IEnumerable<Tensor> Tensors { get; init; }

    /// <summary>For <see cref="NetworkTask.Classify"/>: one distinct label for each output; else empty.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>
    /// For <see cref="NetworkTask.Raw"/> and <see cref="NetworkTask.Forecast"/>: the result is output_i * std_i + mean_i, in the user's units.
    /// </summary>
    public Scaling? OutputScaling { get; init; }

    /// <summary>For <see cref="NetworkTask.Raw"/> and <see cref="NetworkTask.Forecast"/> on rows of numbers: the input values that are added to the
    /// outputs.</summary>
    public Residual? Residual { get; init; }

    /// <summary>For <see cref="NetworkTask.Forecast"/>: what the model reads and forecasts.</summary>
    public ForecastShape? Forecast { get; init; }

    /// <summary>The named inputs of a network with several, which lie one after another in the row that a step reads; else empty.</summary>
    public IReadOnlyList<NamedPart> InputParts { get; init; } = [];

    /// <summary>The named outputs of a network with several, one after another in the output; else empty.</summary>
    public IReadOnlyList<NamedPart> OutputParts { get; init; } = [];

    /// <summary>Recorded runs.</summary>
    public IReadOnlyList<TestVector> TestVectors { get; init; } = [];

    /// <summary>Any JSON object, kept unchanged.</summary>
    public string MetadataJson { get; init; } = Network.NoMetadata;
}
