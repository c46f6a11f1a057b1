using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>
/// Selects values of a row. A few pieces stay where they are, and readers look there. If all readers are matrices, whose columns can be in any order,
/// the pieces are sorted by their place in the row. More pieces are copied.
/// </summary>
internal sealed class SelectEmitter : RowEmitter
{
    private readonly InputRow? _view;
    private readonly GatherKernel? _kernel;

    /// <param name="layer">The layer.</param>
    /// <param name="name">Its name as an identifier.</param>
    /// <param name="input">The row that it reads.</param>
    /// <param name="isForMatrices">Whether all readers multiply the values with weights, whose order can be changed instead.</param>
    /// <param name="home">Where it must write; null for no such place.</param>
    public SelectEmitter(SelectLayer layer, string name, InputRow input, bool isForMatrices, RowPart? home)
        : base(layer, name, home)
    {
        int[] offsets = [.. layer.Indices.Select(input.OffsetOf)];
        if (home is null && SelectPieces.Of(offsets) is { Count: <= SelectPieces.Most } pieces)
        {
            _view = new InputRow(input.Stride, false, [.. pieces]);
            return;
        }

        int[] order = [.. Enumerable.Range(0, offsets.Length).OrderBy(i => offsets[i])];
        if (home is null && isForMatrices && offsets.Distinct().Count() == offsets.Length
            && SelectPieces.Of(order.Select(i => offsets[i])) is { Count: <= SelectPieces.Most } sorted)
        {
            _view = new InputRow(input.Stride, false, [.. sorted]);
            Order = order;
            return;
        }

        _kernel = new GatherKernel(name, $"{layer.Name}: {layer}.", offsets);
    }

    /// <summary>For each value of <see cref="Output"/>, its index among the layer's values; null if they are in the layer's order.</summary>
    public IReadOnlyList<int>? Order { get; }

    public override InputRow Output => _view ?? base.Output;

    public override bool IsView => _view is not null;

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
