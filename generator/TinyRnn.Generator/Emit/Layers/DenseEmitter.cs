using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>y = phi(W x + b).</summary>
internal sealed class DenseEmitter : LayerEmitter
{
    private readonly PanelMatrix _matrix;

    public DenseEmitter(DenseLayer layer, string name, Network network, bool isOneHot)
        : base(layer, name)
    {
        _matrix = new PanelMatrix(name, layer.OutputSize, layer.Activation);
        AddInput(_matrix, network.Tensors[layer.Weight], layer.InputSize, isOneHot);
        if (layer.Bias)
        {
            _matrix.AddBias(network.Tensors[layer.BiasName]);
        }
    }

    public override IReadOnlyList<PanelMatrix> Matrices => [_matrix];

    public override int PaddedOutput => _matrix.Layout.PaddedRows;

    public override void EmitKernels(CodeWriter writer) =>
        PanelKernelEmitter.Emit(writer, _matrix, $"{Layer.Name}: y = phi(W x + b), {Layer}.");

    public override void EmitStep(CodeWriter writer, string input, bool needsOutput)
    {
        EmitBuffer(writer, Local, PaddedOutput);
        EmitCall(writer, _matrix, input, "", Local + "[0]");
    }
}
