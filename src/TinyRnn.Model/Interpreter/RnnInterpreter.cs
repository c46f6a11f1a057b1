namespace TinyRnn.Model;

/// <summary>h' = phi(W_ih x + W_hh h + b).</summary>
internal sealed class RnnInterpreter(RnnLayer layer, Network network) : LayerInterpreter
{
    private readonly float[] _weightInput = network.Tensors[layer.Passes[0].WeightInput].Values;
    private readonly float[] _weightHidden = network.Tensors[layer.Passes[0].WeightHidden].Values;
    private readonly float[][] _biases = [.. layer.Passes[0].BiasNames.Select(name => network.Tensors[name].Values)];

    public override void Step(LayerInput input, Span<float> hidden, Span<float> output)
    {
        MatrixVector.Start(output, _biases);
        MatrixVector.Add(_weightInput, layer.InputSize, 0, input, output);
        MatrixVector.Add(_weightHidden, layer.HiddenSize, 0, new LayerInput(hidden), output);
        layer.Activation.Apply(output);
        output.CopyTo(hidden);
    }
}
