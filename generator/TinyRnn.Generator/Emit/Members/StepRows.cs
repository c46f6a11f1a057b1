using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>Where the rows of the layers lie, as far as they have been emitted.</summary>
internal sealed class StepRows(ModelPlan plan)
{
    private readonly Dictionary<int, RowLocation> _locations = [];

    /// <summary>The rows of the last layer.</summary>
    public RowLocation Last => Of(plan.Layers.Count - 1);

    /// <summary>The rows of a layer, or of <see cref="Graph.Input"/>.</summary>
    public RowLocation Of(int layer) => _locations[layer];

    public void Set(int layer, RowLocation location) => _locations[layer] = location;

    /// <summary>The rows that a layer reads.</summary>
    public IReadOnlyList<RowLocation> InputsOf(LayerEmitter layer) => [.. layer.Inputs.Select(Of)];
}
