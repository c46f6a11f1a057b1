using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Values of a row in another order. A few pieces stay where they are, and whoever reads them looks there; more are copied.</summary>
internal sealed class SelectEmitter : RowEmitter
{
    private const int MostPieces = 4;

    private readonly GatherKernel? _kernel;

    public SelectEmitter(SelectLayer layer, string name, InputRow input)
        : base(layer, name)
    {
        int[] offsets = [.. layer.Indices.Select(input.OffsetOf)];
        List<(int Offset, int Columns)> pieces = [];
        foreach (int offset in offsets)
        {
            if (pieces.Count > 0 && pieces[pieces.Count - 1] is (int start, int columns) && start + columns == offset)
            {
                pieces[pieces.Count - 1] = (start, columns + 1);
            }
            else
            {
                pieces.Add((offset, 1));
            }
        }

        IsView = pieces.Count <= MostPieces;
        if (IsView)
        {
            Output = new InputRow(input.Stride, false, [.. pieces]);
            return;
        }

        Output = base.Output;
        _kernel = new GatherKernel(name, $"{layer.Name}: {layer}.", offsets);
    }

    public override InputRow Output { get; }

    public override bool IsView { get; }

    public override bool WritesAnywhere => !IsView;

    public override IReadOnlyList<IKernel> Kernels => _kernel is null ? [] : [_kernel];

    public override IEnumerable<IKernel> RowKernels => [];

    public override string EmitStep(EmitContext context) => IsView ? context.Input : base.EmitStep(context);

    public override void EmitBlock(EmitContext context)
    {
        if (!IsView)
        {
            base.EmitBlock(context);
        }
    }

    public override void EmitStreams(EmitContext context)
    {
        if (!IsView)
        {
            base.EmitStreams(context);
        }
    }

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result) =>
        context.Writer.Write($"{context.Form(_kernel!)}(ref {inputs[0]}, ref {result});");
}
