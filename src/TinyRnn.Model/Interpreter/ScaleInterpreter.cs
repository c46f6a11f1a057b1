namespace TinyRnn.Model;

/// <summary>y_i = a_i * x_i + b_i.</summary>
internal sealed class ScaleInterpreter(ScaleLayer layer, Network network) : LayerInterpreter
{
    private readonly float[] _weight = network.Tensors[layer.Weight].Values;
    private readonly float[]? _bias = layer.Bias ? network.Tensors[layer.BiasName].Values : null;

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = (float)((_weight[i] * (double)input.Values[i]) + (_bias?[i] ?? 0f));
        }
    }
}
