using TinyRnn.Generator.Emit.Elementwise;
using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>A layer whose values are made of those at the same place of the rows that it reads.</summary>
internal sealed class ElementwiseEmitter : RowEmitter
{
    private readonly IReadOnlyList<InputRow> _inputs;
    private readonly IReadOnlyList<FloatTable> _constants;
    private readonly ElementwiseKernel _kernel;

    public ElementwiseEmitter(Layer layer, string name, IReadOnlyList<InputRow> inputs, ElementwiseFormula formula, RowPart? home)
        : base(layer, name, home)
    {
        _inputs = inputs;
        _constants = formula.Constants;
        _kernel = new ElementwiseKernel(name, $"{layer.Name}: {layer}.", [.. inputs.Select(input => input.Columns)], layer.OutputSize, formula, _constants);
    }

    public override IReadOnlyList<WeightData> Data => _constants;

    public override IReadOnlyList<IKernel> Kernels => [_kernel];

    public override IEnumerable<IKernel> RowKernels => [];

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        string rows = string.Concat(inputs.Select((input, i) => $"ref {_inputs[i].FirstOf(input)}, "));
        context.Writer.Write($"{context.Form(_kernel)}({rows}ref {result});");
    }
}
