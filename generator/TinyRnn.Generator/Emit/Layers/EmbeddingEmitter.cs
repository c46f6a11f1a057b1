using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>
/// A table of vectors, which the next layer reads in place. If the product of that layer's weights and the table is small, the product is stored
/// instead, and this layer is not emitted.
/// </summary>
internal sealed class EmbeddingEmitter : LayerEmitter
{
    private readonly FloatTable _table;

    public EmbeddingEmitter(EmbeddingLayer layer, string name, Network network)
        : base(layer, name)
    {
        Tensor table = network.Tensors[layer.Weight];
        int padded = (layer.OutputSize + 3) / 4 * 4;
        Output = InputRow.Padded(layer.OutputSize, padded);
        _table = new FloatTable(name, $"{layer.Name}: the vector of each token.", layer.InputSize, padded, (token, column) =>
            column < layer.OutputSize ? table.Values[(token * layer.OutputSize) + column] : 0);
    }

    public override InputRow Output { get; }

    public override IReadOnlyList<WeightData> Data => [_table];

    protected override long DenseMultiplyAdds => 0;

    public override string EmitStep(EmitContext context)
    {
        context.Writer.Write($"ref float {Local} = ref __Unsafe.Add(ref {_table.First}, {context.Input} * {Output.Stride});");
        return Local;
    }

    public override void EmitBlock(EmitContext context) => EmitAll(context, "steps");

    public override void EmitStreams(EmitContext context) => EmitAll(context, "count");

    private void EmitAll(EmitContext context, string count)
    {
        using (context.Writer.Block($"for (int row = 0; row < {count}; row++)"))
        {
            string vector = $"__Unsafe.Add(ref {_table.First}, {context.InputAt("row")} * {Output.Stride})";
            context.Writer.Write($"Copy(ref {vector}, ref {EmitContext.Row(Rows, "row", Output.Stride)}, {Output.Stride});");
        }
    }
}
