using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>A cell whose step is a single kernel and whose state is only the hidden state.</summary>
internal abstract class OneKernelCell(RecurrentDirection direction, string name, StateLayout state) : CellEmitter(direction, name, state)
{
    public override IEnumerable<WeightData> Data => Kernel.Data;

    public override IEnumerable<IKernel> Kernels => [Kernel];

    public override PanelKernel? StreamKernel => Kernel;

    protected abstract PanelKernel Kernel { get; }

    public override bool IsOnePass(VectorForm form) => Kernel.IsOnePass(form);

    public override void EmitCell(EmitContext context, string start, string x, string state, string hidden, string next, string backward) =>
        context.Writer.Write($"{context.Form(Kernel)}(ref {start}, {InputArgument(x)}ref {hidden}, ref {next}{Kernel.BackwardArgument(backward)});");
}
