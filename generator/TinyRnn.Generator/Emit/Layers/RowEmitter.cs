using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>A layer that writes a row of its own, in the same way in a step, in a block of steps and in a step of several streams.</summary>
/// <param name="layer">The layer.</param>
/// <param name="name">Its name as an identifier.</param>
/// <param name="home">Where it writes its row; null for memory of its own.</param>
internal abstract class RowEmitter(Layer layer, string name, RowPart? home = null) : LayerEmitter(layer, name)
{
    // A dot product may read up to the next whole vector.
    private const int VectorFloats = 4;

    private readonly InputRow _own = InputRow.Padded(layer.OutputSize, (layer.OutputSize + VectorFloats - 1) / VectorFloats * VectorFloats);

    public override InputRow Output => home?.Row ?? _own;

    public override RowPart? Home => home;

    public override bool WritesAnywhere => true;

    protected override long DenseMultiplyAdds => 0;

    public override string EmitStep(EmitContext context)
    {
        string row = context.EmitRow(this);
        EmitRow(context, [.. context.Inputs.Select(input => input.First)], FirstOf(row));
        return row;
    }

    public override void EmitBlock(EmitContext context) => EmitAll(context, "steps");

    public override void EmitStreams(EmitContext context) => EmitAll(context, "count", IsStateful);

    /// <summary>Emits one row.</summary>
    /// <param name="context">Where the code is emitted.</param>
    /// <param name="inputs">The first float of each row that is read.</param>
    /// <param name="result">The first float of the row to write.</param>
    protected abstract void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result);

    // A joint row starts with its first part.
    private string FirstOf(string row) => home is null ? row : Output.FirstOf(row);

    // With several streams each row has its own state.
    private void EmitAll(EmitContext context, string count, bool hasStates = false)
    {
        using (context.Writer.Block($"for (int row = 0; row < {count}; row++)"))
        {
            if (hasStates)
            {
                context.Writer.Write("ref State state = ref __Unsafe.Add(ref states, row);");
            }

            EmitRow(context, [.. context.Inputs.Select(input => input.At("row"))], EmitContext.Row(FirstOf(Rows), "row", Output.Stride));
        }
    }
}
