using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>The mean, the sum or the maximum of each group of a step's values.</summary>
internal sealed class ReduceEmitter(ReduceLayer layer, string name, InputRow input, RowPart? home) : RowEmitter(layer, name, home)
{
    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        string method = layer.Mode switch
        {
            ReduceMode.Mean => "Mean",
            ReduceMode.Sum => "Sum",
            ReduceMode.Max => "Max",
            _ => throw new NotSupportedException($"the generator does not know the reduction {layer.Mode}"),
        };
        context.Writer.Write(
            $"global::TinyRnn.Reductions.{method}(ref {input.FirstOf(inputs[0])}, ref {result}, {layer.Groups}, {layer.InputSize / layer.Groups});");
    }
}
