using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>
/// The start values of a recurrent kernel's sums: bias + W x, in the order of the kernel's rows. For tokens they are a row of a table. For a few
/// input values the kernel adds W x by itself. More values have a separate product, which a block computes for all its steps at once.
/// </summary>
internal sealed class RecurrentInput
{
    private readonly string _local;
    private readonly LayerSource _source;
    private readonly FloatTable _start;
    private readonly MatrixKernel? _product;
    private readonly SmallInputKernel? _smallKernel;
    private readonly TokenTable? _tokens;

    /// <param name="name">Prefix of the data's names.</param>
    /// <param name="local">Prefix of the local variables' names.</param>
    /// <param name="layer">The layer's name, for comments.</param>
    /// <param name="source">The layer's input.</param>
    /// <param name="rows">For each row of the kernel, its row of the weight matrix; -1 for padding.</param>
    /// <param name="weight">The weights; the input's columns come first.</param>
    /// <param name="bias">The bias of a row of the weight matrix.</param>
    /// <param name="allowsSmall">Whether the kernel can add the products of a few values by itself.</param>
    public RecurrentInput(
        string name, string local, string layer, LayerSource source, IReadOnlyList<int> rows, Tensor weight, Func<int, double> bias, bool allowsSmall)
    {
        _local = local;
        _source = source;
        double At(int row, int column) => row < rows.Count && rows[row] >= 0 ? source.At(weight, rows[row], column) : 0;
        double BiasAt(int row) => row < rows.Count && rows[row] >= 0 ? bias(rows[row]) : 0;
        if (source.Tokens > 0 && weight.Type != TensorType.F32)
        {
            StartStride = rows.Count;
            _start = new FloatTable(name + "Start", $"{layer}: bias.", 1, rows.Count, (_, row) => BiasAt(row));
            _tokens = new TokenTable(name, layer, local + "Start", source.Tokens, weight, rows, _start);
            return;
        }

        if (source.Tokens > 0)
        {
            StartStride = rows.Count;
            _start = new FloatTable(
                name + "Start", $"{layer}: bias and input product of each token.", source.Tokens, rows.Count, (token, row) => BiasAt(row) + At(row, token));
            return;
        }

        int columns = source.Row.Columns;
        if (allowsSmall && columns <= SmallInput.MaximumColumns && weight.InputRange is null)
        {
            StartStride = rows.Count;
            _start = new FloatTable(name + "Start", $"{layer}: bias.", 1, rows.Count, (_, row) => BiasAt(row));
            Small = new SmallInput(
                new FloatTable(name + "Input", $"{layer}: W, input by input.", columns, rows.Count, (column, row) => At(row, column)), source.Row);
            _smallKernel = new SmallInputKernel(name + "StartInput", $"{layer}: bias + W x.", Small, _start);
            return;
        }

        UnitTiles tiles = PanelFactory.Tiles(weight, rows.Count, 1, source.Row);
        StartStride = tiles.Padded;
        _start = new FloatTable(
            name + "Start", $"{layer}: bias.", 1, tiles.Padded,
            (_, row) => BiasAt(row) + (row < rows.Count && rows[row] >= 0 ? weight.OffsetOf(rows[row]) : 0));
        Panel panel = PanelFactory.Create(
            name + "Input", $"{layer}: W.", tiles, weight, source.Row, (_, row) => row < rows.Count ? rows[row] : -1, 0,
            (row, column) => source.At(weight, row, column));
        KernelParameter start = new("start", "The bias.", 0);
        KernelParameter result = new("result", $"Receives {tiles.Padded} values.", tiles.Padded);
        _product = new MatrixKernel(name + "Input", $"{layer}: bias + W x.", panel, source.Row, "x", $"{columns} values.", start, result, Activation.Identity);
    }

    /// <summary>The values whose products the kernel adds by itself, or null.</summary>
    public SmallInput? Small { get; }

    /// <summary>Number of start values of a row.</summary>
    public int StartStride { get; }

    /// <summary>Whether each row of a block has its own start values.</summary>
    public bool HasProduct => _product is not null;

    public bool IsLarge => _product is not null && _product.Panel.Length >= 1024;

    public long MultiplyAdds => _source.Tokens > 0 ? 0 : _source.Row.Columns;

    public IEnumerable<WeightData> Data =>
    [
        _start,
        .. Small is null ? Array.Empty<WeightData>() : [Small.Weights],
        .. _product is null ? [] : _product.Data,
        .. _tokens is null ? [] : _tokens.Data,
    ];

    /// <summary>The kernel of the separate product, or none.</summary>
    public IEnumerable<IKernel> Kernels => _product is null ? [] : [_product];

    /// <summary>The additional kernel that streams need, or none.</summary>
    public IEnumerable<IKernel> StreamKernels => _smallKernel is null ? [] : [_smallKernel];

    /// <summary>The name of the start values of a block's rows.</summary>
    public string Starts => _local + "Starts";

    /// <summary>Emits what a step needs and returns the first float of its start values.</summary>
    public string EmitStep(EmitContext context)
    {
        if (_product is null)
        {
            _tokens?.EmitLocal(context.Writer);
            return _tokens is not null ? _tokens.EmitRow(context, context.Input) : _source.Tokens > 0 ? TokenRow(context.Input) : _start.First;
        }

        string first = context.EmitBuffer(_local + "Start", StartStride);
        context.Writer.Write($"{context.Form(_product)}(ref {_start.First}, ref {context.Input}, ref {first}{_product.BackwardArgument(context.Backward)});");
        return first;
    }

    /// <summary>Emits the products of all rows.</summary>
    public void EmitProducts(EmitContext context, string count)
    {
        _tokens?.EmitLocal(context.Writer);
        if (_product is not null)
        {
            context.EmitRows(_product, count, (_start.First, 0), (context.Input, context.InputStride), (Starts, StartStride));
        }
    }

    /// <summary>The first float of a row's start values; valid after <see cref="EmitProducts"/>.</summary>
    public string StartAt(EmitContext context, string row) =>
        _tokens is not null ? _tokens.EmitRow(context, context.InputAt(row)) :
        _product is not null ? EmitContext.Row(Starts, row, StartStride)
        : _source.Tokens > 0 ? TokenRow(context.InputAt(row))
        : _start.First;

    /// <summary>Emits the start values of all rows, for any kind of input.</summary>
    public void EmitStarts(EmitContext context, string count)
    {
        if (_product is not null)
        {
            EmitProducts(context, count);
            return;
        }

        // For the rows that remain.
        _tokens?.EmitLocal(context.Writer);

        using (context.Writer.Block($"for (int row = 0; row < {count}; row++)"))
        {
            string start = EmitContext.Row(Starts, "row", StartStride);
            if (_tokens is not null)
            {
                _tokens.EmitRow(context, context.InputAt("row"), start);
                return;
            }

            context.Writer.Write(_smallKernel is null
                ? $"Copy(ref {TokenRow(context.InputAt("row"))}, ref {start}, {StartStride});"
                : $"{context.Form(_smallKernel)}(ref {context.InputAt("row")}, ref {start});");
        }
    }

    private string TokenRow(string token) => $"__Unsafe.Add(ref {_start.First}, {token} * {StartStride})";
}
