using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>x above 0, else a x.</summary>
internal sealed class PreluFormula(PreluLayer layer, string name, Network network) : ElementwiseFormula
{
    private readonly float[] _slopes = network.Tensors[layer.Weight].Values;

    public override IReadOnlyList<FloatTable> Constants => [new FloatTable(name, $"{layer.Name}: the slopes a.", 1, _slopes.Length, (_, i) => _slopes[i])];

    public override string Of(IReadOnlyList<string> operands, string vector) =>
        $"{vector}.ConditionalSelect({vector}.GreaterThan({operands[0]}, {vector}Float.Zero), {operands[0]}, {operands[0]} * {operands[1]})";
}
