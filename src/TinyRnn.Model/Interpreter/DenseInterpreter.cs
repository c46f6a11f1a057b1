namespace TinyRnn.Model;

/// <summary>y = phi(W x + b).</summary>
internal sealed class DenseInterpreter(DenseLayer layer, Network network) : LayerInterpreter
{
    private readonly WeightMatrix _weight = new(network.Tensors[layer.Weight]);
    private readonly float[]? _bias = layer.Bias ? network.Tensors[layer.BiasName].Values : null;

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        Bias.Start(output, _bias);
        _weight.Add(input, output);
        layer.Activation.Apply(output);
    }
}
