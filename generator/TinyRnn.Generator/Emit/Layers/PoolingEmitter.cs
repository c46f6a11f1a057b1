using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Pools over time; the pooled values so far are part of the state.</summary>
internal sealed class PoolingEmitter : LayerEmitter
{
    private readonly PoolingLayer _layer;
    private readonly InputRow _input;
    private readonly StateField _pooled;
    private readonly StateField _count;

    public PoolingEmitter(PoolingLayer layer, string name, InputRow input, StateLayout state)
        : base(layer, name)
    {
        _layer = layer;
        _input = input;

        // The pooled row has the layout of the input row, padding included.
        Output = input;
        // A streaming model's state is in one piece; otherwise the state exists only within a run.
        _pooled = state.Add(name + "Pooled", layer.InputSize, input.Stride, "");
        _count = state.Add(name + "Count", 1, 1, "");
    }

    public override InputRow Output { get; }

    public override bool IsStateful => true;

    protected override long DenseMultiplyAdds => 0;

    public override string EmitStep(EmitContext context)
    {
        if (_layer.Mode != PoolingMode.Final)
        {
            EmitPool(context, context.Input, "state");
            return _pooled.FirstOf("state");
        }

        EmitPool(context, context.Input, "state");
        string row = context.EmitRow(Local, Output.Stride);
        EmitResult(context, context.Input, "state", row);
        return row;
    }

    public override void EmitBlock(EmitContext context) => EmitAll(context, "steps", "state");

    public override void EmitStreams(EmitContext context) => EmitAll(context, "count", "__Unsafe.Add(ref states, row)");

    private void EmitAll(EmitContext context, string count, string state)
    {
        using (context.Writer.Block($"for (int row = 0; row < {count}; row++)"))
        {
            EmitPool(context, context.InputAt("row"), state);
            EmitResult(context, context.InputAt("row"), state, EmitContext.Row(Rows, "row", Output.Stride));
        }
    }

    private void EmitPool(EmitContext context, string input, string state)
    {
        string method = _layer.Mode switch
        {
            PoolingMode.Mean => "Mean",
            PoolingMode.Max => "Max",
            PoolingMode.Final => "First",
            _ => throw new NotSupportedException($"the generator does not know the pooling {_layer.Mode}"),
        };
        context.Writer.Write($"global::TinyRnn.Pooling.{method}(ref {_pooled.FirstOf(state)}, ref {_count.FirstOf(state)}, ref {input}, {_input.Stride});");
    }

    private void EmitResult(EmitContext context, string input, string state, string result)
    {
        if (_layer.Mode != PoolingMode.Final)
        {
            context.Writer.Write($"Copy(ref {_pooled.FirstOf(state)}, ref {result}, {_input.Stride});");
            return;
        }

        // The first half of the values is from this step, the second half from the first step.
        context.Writer.Write($"Copy(ref {_pooled.FirstOf(state)}, ref {result}, {_input.Stride});");
        int half = _layer.InputSize / 2;
        int before = 0;
        foreach ((int offset, int columns) in _input.Pieces)
        {
            int taken = Math.Min(columns, half - before);
            if (taken > 0)
            {
                string from = new FloatOffset("", offset).At(input);
                string to = new FloatOffset("", offset).At(result);
                context.Writer.Write($"Copy(ref {from}, ref {to}, {taken});");
            }

            before += columns;
        }
    }
}
