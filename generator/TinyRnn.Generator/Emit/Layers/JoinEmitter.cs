using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Puts what a layer reads into one row, piece by piece.</summary>
/// <param name="layer">The layer that reads the row.</param>
/// <param name="name">Name of the row as an identifier.</param>
/// <param name="rows">What is copied.</param>
internal sealed class JoinEmitter(Layer layer, string name, IReadOnlyList<InputRow> rows)
    : RowEmitter(new ActivationLayer(layer.Name, rows.Sum(row => row.Columns), Activation.Identity), name)
{
    public override string Comment => $"{Layer.Name}: what it reads, one behind the other";

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        int column = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            foreach ((int offset, int columns) in rows[i].Pieces)
            {
                context.Writer.Write($"Copy(ref {new Place("", offset).At(inputs[i])}, ref {new Place("", column).At(result)}, {columns});");
                column += columns;
            }
        }
    }
}
