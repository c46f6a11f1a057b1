using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>x if it is above 0, else a x.</summary>
internal sealed class PreluFormula : ElementwiseFormula
{
    public PreluFormula(PreluLayer layer, string name, Network network)
    {
        float[] slopes = network.Tensors[layer.Weight].Values;
        Constants = [new FloatTable(name, $"{layer.Name}: the slopes a.", 1, slopes.Length, (_, i) => slopes[i])];
    }

    public override IReadOnlyList<FloatTable> Constants { get; }

    public override string Of(IReadOnlyList<string> operands, string vector) =>
        $"{vector}.ConditionalSelect({vector}.GreaterThan({operands[0]}, {vector}Float.Zero), {operands[0]}, {operands[0]} * {operands[1]})";
}
