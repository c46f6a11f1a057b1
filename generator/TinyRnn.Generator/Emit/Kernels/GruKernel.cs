using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The step of a GRU whose reset gate comes after the product: one pass computes all three gates of a unit.</summary>
internal sealed class GruKernel(
    string name, string summary, Panel panel, FloatTable? candidateBias, GruLayer layer, InputRow hidden, KernelParameter start, KernelParameter next)
    : PanelKernel(name, summary, panel, hidden, "h", ["r", "z", "n"])
{
    private const int Reset = 0;
    private const int Update = 1;
    private const int Candidate = 2;

    protected override IReadOnlyList<KernelParameter> Parameters =>
    [
        start,
        .. SmallParameters,
        new KernelParameter("h", "The hidden state.", Input.Stride),
        next,
    ];

    protected override void EmitConstants(CodeWriter writer)
    {
        if (candidateBias is not null)
        {
            writer.Write($"ref float candidateBias = ref {candidateBias.First};");
        }
    }

    protected override int CarryingGate => Update;

    // The input's part of n is kept out of the product, because the reset gate scales the product only.
    protected override string StartOf(PassPosition position, int gate, int vector, int row) =>
        gate != Candidate ? base.StartOf(position, gate, vector, row)
        : candidateBias is null ? $"{position.Pass.Vector}Float.Zero"
        : position.Load("candidateBias", IsSparse ? position.Row(gate, vector) : position.Unit(vector));

    protected override string SparseStartApart => candidateBias is null ? "" : "candidateBias";

    protected override bool IsWithoutInput(int gate) => gate == Candidate;

    protected override void EmitFinish(CodeWriter writer, PassPosition position, SumEmitter sums, int vector, int row, SmallInput? small)
    {
        string type = position.Pass.Vector;
        string suffix = $"{vector}{(position.Pass.Rows == 1 ? "" : $"_{row}")}";
        string r = sums.Sum(Reset, vector, 0, row);
        string z = sums.Sum(Update, vector, 0, row);
        string n = sums.Sum(Candidate, vector, 0, row);
        VectorActivations.Apply(writer, layer.GateActivation, r, layer.Options.Clip);
        writer.Write($"{type}Float input{suffix} = {base.StartOf(position, Candidate, vector, row)};");
        for (int column = 0; column < small?.Columns; column++)
        {
            writer.Write(
                position.Pass.MultiplyAdd($"value{column}", position.Load("inputWeights", position.Row(Candidate, vector), small.WeightsOf(column)),
                    $"input{suffix}"));
        }

        writer.Write($"{n} = {VectorActivations.Of(layer.Activation, $"{type}.MultiplyAddEstimate({r}, {n}, input{suffix})", layer.Options.Clip)};");
        VectorActivations.Apply(writer, layer.GateActivation, z, layer.Options.Clip);
        writer.Write($"{type}Float old{suffix} = {position.Load("h", position.Unit(vector), Input.Stride * row)};");
        string blend = $"{type}.MultiplyAddEstimate({type}Float.One - {z}, {n}, {z} * old{suffix})";
        writer.Write(position.Store(blend, "next", position.Unit(vector), next.Stride * row));
    }
}
