namespace TinyRnn.Model;

/// <summary>y = phi(W x + b).</summary>
internal sealed class DenseInterpreter(DenseLayer layer, Network network) : LayerInterpreter
{
    private readonly float[] _weight = network.Tensors[layer.Weight].Values;
    private readonly float[]? _bias = layer.Bias ? network.Tensors[layer.BiasName].Values : null;

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        MatrixVector.Start(output, _bias);
        MatrixVector.Add(_weight, layer.InputSize, 0, input, output);
        layer.Activation.Apply(output, layer.Alpha);
    }
}
