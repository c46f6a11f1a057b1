using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>An LSTM, with or without peepholes and projection.</summary>
internal sealed class LstmCell : CellEmitter
{
    private const int CellGate = 2;

    // Of the gates i, f, g, o the third has no peephole.
    private const int Peepholes = 3;

    private readonly LstmKernel _kernel;
    private readonly MatrixKernel? _projection;
    private readonly FloatTable? _projectionStart;
    private readonly FloatTable? _peepholes;
    private readonly StateField _cell;

    public LstmCell(LstmLayer layer, RecurrentPass pass, string name, Network network, LayerSource source, StateLayout state)
        : base(pass, name, state)
    {
        int size = layer.HiddenSize;
        int outputs = layer.PassOutputSize;
        UnitTiles tiles = new(size, layer.Gates, outputs, alternates: true);
        static double ScaleOf(int gate) => VectorActivations.ScaleOf(gate == CellGate ? Activation.Tanh : Activation.Sigmoid);
        Input = new RecurrentInput(
            name, "layer" + name, layer.Name, source, RowsOf(tiles), network.Tensors[pass.WeightInput], row => ScaleOf(row / size), BiasOf(network, pass), allowsSmall: true);
        PaddedOutput = layer.ProjectionSize == 0 ? tiles.Padded : new UnitTiles(outputs, 1, size).Padded;
        Hidden = state.Add(name + "Hidden", outputs, PaddedOutput, $"The hidden state h of layer '{layer.Name}', {Literals.Count(outputs, "value")}.", Initial(network, layer, pass.InitialHidden));
        _cell = state.Add(name + "Cell", size, tiles.Padded, $"The cell state c of layer '{layer.Name}', {Literals.Count(size, "value")}.", Initial(network, layer, pass.InitialCell));
        if (layer.HasPeepholes)
        {
            float[] values = network.Tensors[pass.Peephole].Values;
            _peepholes = new FloatTable(name + "Peephole", $"{layer.Name}: the peepholes of i, f, o.", Peepholes, tiles.Padded, (gate, unit) =>
                unit < size ? ScaleOf(0) * values[(gate * size) + unit] : 0);
        }

        Tensor hidden = network.Tensors[pass.WeightHidden];
        Panel panel = new(name, $"{layer.Name}: U, the gates i, f, g, o.", tiles, (gate, unit, column) => ScaleOf(gate) * hidden.Values[(((gate * size) + unit) * outputs) + column]);
        string peep = layer.HasPeepholes ? " + p c" : "";
        _kernel = new LstmKernel(
            name, $"{layer.Name}: i, f, o = sigmoid(W x + U h + b{peep}), g = tanh(W x + U h + b), c' = f * c + i * g, h' = o * tanh(c'), {layer}.", panel, _peepholes, state.Row(Hidden),
            new KernelParameter("start", "b + W x, or what of it is there.", Input.StartStride), state, new KernelParameter("next", "Receives o * tanh(c').", tiles.Padded))
        {
            Small = Input.Small,
        };
        MultiplyAdds = (layer.Gates * size * (outputs + Input.MultiplyAdds)) + (layer.ProjectionSize * size);
        if (layer.ProjectionSize > 0)
        {
            Tensor projection = network.Tensors[pass.Projection];
            UnitTiles outputTiles = new(outputs, 1, size);
            _projectionStart = new FloatTable(name + "ProjectionStart", $"{layer.Name}: the projection has no bias.", 1, outputTiles.Padded, (_, _) => 0);
            Panel projectionPanel = new(name + "Projection", $"{layer.Name}: V.", outputTiles, (_, row, column) => projection.Values[(row * size) + column]);
            _projection = new MatrixKernel(
                name + "Projection", $"{layer.Name}: h' = V (o * tanh(c')).", projectionPanel, InputRow.Padded(size, tiles.Padded), "x", "o * tanh(c').",
                new KernelParameter("start", "Zeros.", 0), new KernelParameter("result", "Receives the new hidden state.", outputTiles.Padded), Activation.Identity);
        }
    }

    public override IEnumerable<WeightData> Data =>
    [
        _kernel.Panel,
        .. _peepholes is null ? Array.Empty<WeightData>() : [_peepholes],
        .. _projection is null ? Array.Empty<WeightData>() : [_projection.Panel, _projectionStart!],
    ];

    public override IEnumerable<IKernel> Kernels => _projection is null ? [_kernel] : [_kernel, _projection];

    public override PanelKernel? StreamKernel => _projection is null ? _kernel : null;

    public override StateField? Cell => _cell;

    public override long MultiplyAdds { get; }

    public override bool IsOnePass(VectorForm form) => _projection is null && _kernel.IsOnePass(form);

    public override void EmitCell(EmitContext context, string start, string x, string state, string hidden, string next, string turn)
    {
        string output = _projection is null ? next : $"layer{Name}Projected[0]";
        if (_projection is not null)
        {
            context.Writer.Write($"Unsafe.SkipInit(out Floats{_kernel.Tiles.Padded} layer{Name}Projected);");
        }

        context.Writer.Write($"{context.Form(_kernel)}(ref {start}, {InputArgument(x)}ref {hidden}, ref {_cell.FirstOf(state)}, ref {output}{_kernel.TurnArgument(turn)});");
        if (_projection is not null)
        {
            context.Writer.Write($"{context.Form(_projection)}(ref {_projectionStart!.First}, ref {output}, ref {next}{_projection.TurnArgument(turn)});");
        }
    }
}
