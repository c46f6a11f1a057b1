using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>One layer of an elementwise loop.</summary>
/// <param name="layer">The layer.</param>
/// <param name="formula">The layer's formula.</param>
/// <param name="operands">Its operands: the index of a row of the loop, or the complement of the index of an earlier stage.</param>
internal sealed class ElementwiseStage(Layer layer, ElementwiseFormula formula, IReadOnlyList<int> operands)
{
    public Layer Layer { get; } = layer;

    public ElementwiseFormula Formula { get; } = formula;

    public IReadOnlyList<int> Operands { get; } = operands;
}
