using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>Where the rows of the layers lie, as far as they have been emitted.</summary>
internal sealed class StepRows(ModelPlan plan)
{
    private readonly Dictionary<int, RowPlace> _places = [];

    /// <summary>The rows of the last layer.</summary>
    public RowPlace Last => Of(plan.Layers.Count - 1);

    /// <summary>The rows of a layer, or of <see cref="Graph.Input"/>.</summary>
    public RowPlace Of(int layer) => _places[layer];

    public void Set(int layer, RowPlace place) => _places[layer] = place;

    /// <summary>The rows that a layer reads.</summary>
    public IReadOnlyList<RowPlace> InputsOf(LayerEmitter layer) => [.. layer.Inputs.Select(Of)];
}
