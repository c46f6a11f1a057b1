using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>y = phi(W_i2o [x, h] + b_i2o), h' = W_i2h [x, h] + b_i2h.</summary>
internal sealed class ConcatRnnEmitter : LayerEmitter
{
    private readonly PanelMatrix _output;
    private readonly PanelMatrix _next;
    private readonly StateField _hidden;

    public ConcatRnnEmitter(ConcatRnnLayer layer, string name, Network network, bool isOneHot)
        : base(layer, name)
    {
        _output = Pack(name + "Output", layer.OutputSize, layer.Activation, layer.OutputWeight, layer.OutputBias);
        _next = Pack(name + "Next", layer.HiddenSize, Activation.Identity, layer.HiddenWeight, layer.HiddenBias);
        _hidden = new StateField(name + "Hidden", layer.HiddenSize, _next.Layout.PaddedRows, $"The hidden state h of layer '{layer.Name}', {Literals.Count(layer.HiddenSize, "value")}.");

        PanelMatrix Pack(string matrix, int rows, Activation activation, string weight, string bias)
        {
            PanelMatrix packed = new(matrix, rows, activation);
            AddInput(packed, network.Tensors[weight], layer.InputSize, isOneHot);
            packed.AddInput("h", network.Tensors[weight], layer.InputSize, layer.HiddenSize);
            packed.AddBias(network.Tensors[bias]);
            return packed;
        }
    }

    public override IReadOnlyList<PanelMatrix> Matrices => [_output, _next];

    public override IReadOnlyList<StateField> State => [_hidden];

    public override int PaddedOutput => _output.Layout.PaddedRows;

    public override void EmitKernels(CodeWriter writer)
    {
        PanelKernelEmitter.Emit(writer, _output, $"{Layer.Name}: y = phi(W_i2o [x, h] + b_i2o), {Layer}.");
        PanelKernelEmitter.Emit(writer, _next, $"{Layer.Name}: h' = W_i2h [x, h] + b_i2h.");
    }

    public override void EmitStep(CodeWriter writer, string input, bool needsOutput)
    {
        string hidden = $"state.{_hidden.Storage}[0]";
        if (needsOutput)
        {
            EmitBuffer(writer, Local, PaddedOutput);
            EmitCall(writer, _output, input, hidden, Local + "[0]");
        }

        string next = Local + "Next";
        EmitBuffer(writer, next, _hidden.PaddedSize);
        EmitCall(writer, _next, input, hidden, next + "[0]");
        writer.Write($"state.{_hidden.Storage} = {next};");
    }
}
