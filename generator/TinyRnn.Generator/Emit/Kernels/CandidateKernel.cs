using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The second half of a GRU whose reset gate comes before the product: the candidate and the new hidden state.</summary>
internal sealed class CandidateKernel(
    string name, string summary, Panel panel, ActivationFunction activation, float? clip, InputRow reset, KernelParameter start, int firstStart,
        InputRow hidden, KernelParameter update, KernelParameter next)
    : PanelKernel(name, summary, panel, reset, "reset", ["n"])
{
    protected override IReadOnlyList<KernelParameter> Parameters =>
        [start, new KernelParameter("reset", "r * h.", Input.Stride), new KernelParameter("h", "The hidden state.", hidden.Stride), update, next];

    // The candidate's start values lie after those of the gates.
    protected override int FirstStart => firstStart;

    protected override void EmitFinish(CodeWriter writer, PassPosition position, SumEmitter sums, int vector, int row, SmallInput? small)
    {
        string n = sums.Sum(0, vector, 0, row);
        string z = position.Load("update", position.Unit(vector), update.Stride * row);
        string old = position.Load("h", position.Unit(vector), hidden.Stride * row);
        VectorActivations.Apply(writer, activation, n, clip);
        writer.Write(
            position.Store($"{position.Pass.Vector}.MultiplyAddEstimate({position.Pass.Vector}Float.One - {z}, {n}, "
                + $"{z} * {old})", "next", position.Unit(vector), next.Stride * row));
    }
}
