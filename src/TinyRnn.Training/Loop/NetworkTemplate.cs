namespace TinyRnn.Training;

/// <summary>All of a network but its weights.</summary>
internal sealed record NetworkTemplate(
    NetworkTask Task,
    NetworkInput Input,
    IReadOnlyList<Layer> Layers,
    OutputSteps OutputSteps,
    IReadOnlyList<string>? Labels = null,
    Scaling? OutputScaling = null,
    IReadOnlyList<int>? Skip = null,
    ForecastShape? Forecast = null)
{
    public Network Build(string name, IReadOnlyList<Tensor> tensors, IReadOnlyList<Probe>? probes = null, string metadataJson = "{}") =>
        new(name, Task, Input, Layers, OutputSteps, tensors, Labels, OutputScaling, probes, metadataJson, Skip, Forecast);
}
