using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Puts a layer's inputs into one row: inputs that were not written there directly are copied, piece by piece.</summary>
/// <param name="layer">The layer that reads the row.</param>
/// <param name="joint">The row.</param>
/// <param name="makers">The emitters of the parts; null for the network's input.</param>
/// <param name="parts">Where the parts lie before they are copied.</param>
internal sealed class JoinEmitter(Layer layer, JointRow joint, IReadOnlyList<LayerEmitter?> makers, IReadOnlyList<InputRow> parts)
    : RowEmitter(new ActivationLayer(layer.Name, parts.Sum(part => part.Columns), Activation.Identity), joint.Name)
{
    private readonly bool[] _isThere = [.. makers.Select((maker, i) => maker?.Home?.Joint == joint && !makers.Take(i).Contains(maker))];

    public override JointRow Joint => joint;

    public override InputRow Output => joint.Row;

    public override string Comment =>
        $"{Layer.Name}: its inputs, one after another{(_isThere.All(isThere => isThere) ? ", written in place" : "")}";

    public override void EmitBlock(EmitContext context)
    {
        if (!_isThere.All(isThere => isThere))
        {
            base.EmitBlock(context);
        }
    }

    public override void EmitStreams(EmitContext context)
    {
        if (!_isThere.All(isThere => isThere))
        {
            base.EmitStreams(context);
        }
    }

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        int column = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            foreach ((int offset, int columns) in parts[i].Pieces)
            {
                // A part lies in one piece.
                if (!_isThere[i])
                {
                    string to = new FloatOffset("", joint.Row.OffsetOf(column)).At(result);
                    context.Writer.Write($"Copy(ref {new FloatOffset("", offset).At(inputs[i])}, ref {to}, {columns});");
                }

                column += columns;
            }
        }
    }
}
