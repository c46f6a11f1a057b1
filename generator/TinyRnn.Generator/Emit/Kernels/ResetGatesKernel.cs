using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The gates of a GRU whose reset gate comes before the product: z, and r * h, which the product of the candidate reads.</summary>
internal sealed class ResetGatesKernel(
    string name, string summary, Panel panel, ActivationFunction activation, float? clip, InputRow hidden, KernelParameter start, KernelParameter reset,
    KernelParameter update)
    : PanelKernel(name, summary, panel, hidden, "h", ["r", "z"])
{
    protected override IReadOnlyList<KernelParameter> Parameters => [start, new KernelParameter("h", "The hidden state.", Input.Stride), reset, update];

    protected override int CarryingGate => 1;

    protected override void EmitFinish(CodeWriter writer, PassPosition position, SumEmitter sums, int vector, int row, SmallInput? small)
    {
        string old = position.Load("h", position.Unit(vector), Input.Stride * row);
        writer.Write(position.Store($"({Activated(0)} * {old})", "reset", position.Unit(vector), reset.Stride * row));
        writer.Write(position.Store(Activated(1), "update", position.Unit(vector), update.Stride * row));

        string Activated(int gate) => VectorActivations.Of(activation, sums.Sum(gate, vector, 0, row), clip);
    }
}
