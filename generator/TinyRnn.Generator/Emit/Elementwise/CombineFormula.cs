using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>A sum, a product or another combination, from left to right.</summary>
internal sealed class CombineFormula(CombineLayer layer) : ElementwiseFormula
{
    public override string Of(IReadOnlyList<string> operands, string vector) => operands.Aggregate((a, b) => layer.Operation switch
    {
        CombineOperation.Add => $"({a} + {b})",
        CombineOperation.Subtract => $"({a} - {b})",
        CombineOperation.Multiply => $"({a} * {b})",
        CombineOperation.Divide => $"({a} / {b})",
        CombineOperation.Minimum => $"{vector}.Min({a}, {b})",
        CombineOperation.Maximum => $"{vector}.Max({a}, {b})",
        CombineOperation.Magnitude => $"global::TinyRnn.VectorMath.Magnitude({a}, {b})",
        _ => throw new NotSupportedException($"the generator does not know the operation {layer.Operation}"),
    });
}
