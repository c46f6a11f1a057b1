using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>A GRU whose reset gate comes before the product: first the gates of all units, then the candidates.</summary>
internal sealed class ResetBeforeGruCell : CellEmitter
{
    private const int Candidate = 2;

    private readonly ResetGatesKernel _gates;
    private readonly CandidateKernel _candidate;

    public ResetBeforeGruCell(GruLayer layer, RecurrentDirection direction, string name, Network network, LayerSource source, StateLayout state)
        : base(direction, name, state)
    {
        int size = layer.HiddenSize;
        Tensor hidden = network.Tensors[direction.WeightHidden];
        UnitTiles gateTiles = PanelFactory.Tiles(hidden, size, Candidate, InputRow.Plain(size));
        UnitTiles candidateTiles = PanelFactory.Tiles(hidden, size, 1, InputRow.Plain(size));
        PaddedOutput = Math.Max(gateTiles.Padded, candidateTiles.Padded);
        IReadOnlyList<int> rows = [.. RowsOf(gateTiles), .. RowsOf(candidateTiles, firstGate: Candidate)];
        Input = new RecurrentInput(
            name, "layer" + name, layer.Name, source, rows, network.Tensors[direction.WeightInput], BiasOf(network, direction, hidden), allowsSmall: false);
        Hidden = state.Add(
            name + "Hidden", size, PaddedOutput, $"The hidden state h of layer '{layer.Name}', {Literals.Count(size, "value")}.",
            Initial(network, layer, direction.InitialHidden));
        InputRow scaled = InputRow.Padded(size, PaddedOutput);
        KernelParameter start = new("start", "b + W x.", Input.StartStride);
        KernelParameter update = new("update", "z.", PaddedOutput);
        InputRow row = state.Row(Hidden);
        Panel gates = PanelFactory.Create(name + "Gates", $"{layer.Name}: U, the gates r, z.", gateTiles, hidden, row, (gate, unit) => (gate * size) + unit);
        Panel candidate = PanelFactory.Create(
            name + "Candidate", $"{layer.Name}: U, the candidate n.", candidateTiles, hidden, scaled, (_, unit) => (Candidate * size) + unit);
        _gates = new ResetGatesKernel(
            name + "Gates", $"{layer.Name}: r, z = {VectorActivations.NameOf(layer.GateActivation, "sigma")}(W x + U h + b), {layer}.", gates,
            layer.GateActivation, layer.Options.Clip, row, start,
            new KernelParameter("reset", "Receives r * h.", PaddedOutput), update with { Description = "Receives z." });
        _candidate = new CandidateKernel(
            name + "Candidate", $"{layer.Name}: n = phi(W x + U (r * h) + b), h' = (1 - z) * n + z * h.", candidate,
            layer.Activation, layer.Options.Clip, scaled, start, gateTiles.PaddedRows, row, update,
                new KernelParameter("next", "Receives the new hidden state.", PaddedOutput));
        MultiplyAdds = layer.Gates * size * (size + Input.MultiplyAdds);
    }

    public override IEnumerable<WeightData> Data => [.. _gates.Data, .. _candidate.Data];

    public override IEnumerable<IKernel> Kernels => [_gates, _candidate];

    public override long MultiplyAdds { get; }

    public override void EmitCell(EmitContext context, string start, string x, string state, string hidden, string next, string backward)
    {
        string local = "layer" + Name;
        string reset = context.EmitBuffer(local + "Reset", PaddedOutput);
        string update = context.EmitBuffer(local + "Update", PaddedOutput);
        context.Writer.Write($"{context.Form(_gates)}(ref {start}, ref {hidden}, ref {reset}, ref {update}{_gates.BackwardArgument(backward)});");
        context.Writer.Write(
            $"{context.Form(_candidate)}(ref {start}, ref {reset}, ref {hidden}, ref {update}, ref {next}{_candidate.BackwardArgument(backward)});");
    }
}
