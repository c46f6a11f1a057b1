using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>y = phi(W_i2o [x, h] + b_i2o), h' = W_i2h [x, h] + b_i2h.</summary>
internal sealed class ConcatRnnEmitter : LayerEmitter
{
    private readonly RecurrentInput _outputInput;
    private readonly RecurrentInput _nextInput;
    private readonly MatrixKernel _output;
    private readonly MatrixKernel _next;
    private readonly StateField _hidden;

    public ConcatRnnEmitter(ConcatRnnLayer layer, string name, Network network, LayerSource source, StateLayout state)
        : base(layer, name)
    {
        UnitTiles nextTiles = PanelFactory.Tiles(network.Tensors[layer.HiddenWeight], layer.HiddenSize, 1, InputRow.Plain(layer.HiddenSize));
        _hidden = state.Add(
            name + "Hidden", layer.HiddenSize, nextTiles.Padded, $"The hidden state h of layer '{layer.Name}', {Literals.Count(layer.HiddenSize, "value")}.");
        (_outputInput, _output) = Pack(
            name + "Output", layer.OutputSize, layer.Activation, layer.OutputWeight, layer.OutputBias,
            $"{layer.Name}: y = phi(W_i2o [x, h] + b_i2o), {layer}.");
        (_nextInput, _next) = Pack(
            name + "Next", layer.HiddenSize, Activation.Identity, layer.HiddenWeight, layer.HiddenBias, $"{layer.Name}: h' = W_i2h [x, h] + b_i2h.");
        Output = InputRow.Padded(layer.OutputSize, _output.Tiles.Padded);

        (RecurrentInput Input, MatrixKernel Kernel) Pack(string matrix, int rows, Activation activation, string weightName, string biasName, string summary)
        {
            Tensor weight = network.Tensors[weightName];
            float[] bias = network.Tensors[biasName].Values;
            UnitTiles tiles = PanelFactory.Tiles(weight, rows, 1, InputRow.Plain(layer.HiddenSize));
            IReadOnlyList<int> order = [.. tiles.Rows.Select(row => row.Unit < rows ? row.Unit : -1)];
            RecurrentInput input = new(matrix, "layer" + matrix, layer.Name, source, order, weight, row => bias[row], allowsSmall: false);
            Panel panel = PanelFactory.Create(
                matrix, $"{layer.Name}: the weights of h.", tiles, weight, state.Row(_hidden), (_, unit) => unit, layer.InputSize);
            MatrixKernel kernel = new(
                matrix, summary, panel, state.Row(_hidden), "h", "The hidden state.",
                new KernelParameter("start", "The bias and the product of the input.", input.StartStride),
                    new KernelParameter("result", $"Receives {tiles.Padded} values.", tiles.Padded), activation);
            return (input, kernel);
        }
    }

    public override InputRow Output { get; }

    public override IReadOnlyList<WeightData> Data => [.. _outputInput.Data, .. _output.Data, .. _nextInput.Data, .. _next.Data];

    public override IReadOnlyList<IKernel> Kernels => [.. _outputInput.Kernels, _output, .. _nextInput.Kernels, _next];

    public override IEnumerable<IKernel> RowKernels => [];

    public override bool IsStateful => true;

    protected override long DenseMultiplyAdds => (Layer.OutputSize + _hidden.Size) * (_hidden.Size + _nextInput.MultiplyAdds);

    public override string EmitStep(EmitContext context)
    {
        string row = context.EmitRow(Local, Output.Stride);
        EmitOutput(context, "state", row);
        EmitNext(context, "state");
        return row;
    }

    /// <summary>Emits a step of this layer as the network's last. Its output is computed only when it is needed, and before the state that it reads
    /// is updated.</summary>
    public void EmitLastStep(EmitContext context, Action<string> emitFinish)
    {
        using (context.Writer.Block("if (needsOutput)"))
        {
            string row = context.EmitRow(Local, Output.Stride);
            EmitOutput(context, "state", row);
            emitFinish(row);
        }

        context.Writer.Blank();
        EmitNext(context, "state");
    }

    public override void EmitBlock(EmitContext context) => EmitAll(context, "steps", "state");

    public override void EmitStreams(EmitContext context) => EmitAll(context, "count", "__Unsafe.Add(ref states, row)");

    private void EmitAll(EmitContext context, string count, string state)
    {
        using (context.Writer.Block($"for (int row = 0; row < {count}; row++)"))
        {
            EmitContext row = context with { Inputs = [new RowLocation(context.InputAt("row"), 0)] };
            EmitOutput(row, state, EmitContext.Row(Rows, "row", Output.Stride));
            EmitNext(row, state);
        }
    }

    private void EmitOutput(EmitContext context, string state, string result)
    {
        string start = _outputInput.EmitStep(context);
        context.Writer.Write($"{context.Form(_output)}(ref {start}, ref {_hidden.FirstOf(state)}, ref {result}{_output.BackwardArgument(context.Backward)});");
    }

    private void EmitNext(EmitContext context, string state)
    {
        string next = Local + "Next";
        string start = _nextInput.EmitStep(context);
        string first = context.EmitBuffer(next, _hidden.PaddedSize);
        context.Writer.Write($"{context.Form(_next)}(ref {start}, ref {_hidden.FirstOf(state)}, ref {first}{_next.BackwardArgument(context.Backward)});");
        context.EmitStore(next, first, $"{state}.{_hidden.Storage}", _hidden.PaddedSize);
    }
}
