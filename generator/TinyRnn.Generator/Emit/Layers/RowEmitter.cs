using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>A layer without memory that makes a row of its own, alike in a step, in a block of steps and in a step of several streams.</summary>
internal abstract class RowEmitter(Layer layer, string name) : LayerEmitter(layer, name)
{
    // A dot product may read up to the next whole vector.
    private const int VectorFloats = 4;

    public override InputRow Output { get; } = InputRow.Padded(layer.OutputSize, (layer.OutputSize + VectorFloats - 1) / VectorFloats * VectorFloats);

    public override bool WritesAnywhere => true;

    public override long MultiplyAdds => 0;

    public override string EmitStep(EmitContext context)
    {
        if (context.Place is string place)
        {
            EmitRow(context, [.. context.Inputs.Select(input => input.First)], place);
            return place;
        }

        string row = context.EmitRow(Local, Output.Stride);
        EmitRow(context, [.. context.Inputs.Select(input => input.First)], row);
        return row;
    }

    public override void EmitBlock(EmitContext context) => EmitAll(context, "steps");

    public override void EmitStreams(EmitContext context) => EmitAll(context, "count");

    /// <summary>Emits one row.</summary>
    /// <param name="context">Where.</param>
    /// <param name="inputs">The first float of each row that is read.</param>
    /// <param name="result">The first float of the row that is made.</param>
    protected abstract void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result);

    private void EmitAll(EmitContext context, string count)
    {
        using (context.Writer.Block($"for (int row = 0; row < {count}; row++)"))
        {
            EmitRow(context, [.. context.Inputs.Select(input => input.At("row"))], EmitContext.Row(Rows, "row", Output.Stride));
        }
    }
}
