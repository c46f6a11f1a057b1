using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>One layer of a loop.</summary>
/// <param name="layer">The layer.</param>
/// <param name="formula">What it makes of its operands.</param>
/// <param name="operands">What it reads: rows of the loop by index, and results of stages before it by the complement of theirs.</param>
internal sealed class ElementwiseStage(Layer layer, ElementwiseFormula formula, IReadOnlyList<int> operands)
{
    public Layer Layer { get; } = layer;

    public ElementwiseFormula Formula { get; } = formula;

    public IReadOnlyList<int> Operands { get; } = operands;
}
