using TinyRnn.Generator.Emit.Elementwise;
using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Elementwise layers in one loop; the last one gives the result.</summary>
/// <param name="layer">The last layer.</param>
/// <param name="name">Its name as an identifier.</param>
/// <param name="inputs">The rows that the loop reads.</param>
/// <param name="stages">The layers in order.</param>
/// <param name="home">Where the row is written; null for memory of its own.</param>
internal sealed class ElementwiseEmitter(Layer layer, string name, IReadOnlyList<InputRow> inputs, IReadOnlyList<ElementwiseStage> stages, RowPart? home)
    : RowEmitter(layer, name, home)
{
    private readonly ElementwiseKernel _kernel = new(
        name,
        string.Join("; ", stages.Select(stage => $"{stage.Layer.Name}: {stage.Layer}")) + ".",
        [.. inputs.Select(input => input.Columns)],
        layer.OutputSize,
        stages);

    public override string Comment => string.Join(", ", stages.Select(stage => $"{stage.Layer.Name}: {stage.Layer}"));

    public override IReadOnlyList<WeightData> Data => [.. stages.SelectMany(stage => stage.Formula.Constants)];

    public override IReadOnlyList<IKernel> Kernels => [_kernel];

    public override IEnumerable<IKernel> RowKernels => [];

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputRows, string result)
    {
        string rows = string.Concat(inputRows.Select((input, i) => $"ref {inputs[i].FirstOf(input)}, "));
        context.Writer.Write($"{context.Form(_kernel)}({rows}ref {result});");
    }
}
