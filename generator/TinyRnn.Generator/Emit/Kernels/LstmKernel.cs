using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The step of an LSTM, a projection apart: all four gates of a unit in one pass, the cell state in place.</summary>
internal sealed class LstmKernel(
    string name, string summary, Panel panel, FloatTable? peepholes, InputRow hidden, KernelParameter start, StateLayout state, KernelParameter next)
    : PanelKernel(name, summary, panel, hidden, "h", ["i", "f", "g", "o"])
{
    protected override IReadOnlyList<KernelParameter> Parameters =>
    [
        start,
        .. SmallParameters,
        new KernelParameter("h", "The hidden state.", Input.Stride),
        new KernelParameter("cell", "The cell state, which moves on.", state.Floats),
        next,
    ];

    protected override void EmitConstants(CodeWriter writer)
    {
        if (peepholes is not null)
        {
            writer.Write($"ref float peepholes = ref {peepholes.First};");
        }
    }

    protected override void EmitGate(CodeWriter writer, PassPlace place, SumEmitter sums, int gate, int vector, int row, SmallInput? small)
    {
        string type = place.Pass.Vector;
        string c = $"c{vector}{(place.Pass.Rows == 1 ? "" : $"_{row}")}";
        string sum = sums.Sum(gate, vector, 0, row);
        switch (gate)
        {
            case 0:
                writer.Write($"{type}<float> {c} = {place.Load("cell", place.Unit(vector), state.Floats * row)};");
                EmitPeephole(writer, place, sum, c, 0, vector);
                writer.Write($"{sum} = global::TinyRnn.VectorMath.SigmoidOfScaled({sum});");
                break;
            case 1:
                EmitPeephole(writer, place, sum, c, 1, vector);
                writer.Write($"{sum} = global::TinyRnn.VectorMath.SigmoidOfScaled({sum});");
                break;
            case 2:
                writer.Write($"{sum} = global::TinyRnn.VectorMath.TanhOfScaled({sum});");
                writer.Write($"{c} = {type}.MultiplyAddEstimate({sums.Sum(1, vector, 0, row)}, {c}, {sums.Sum(0, vector, 0, row)} * {sum});");
                writer.Write($"{c}{PassPlace.Store("cell", place.Unit(vector), state.Floats * row)}");
                break;
            default:
                EmitPeephole(writer, place, sum, c, 2, vector);
                writer.Write($"{sum} = global::TinyRnn.VectorMath.SigmoidOfScaled({sum});");
                writer.Write($"({sum} * global::TinyRnn.VectorMath.TanhOfScaled({c} * {type}.Create(global::TinyRnn.VectorMath.TanhScale))){PassPlace.Store("next", place.Unit(vector), next.Stride * row)}");
                break;
        }
    }

    private void EmitPeephole(CodeWriter writer, PassPlace place, string gate, string c, int index, int vector)
    {
        if (peepholes is not null)
        {
            writer.Write($"{gate} = {place.Pass.Vector}.MultiplyAddEstimate({place.Load("peepholes", place.Unit(vector), index * peepholes.Columns)}, {c}, {gate});");
        }
    }
}
