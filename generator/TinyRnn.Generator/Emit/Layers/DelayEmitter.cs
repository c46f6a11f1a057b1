using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Rows of earlier steps, which the state holds in a ring buffer.</summary>
internal sealed class DelayEmitter : RowEmitter
{
    private readonly DelayLayer _layer;
    private readonly InputRow _input;
    private readonly StateField _rows;
    private readonly StateField _oldest;

    public DelayEmitter(DelayLayer layer, string name, InputRow input, StateLayout state, RowPart? home)
        : base(layer, name, home)
    {
        _layer = layer;
        _input = input;
        _rows = state.Add(name + "Delayed", layer.StateSize, layer.StateSize, "");
        _oldest = state.Add(name + "Oldest", 1, 1, "");
    }

    public override bool IsStateful => true;

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        int size = _layer.InputSize;
        string row = _input.FirstOf(inputs[0]);
        string rows = _rows.FirstOf("state");
        string oldest = _oldest.FirstOf("state");
        IReadOnlyList<int> lags = _layer.Lags;
        for (int i = 0, count; i < lags.Count; i += count)
        {
            count = 1;
            while (lags[i] > 0 && i + count < lags.Count && lags[i + count] == lags[i] - count && lags[i + count] > 0)
            {
                count++;
            }

            string part = new FloatOffset("", i * size).At(result);
            context.Writer.Write(lags[i] == 0
                ? $"Copy(ref {row}, ref {part}, {size});"
                : $"global::TinyRnn.DelayLine.Read(ref {rows}, {oldest}, {_layer.Memory}, {size}, {lags[i]}, {count}, ref {part});");
        }

        // This comes last, because the new row replaces the row of the largest lag.
        context.Writer.Write($"global::TinyRnn.DelayLine.Write(ref {rows}, ref {oldest}, {_layer.Memory}, {size}, ref {row});");
    }
}
