using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>a x + b.</summary>
internal sealed class ScaleFormula : ElementwiseFormula
{
    public ScaleFormula(ScaleLayer layer, string name, Network network)
    {
        float[] weight = network.Tensors[layer.Weight].Values;
        FloatTable factors = new(name, $"{layer.Name}: a.", 1, layer.OutputSize, (_, i) => weight[i]);
        if (!layer.Bias)
        {
            Constants = [factors];
            return;
        }

        float[] bias = network.Tensors[layer.BiasName].Values;
        Constants = [factors, new FloatTable(name + "Bias", $"{layer.Name}: b.", 1, layer.OutputSize, (_, i) => bias[i])];
    }

    public override IReadOnlyList<FloatTable> Constants { get; }

    public override string Of(IReadOnlyList<string> operands, string vector) => operands.Count == 2
        ? $"{operands[0]} * {operands[1]}"
        : $"{vector}.MultiplyAddEstimate({operands[0]}, {operands[1]}, {operands[2]})";
}
