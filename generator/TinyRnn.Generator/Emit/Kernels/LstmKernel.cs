using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The step of an LSTM without its projection: one pass computes all four gates of a unit and updates the cell state in position.</summary>
internal sealed class LstmKernel(
    string name, string summary, Panel panel, FloatTable? peepholes, LstmLayer layer, InputRow hidden, KernelParameter start, StateLayout state,
        KernelParameter next)
    : PanelKernel(name, summary, panel, hidden, "h", layer.HasCoupledGates ? ["i", "g", "o"] : ["i", "f", "g", "o"])
{
    protected override IReadOnlyList<KernelParameter> Parameters =>
    [
        start,
        .. SmallParameters,
        new KernelParameter("h", "The hidden state.", Input.Stride),
        new KernelParameter("cell", "The cell state, which is updated.", state.Floats),
        next,
    ];

    protected override int CarryingGate => layer.HasCoupledGates ? 0 : 1;

    protected override void EmitConstants(CodeWriter writer)
    {
        if (peepholes is not null)
        {
            writer.Write($"ref float peepholes = ref {peepholes.First};");
        }
    }

    protected override void EmitFinish(CodeWriter writer, PassPosition position, SumEmitter sums, int vector, int row, SmallInput? small)
    {
        string type = position.Pass.Vector;
        string suffix = $"{vector}{(position.Pass.Rows == 1 ? "" : $"_{row}")}";
        string c = "c" + suffix;
        string i = sums.Sum(0, vector, 0, row);
        string g = sums.Sum(layer.Gates - 2, vector, 0, row);
        string o = sums.Sum(layer.Gates - 1, vector, 0, row);
        string f = layer.HasCoupledGates ? "f" + suffix : sums.Sum(1, vector, 0, row);
        writer.Write($"{type}Float {c} = {position.Load("cell", position.Unit(vector), state.Floats * row)};");
        EmitPeephole(writer, position, i, c, 0, vector);
        Activate(writer, layer.GateActivation, i);
        if (layer.HasCoupledGates)
        {
            writer.Write($"{type}Float {f} = {type}Float.One - {i};");
        }
        else
        {
            EmitPeephole(writer, position, f, c, 1, vector);
            Activate(writer, layer.GateActivation, f);
        }

        Activate(writer, layer.Activation, g);
        writer.Write($"{c} = {type}.MultiplyAddEstimate({f}, {c}, {i} * {g});");
        writer.Write(position.Store(c, "cell", position.Unit(vector), state.Floats * row));
        EmitPeephole(writer, position, o, c, layer.Gates - 2, vector);
        Activate(writer, layer.GateActivation, o);
        writer.Write(position.Store($"({o} * {VectorActivations.Of(layer.CellActivation, c)})", "next", position.Unit(vector), next.Stride * row));
    }

    private void Activate(CodeWriter writer, ActivationFunction activation, string sum) => VectorActivations.Apply(writer, activation, sum, layer.Options.Clip);

    private void EmitPeephole(CodeWriter writer, PassPosition position, string gate, string c, int index, int vector)
    {
        if (peepholes is not null)
        {
            writer.Write(
                $"{gate} = {position.Pass.Vector}.MultiplyAddEstimate("
                    + $"{position.Load("peepholes", position.Unit(vector), index * peepholes.Columns)}, {c}, {gate});");
        }
    }
}
