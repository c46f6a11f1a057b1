using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>A recurrent layer: one cell for each direction.</summary>
internal sealed class RecurrentEmitter : LayerEmitter
{
    // Fewer weights stay in the first-level cache, so processing the streams one after another is as fast.
    private const int SmallestShared = 4096;

    private readonly CellEmitter[] _cells;
    private readonly StateLayout _state;

    public RecurrentEmitter(RecurrentLayer layer, string name, Network network, LayerSource source, StateLayout state)
        : base(layer, name)
    {
        _state = state;
        _cells =
        [
            .. layer.Directions.Select(
                direction => CreateCell(
                    layer, direction, layer.Directions.Count == 1 ? name : name + (direction.IsReverse ? "Reverse" : "Forward"), network, source, state))
        ];
        int padded = _cells[0].PaddedOutput;
        Output = _cells.Length == 1
            ? new InputRow(padded, true, (0, layer.OutputSize))
            : new InputRow(2 * padded, true, (0, layer.DirectionOutputSize), (padded, layer.DirectionOutputSize));
    }

    public override InputRow Output { get; }

    public override IReadOnlyList<WeightData> Data => [.. _cells.SelectMany(cell => cell.Data.Concat(cell.Input.Data))];

    public override IReadOnlyList<IKernel> Kernels =>
        [.. _cells.SelectMany(cell => cell.Kernels.Concat(cell.Input.Kernels)), .. SharesStreams ? _cells[0].Input.StreamKernels : []];

    public override IEnumerable<IKernel> RowKernels =>
        [.. _cells.SelectMany(cell => cell.Input.Kernels), .. SharesStreams ? new IKernel[] { _cells[0].StreamKernel! } : []];

    /// <summary>Whether several streams share one read of the recurrent weights.</summary>
    public bool SharesStreams =>
        !Layer.NeedsWholeSequence && _cells[0].StreamKernel is PanelKernel { IsSparse: false } kernel
        && kernel.Panel.Length * kernel.Panel.Element.Columns >= SmallestShared;

    public override bool IsStateful => true;

    public override bool GainsFromRows => _cells.Any(cell => cell.Input.IsLarge);

    protected override long DenseMultiplyAdds => _cells.Sum(cell => cell.MultiplyAdds);

    /// <summary>The name of a block's start values, and the floats of each row.</summary>
    public IEnumerable<(string Name, int Stride)> Starts =>
        _cells.Where(cell => cell.Input.HasProduct || SharesStreams).Select(cell => (cell.Input.Starts, cell.Input.StartStride));

    public override string EmitStep(EmitContext context)
    {
        CellEmitter cell = _cells[0];
        string start = cell.Input.EmitStep(context);
        string hidden = cell.Hidden.FirstOf("state");
        if (cell.IsOnePass(context.Vector))
        {
            cell.EmitCell(context, start, context.Input, "state", hidden, hidden, context.Backward);
            return hidden;
        }

        // The last pass still reads the old state, so the new state has memory of its own.
        string row = context.EmitRow(Local, cell.PaddedOutput);
        cell.EmitCell(context, start, context.Input, "state", hidden, row, context.Backward);
        context.EmitStore(Local, row, $"state.{cell.Hidden.Storage}", cell.PaddedOutput);
        return row;
    }

    public override void EmitBlock(EmitContext context)
    {
        CodeWriter writer = context.Writer;
        for (int i = 0; i < _cells.Length; i++)
        {
            CellEmitter cell = _cells[i];
            string hidden = $"{Local}Hidden{(i == 0 ? "" : "Reverse")}";
            cell.Input.EmitProducts(context, "steps");
            writer.Write($"scoped ref float {hidden} = ref {cell.Hidden.FirstOf("state")};");
            using (writer.Block(cell.IsReverse ? "for (int t = steps - 1; t >= 0; t--)" : "for (int t = 0; t < steps; t++)"))
            {
                string offset = i == 0 ? "" : $" + {cell.PaddedOutput}";
                writer.Write($"ref float next = ref __Unsafe.Add(ref {Rows}, (t * {Output.Stride}){offset});");
                cell.EmitCell(context, cell.Input.StartAt(context, "t"), context.InputAt("t"), "state", hidden, "next", _state.BackwardOfStep);
                writer.Write($"{hidden} = ref next;");
            }

            writer.Blank();
            writer.Write($"Copy(ref {hidden}, ref {cell.Hidden.FirstOf("state")}, {cell.PaddedOutput});");
        }
    }

    public override void EmitStreams(EmitContext context)
    {
        CodeWriter writer = context.Writer;
        CellEmitter cell = _cells[0];
        int rows = SharesStreams ? cell.StreamKernel!.RowsOf(context.Vector) : 1;
        string first = "0";
        if (rows > 1)
        {
            first = Local + "Whole";
            writer.Write($"int {first} = count - (count % {rows});");
            cell.Input.EmitStarts(context, "count");
            string cells = cell.Cell is StateField field ? $"ref {field.FirstOf("states")}, " : "";
            writer.Write(
                $"{cell.StreamKernel!.RowsForm(context.Vector)}(ref {cell.Input.Starts}, ref {cell.Hidden.FirstOf("states")}, {cells}ref {Rows}, "
                    + $"(__UIntPtr){first}{cell.StreamKernel!.BackwardArgument("states.Backward")});");
        }
        else
        {
            cell.Input.EmitProducts(context, "count");
        }

        using (writer.Block($"for (int row = {first}; row < count; row++)"))
        {
            const string State = "__Unsafe.Add(ref states, row)";
            cell.EmitCell(
                context, cell.Input.StartAt(context, "row"), context.InputAt("row"), State, cell.Hidden.FirstOf(State),
                    EmitContext.Row(Rows, "row", Output.Stride), $"{State}.Backward");
        }

        writer.Blank();
        using (writer.Block("for (int row = 0; row < count; row++)"))
        {
            writer.Write(
                $"Copy(ref {EmitContext.Row(Rows, "row", Output.Stride)}, ref {cell.Hidden.FirstOf("__Unsafe.Add(ref states, row)")}, {cell.PaddedOutput});");
        }
    }

    private static CellEmitter CreateCell(
        RecurrentLayer layer, RecurrentDirection direction, string name, Network network, LayerSource source, StateLayout state) => layer switch
        {
            RnnLayer rnn => new RnnCell(rnn, direction, name, network, source, state),
            GruLayer { Reset: GruReset.After } gru => new GruCell(gru, direction, name, network, source, state),
            GruLayer { Reset: GruReset.Before } gru => new ResetBeforeGruCell(gru, direction, name, network, source, state),
            LstmLayer lstm => new LstmCell(lstm, direction, name, network, source, state),
            _ => throw new NotSupportedException($"no cell for {layer}"),
        };
}
