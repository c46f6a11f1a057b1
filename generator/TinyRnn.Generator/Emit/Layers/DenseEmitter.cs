using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>y = phi(W x + b).</summary>
internal sealed class DenseEmitter : LayerEmitter
{
    private readonly LayerSource _source;
    private readonly FloatTable _start;
    private readonly WeightData _weights;
    private readonly IKernel _kernel;
    private readonly bool _isDot;
    private readonly TokenTable? _tokens;

    /// <param name="layer">The layer.</param>
    /// <param name="name">Its name as an identifier.</param>
    /// <param name="network">The network.</param>
    /// <param name="source">The layer's input.</param>
    /// <param name="home">Where it writes its row; null for memory of its own.</param>
    public DenseEmitter(DenseLayer layer, string name, Network network, LayerSource source, RowPart? home)
        : base(layer, name)
    {
        Home = home;
        _source = source;
        Tensor weight = network.Tensors[layer.Weight];
        Tensor? bias = layer.Bias ? network.Tensors[layer.BiasName] : null;
        string formula = $"{layer.Name}: y = phi(W x + b), {layer}.";
        UnitTiles tiles = source.Tokens > 0 ? new(layer.OutputSize, 1, 0) : PanelFactory.Tiles(weight, layer.OutputSize, 1, source.Row);
        _isDot = source.Tokens == 0 && layer.OutputSize <= DotKernel.MaximumRows && source.Row.IsPadded && weight.InputRange is null;
        Output = home?.Row ?? InputRow.Padded(layer.OutputSize, tiles.Padded);
        string startSummary = source.Tokens > 0 ? $"{layer.Name}: W x + b of each token." : $"{layer.Name}: b.";
        bool isTable = source.Tokens > 0 && weight.Type == TensorType.F32;
        _start = new FloatTable(name + "Start", startSummary, isTable ? source.Tokens : 1, tiles.Padded, (token, row) => row >= layer.OutputSize ? 0 :
            (bias?.Values[row] ?? 0) + (isTable ? source.At(weight, row, token) : weight.OffsetOf(row)));
        if (source.Tokens > 0 && !isTable)
        {
            _tokens = new TokenTable(
                name, layer.Name, Local + "Start", source.Tokens, weight,
                [.. Enumerable.Range(0, tiles.Padded).Select(row => row < layer.OutputSize ? row : -1)], _start);
        }

        if (_isDot)
        {
            FloatTable weights = new(name, $"{layer.Name}: W, row by row.", layer.OutputSize, source.Row.Stride, (row, offset) =>
                source.Row.ColumnAt(offset) is int column and >= 0 ? source.At(weight, row, column) : 0);
            _weights = weights;
            _kernel = new DotKernel(name, formula, weights, _start, source.Row, layer.Activation);
            return;
        }

        Panel panel = source.Tokens > 0
            ? new Panel(name, $"{layer.Name}: W.", tiles, (_, _, _) => 0)
            : PanelFactory.Create(name, $"{layer.Name}: W.", tiles, weight, source.Row, (_, unit) => unit, 0, (row, column) => source.At(weight, row, column));
        _weights = panel;
        KernelParameter start = new("start", source.Tokens > 0 ? "The token's row of the table." : "The bias.", 0);
        KernelParameter result = new(
            "result", $"Receives {tiles.Padded} values{(tiles.Padded == layer.OutputSize ? "" : $"; the output is the first {layer.OutputSize}")}.",
                Output.Stride);
        _kernel = new MatrixKernel(name, formula, panel, source.Row, "x", $"{layer.InputSize} values.", start, result, layer.Activation);
    }

    public override InputRow Output { get; }

    public override RowPart? Home { get; }

    public override bool WritesAnywhere => true;

    public override IReadOnlyList<WeightData> Data =>
        [.. _kernel is PanelKernel kernel ? kernel.Data : [_weights], _start, .. _tokens is null ? [] : _tokens.Data];

    public override IReadOnlyList<IKernel> Kernels => [_kernel];

    public override IEnumerable<IKernel> RowKernels => _source.Tokens > 0 ? [] : Kernels;

    public override bool GainsFromRows => _source.Tokens == 0 && _weights.Length >= 1024;

    protected override long DenseMultiplyAdds => _source.Tokens > 0 ? 0 : Layer.MultiplyAdds;

    protected override long SkippedMultiplyAdds => _source.Tokens > 0 ? 0 : base.SkippedMultiplyAdds;

    public override string EmitStep(EmitContext context)
    {
        _tokens?.EmitLocal(context.Writer);
        string row = context.EmitRow(this);
        EmitRow(context, context.Input, Output.FirstOf(row));
        return row;
    }

    public override void EmitBlock(EmitContext context) => EmitAll(context, "steps");

    public override void EmitStreams(EmitContext context) => EmitAll(context, "count");

    private void EmitAll(EmitContext context, string count)
    {
        if (_source.Tokens > 0 || _isDot)
        {
            _tokens?.EmitLocal(context.Writer);
            using (context.Writer.Block($"for (int row = 0; row < {count}; row++)"))
            {
                EmitRow(context, context.InputAt("row"), EmitContext.Row(Output.FirstOf(Rows), "row", Output.Stride));
            }

            return;
        }

        context.EmitRows(_kernel, count, (_start.First, 0), (context.Input, context.InputStride), (Output.FirstOf(Rows), Output.Stride));
    }

    private void EmitRow(EmitContext context, string input, string result)
    {
        string arguments = _tokens is not null ? $"ref {_tokens.EmitRow(context, input)}, "
            : _isDot ? $"ref {input}, "
            : _source.Tokens == 0 ? $"ref {_start.First}, ref {input}, "
            : $"ref __Unsafe.Add(ref {_start.First}, {input} * {_start.Columns}), ";
        context.Writer.Write($"{context.Form(_kernel)}({arguments}ref {result}{_kernel.BackwardArgument(context.Backward)});");
    }
}
