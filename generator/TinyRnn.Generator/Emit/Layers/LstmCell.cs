using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>An LSTM, with or without peepholes and projection.</summary>
internal sealed class LstmCell : CellEmitter
{
    private readonly LstmKernel _kernel;
    private readonly MatrixKernel? _projection;
    private readonly FloatTable? _projectionStart;
    private readonly FloatTable? _peepholes;
    private readonly StateField _cell;

    public LstmCell(LstmLayer layer, RecurrentDirection direction, string name, Network network, LayerSource source, StateLayout state)
        : base(direction, name, state)
    {
        int size = layer.HiddenSize;
        int outputs = layer.DirectionOutputSize;
        Tensor hidden = network.Tensors[direction.WeightHidden];
        UnitTiles tiles = PanelFactory.Tiles(hidden, size, layer.Gates, InputRow.Plain(outputs), alternates: true);
        Input = new RecurrentInput(
            name, "layer" + name, layer.Name, source, RowsOf(tiles), network.Tensors[direction.WeightInput], BiasOf(network, direction, hidden),
            allowsSmall: true);
        Tensor? projection = layer.ProjectionSize == 0 ? null : network.Tensors[direction.Projection];
        InputRow unprojected = InputRow.Padded(size, tiles.Padded);
        UnitTiles? outputTiles = projection is null ? null : PanelFactory.Tiles(projection, outputs, 1, unprojected);
        PaddedOutput = (outputTiles ?? tiles).Padded;
        Hidden = state.Add(
            name + "Hidden", outputs, PaddedOutput, $"The hidden state h of layer '{layer.Name}', {Literals.Count(outputs, "value")}.",
            Initial(network, layer, direction.InitialHidden));
        _cell = state.Add(
            name + "Cell", size, tiles.Padded, $"The cell state c of layer '{layer.Name}', {Literals.Count(size, "value")}.",
            Initial(network, layer, direction.InitialCell));
        if (layer.HasPeepholes)
        {
            // The candidate, which is the last but one, has no peephole.
            float[] values = network.Tensors[direction.Peephole].Values;
            _peepholes =
                new FloatTable(name + "Peephole", $"{layer.Name}: the peepholes of "
                    + $"{(layer.HasCoupledGates ? "i, o" : "i, f, o")}.", layer.Gates - 1, tiles.Padded, (gate, unit) =>
                unit < size ? values[(gate * size) + unit] : 0);
        }

        Panel panel = PanelFactory.Create(
            name, $"{layer.Name}: U, the gates {(layer.HasCoupledGates ? "i, g, o" : "i, f, g, o")}.", tiles, hidden, state.Row(Hidden),
            (gate, unit) => (gate * size) + unit);
        string peep = layer.HasPeepholes ? " + p c" : "";
        string sigma = VectorActivations.NameOf(layer.GateActivation, "sigma");
        string phi = VectorActivations.NameOf(layer.Activation, "phi");
        string psi = VectorActivations.NameOf(layer.CellActivation, "psi");
        string gates = layer.HasCoupledGates ? $"i, o = {sigma}(W x + U h + b{peep}), f = 1 - i" : $"i, f, o = {sigma}(W x + U h + b{peep})";
        _kernel = new LstmKernel(
            name, $"{layer.Name}: {gates}, g = {phi}(W x + U h + b), c' = f * c + i * g, h' = o * {psi}(c'), {layer}.", panel, _peepholes, layer,
            state.Row(Hidden),
            new KernelParameter("start", "b + W x, or b if the kernel adds W x.", Input.StartStride), state,
                new KernelParameter("next", $"Receives o * {psi}(c').", tiles.Padded))
        {
            Small = Input.Small,
        };
        MultiplyAdds = (layer.Gates * size * (outputs + Input.MultiplyAdds)) + (layer.ProjectionSize * size);
        if (projection is not null && outputTiles is not null)
        {
            _projectionStart = new FloatTable(
                name + "ProjectionStart",
                $"{layer.Name}: {(projection.InputRange is null ? "the projection has no bias" : "the offset of the projection's quantised input")}.", 1,
                outputTiles.Padded, (_, row) => row < outputs ? projection.OffsetOf(row) : 0);
            Panel projectionPanel = PanelFactory.Create(name + "Projection", $"{layer.Name}: V.", outputTiles, projection, unprojected, (_, unit) => unit);
            _projection = new MatrixKernel(
                name + "Projection", $"{layer.Name}: h' = V (o * {psi}(c')).", projectionPanel, unprojected, "x", $"o * {psi}(c').",
                new KernelParameter("start", "The start value of the sums.", 0),
                    new KernelParameter("result", "Receives the new hidden state.", outputTiles.Padded), Activation.Identity);
        }
    }

    public override IEnumerable<WeightData> Data =>
    [
        .. _kernel.Data,
        .. _peepholes is null ? Array.Empty<WeightData>() : [_peepholes],
        .. _projection is null ? Array.Empty<WeightData>() : [.. _projection.Data, _projectionStart!],
    ];

    public override IEnumerable<IKernel> Kernels => _projection is null ? [_kernel] : [_kernel, _projection];

    public override PanelKernel? StreamKernel => _projection is null ? _kernel : null;

    public override StateField? Cell => _cell;

    public override long MultiplyAdds { get; }

    public override bool IsOnePass(VectorForm form) => _projection is null && _kernel.IsOnePass(form);

    public override void EmitCell(EmitContext context, string start, string x, string state, string hidden, string next, string backward)
    {
        string output = _projection is null ? next : context.EmitBuffer($"layer{Name}Projected", _kernel.Tiles.Padded);
        context.Writer.Write(
            $"{context.Form(_kernel)}(ref {start}, {InputArgument(x)}ref {hidden}, ref {_cell.FirstOf(state)}, "
                + $"ref {output}{_kernel.BackwardArgument(backward)});");
        if (_projection is not null)
        {
            context.Writer.Write(
                $"{context.Form(_projection)}(ref {_projectionStart!.First}, ref {output}, ref {next}{_projection.BackwardArgument(backward)});");
        }
    }
}
