using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>h' = phi(W_ih x + W_hh h + b).</summary>
internal sealed class RnnEmitter : LayerEmitter
{
    private readonly PanelMatrix _matrix;
    private readonly StateField _hidden;

    public RnnEmitter(RnnLayer layer, string name, Network network, bool isOneHot)
        : base(layer, name)
    {
        _matrix = new PanelMatrix(name, layer.HiddenSize, layer.Activation);
        AddInput(_matrix, network.Tensors[layer.Passes[0].WeightInput], layer.InputSize, isOneHot);
        _matrix.AddInput("h", network.Tensors[layer.Passes[0].WeightHidden], 0, layer.HiddenSize);
        foreach (string bias in layer.Passes[0].BiasNames)
        {
            _matrix.AddBias(network.Tensors[bias]);
        }

        _hidden = new StateField(name + "Hidden", layer.HiddenSize, PaddedOutput, $"The hidden state h of layer '{layer.Name}', {Literals.Count(layer.HiddenSize, "value")}.");
    }

    public override IReadOnlyList<PanelMatrix> Matrices => [_matrix];

    public override IReadOnlyList<StateField> State => [_hidden];

    public override int PaddedOutput => _matrix.Layout.PaddedRows;

    public override void EmitKernels(CodeWriter writer) =>
        PanelKernelEmitter.Emit(writer, _matrix, $"{Layer.Name}: h' = phi(W_ih x + W_hh h + b), {Layer}.");

    public override void EmitStep(CodeWriter writer, string input, bool needsOutput)
    {
        // The old state is read until the last row is done, so the new one has a place of its own.
        EmitBuffer(writer, Local, PaddedOutput);
        EmitCall(writer, _matrix, input, $"state.{_hidden.Storage}[0]", Local + "[0]");
        writer.Write($"state.{_hidden.Storage} = {Local};");
    }
}
